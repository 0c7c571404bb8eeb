import { execFileSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { COMPILED } from "../compiledLab.ts";
import { temporaryFolder } from "../temporaryFolder.ts";

/** Runs a command of the pages as a user pastes it. @returns its standard output */
export function pasted(command: string): string {
  const folder = temporaryFolder();
  const shim = join(folder, "harness-lab");
  writeFileSync(shim, `#!/bin/sh\nexec node '${join(COMPILED, "cli/main.js")}' "$@"\n`);
  chmodSync(shim, 0o755);
  return execFileSync("sh", ["-c", command], {
    encoding: "utf8",
    env: { ...process.env, PATH: `${folder}:${process.env.PATH}` },
    stdio: "pipe",
    cwd: folder,
  });
}
