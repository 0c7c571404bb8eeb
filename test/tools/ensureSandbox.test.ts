import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../temporaryFolder.ts";

const tool = join(import.meta.dirname, "../../tools/ensureSandbox.mjs");

/** Runs the tool where only stand-ins of the programs can be found. */
function runWith(programs: Readonly<Record<string, string>>) {
  const folder = temporaryFolder();
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  const { status, stderr } = spawnSync(process.execPath, [tool], { env: { PATH: folder, FOLDER: folder }, encoding: "utf8" });
  const asked = join(folder, "asked");
  return { status, stderr, asked: existsSync(asked) ? readFileSync(asked, "utf8") : "" };
}

const isRoot = process.getuid?.() === 0;

test.skipIf(process.platform !== "linux")("is silent where bubblewrap is there", () => {
  expect(runWith({ bwrap: "exit 0" })).toEqual({ status: 0, stderr: "", asked: "" });
});

test.skipIf(process.platform !== "linux")("says that tests are skipped where it cannot install", () => {
  expect(runWith({})).toMatchObject({ status: 0, stderr: expect.stringMatching(/tests of the sandbox are skipped/) });
});

test.skipIf(process.platform !== "linux" || !isRoot)("installs by apt-get, after a look at the lists where the first try fails", () => {
  const apt =
    'echo "$@" >> "$FOLDER/asked"; [ "$1" = --version ] || [ "$1" = update ] || [ -e "$FOLDER/tried" ] || { : > "$FOLDER/tried"; exit 100; }';
  const { asked, stderr } = runWith({ "apt-get": apt });
  expect(
    asked
      .trim()
      .split("\n")
      .map((line) => line.split(" ")[0]),
  ).toEqual(["--version", "install", "update", "install"]);
  expect(stderr).not.toMatch(/could not/);
  expect(runWith({ "apt-get": '[ "$1" = --version ]' }).stderr).toMatch(/could not be installed/);
});
