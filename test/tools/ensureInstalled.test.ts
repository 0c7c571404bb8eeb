import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../temporaryFolder.ts";

const tools = join(import.meta.dirname, "../../tools");
const wanted = {
  "": { name: "harness-lab" },
  "node_modules/a": { version: "1.0.0" },
  "node_modules/b-linux": { version: "2.0.0", optional: true },
};

/** A clone with a stand-in for npm, which writes down what it was asked and exits with `code`. */
function clone(installed: object | undefined, code = 0) {
  const folder = temporaryFolder();
  for (const name of ["tools", "node_modules"]) mkdirSync(join(folder, name));
  copyFileSync(join(tools, "ensureInstalled.mjs"), join(folder, "tools/ensureInstalled.mjs"));
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify({ packages: wanted }));
  if (installed) writeFileSync(join(folder, "node_modules/.package-lock.json"), JSON.stringify({ packages: installed }));
  const npm = join(folder, "npm.cjs");
  writeFileSync(
    npm,
    `require("fs").writeFileSync("asked", process.argv.slice(2).join(" ")); console.log("npm talks"); process.exit(${code})`,
  );
  const run = () => {
    const env = { ...process.env, npm_execpath: npm };
    const { status, stdout, stderr } = spawnSync(process.execPath, ["tools/ensureInstalled.mjs"], { cwd: folder, env, encoding: "utf8" });
    const asked = join(folder, "asked");
    return { status, stdout, stderr, asked: existsSync(asked) ? readFileSync(asked, "utf8") : undefined };
  };
  return { folder, run };
}

test("is silent where everything is installed, but for what is optional on another system", () => {
  const { run } = clone({ "node_modules/a": { version: "1.0.0" } });
  expect(run()).toEqual({ status: 0, stdout: "", stderr: "", asked: undefined });
});

test.each([
  ["nothing is installed, or an install was cut short", undefined],
  ["a version differs", { "node_modules/a": { version: "0.9.0" } }],
  ["a package is missing", {}],
])("installs with npm ci where %s, and keeps standard output for the command", (_, installed) => {
  const { status, stdout, stderr, asked } = clone(installed).run();
  expect([status, stdout]).toEqual([0, ""]);
  expect(asked).toMatch(/^ci --include=dev /);
  expect(stderr).toMatch(/^harness-lab: installing dependencies .*\n[\s\S]*npm talks/);
});

test("says plainly that installing failed, and stops the command", () => {
  const { status, stderr } = clone(undefined, 7).run();
  expect(status).toBe(1);
  expect(stderr).toMatch(/npm ci failed \(exit 7\); is the network there/);
});
