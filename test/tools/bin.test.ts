import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../temporaryFolder.ts";

/** A package folder with nothing but the executable. */
function unbuilt(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "bin"));
  copyFileSync(join(import.meta.dirname, "../../bin/harness-lab.mjs"), join(folder, "bin/harness-lab.mjs"));
  return folder;
}
const runIn = (folder: string) => spawnSync(process.execPath, ["bin/harness-lab.mjs", "solve"], { cwd: folder, encoding: "utf8" });

test("the executable says plainly what to run where nothing is built", () => {
  const { status, stdout, stderr } = runIn(unbuilt());
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(/not built here: run `npm run build` first, or use `npm run --silent lab -- COMMAND`/);
});

test("the executable runs what was built, with the user's words", () => {
  const folder = unbuilt();
  mkdirSync(join(folder, "dist/cli"), { recursive: true });
  writeFileSync(join(folder, "dist/cli/main.js"), "console.log(process.argv.slice(2).join()); process.exitCode = 3;");
  expect(runIn(folder)).toMatchObject({ status: 3, stdout: "solve\n", stderr: "" });
});
