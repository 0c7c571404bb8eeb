import { execFile } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

/** How commands are held apart on this machine. */
export type Isolation =
  | {
      readonly kind: "bubblewrap" /** Where it is. */;
      readonly path: string /** Whether it can forbid further namespaces. */;
      readonly disableUserns: boolean;
    }
  | { readonly kind: "none" /** Why, and what follows from it: to be shown before anything runs. */; readonly notice: string };

/** A plain process, by choice or for want of better. It can read what the user can read, and reach the network. */
export const withoutIsolation = (why: string): Isolation => ({
  kind: "none",
  notice: `NO SANDBOX: ${why}. The agent runs as you: it can read your files, your keys and other trials, write anywhere you can, and reach the network.`,
});

let found: Promise<Isolation> | undefined;

/** Looks for bubblewrap and starts it once: it may be there and still be forbidden to make namespaces. Asked once per process. */
export function findIsolation(): Promise<Isolation> {
  found ??= look();
  return found;
}

/** Options that old versions lack. */
const NEEDED = ["--perms", "1777", "--size", "4096", "--tmpfs", "/tmp"];

async function look(): Promise<Isolation> {
  if (process.platform !== "linux") return withoutIsolation("bubblewrap needs Linux");
  const path = findProgram("bwrap");
  if (path === undefined) return withoutIsolation("bubblewrap (bwrap) is not installed");
  const tried = async (more: readonly string[]): Promise<string | undefined> => {
    const args = [
      "--unshare-all",
      "--unshare-user",
      ...more,
      "--uid",
      "1000",
      "--gid",
      "1000",
      "--ro-bind",
      "/",
      "/",
      "--proc",
      "/proc",
    ].concat(NEEDED);
    return promisify(execFile)(path, [...args, "--", "/bin/true"], { timeout: 10_000 }).then(
      () => undefined,
      (error: { stderr?: string }) => error.stderr?.trim().split("\n").at(-1) || "no reason given",
    );
  };
  if ((await tried(["--disable-userns"])) === undefined) return { kind: "bubblewrap", path, disableUserns: true };
  const reason = await tried([]);
  if (reason === undefined) return { kind: "bubblewrap", path, disableUserns: false };
  return withoutIsolation(`bubblewrap cannot start here (${reason})`);
}

/** The first executable of a name in PATH; undefined where there is none. */
export function findProgram(name: string, path = process.env.PATH ?? ""): string | undefined {
  for (const folder of path.split(delimiter)) {
    if (folder === "") continue; // would be the folder one happens to stand in
    const candidate = join(folder, name);
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      // Not here.
    }
  }
  return undefined;
}
