import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { InvalidInput } from "../../model/invalid.ts";
import type { Command, Inside, SandboxRun } from "./sandboxRun.ts";
import { writeInto } from "./writeInto.ts";

/** A command that runs, in whatever way. */
export interface Started {
  readonly child: ChildProcess;
  /** Of a plain run; a sandbox needs none. */ readonly mark?: string;
  readonly told?: Told;
  readonly notices: readonly string[];
  readonly close: () => void;
}

/** What bubblewrap itself tells: where it is, and at its end whether it came so far as to start the command. */
export interface Told {
  /** Process id, as seen from outside, of the first process inside; undefined where the sandbox could not be made. */ readonly first: Promise<
    number | undefined
  >;
  readonly wasMade: Promise<boolean>;
}

/** The command of a run, checked, its files in the home. */
export async function prepared(run: SandboxRun, inside: Inside): Promise<Command> {
  const command = run.command(inside);
  const words = [...command.argv, ...Object.entries(command.environment ?? {}).flat()];
  if (command.argv.length === 0) throw new InvalidInput("command", "must name a program");
  if (words.some((word) => word.includes("\0"))) throw new InvalidInput("command", "must be free of NUL characters");
  const longest = Math.max(...words.map((word) => Buffer.byteLength(word)));
  if (longest > MOST_WORD_BYTES) throw new InvalidInput("command", `must have no word above ${MOST_WORD_BYTES} bytes`, longest);
  for (const { path, text } of command.files ?? []) await writeInto(run.home, path, text);
  return command;
}

/** Linux refuses an argument of 128 KiB. */
const MOST_WORD_BYTES = 120_000;

/** An allow-list: what is not here or given by the port does not exist inside. */
export const environmentOf = (inside: Inside, path: string, user: string): Record<string, string> => ({
  PATH: path,
  HOME: inside.home,
  LANG: "C.UTF-8",
  TERM: "dumb",
  TZ: "UTC",
  USER: user,
  SHELL: "/bin/sh",
});

/** @throws Error naming the code where the program itself is missing, without a path of the machine */
export async function started(child: ChildProcess): Promise<void> {
  if (child.pid !== undefined) return;
  const [error] = (await once(child, "error")) as [NodeJS.ErrnoException];
  throw new InvalidInput("command", `cannot be started (${error.code ?? "no reason given"})`);
}
