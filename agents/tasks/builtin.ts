import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { InvalidInput } from "../../model/invalid.ts";

const FOLDER = fileURLToPath(new URL("builtin/", import.meta.url));

/** Names of the tasks that come with the lab, in order of name. */
export const builtinTasks = (): readonly string[] =>
  readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

/** The folder of one of them. @throws InvalidInput that lists the names, for another name */
export function builtinTask(name: string): string {
  const names = builtinTasks();
  if (!names.includes(name)) throw new InvalidInput("task", `must be one of ${names.join(", ")}`, name);
  return `${FOLDER}${name}`;
}
