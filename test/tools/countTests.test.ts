import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../temporaryFolder.ts";

const script = join(import.meta.dirname, "../../tools/countTests.mjs");
const passing = { status: "passed", assertionResults: [{}] };
const unloaded = { status: "failed", assertionResults: [] };

test.each<[string, object | string, number, string, number]>([
  ["all pass", { numPassedTests: 5, numFailedTests: 0, testResults: [passing] }, 0, "5 passed, 0 failed", 0],
  ["the run's own code is kept", { numPassedTests: 5, numFailedTests: 2, testResults: [] }, 3, "5 passed, 2 failed", 3],
  [
    "a file that cannot be loaded is a failure",
    { numPassedTests: 5, numFailedTests: 0, testResults: [unloaded] },
    0,
    "5 passed, 1 failed",
    1,
  ],
  ["no tests is a failure", { numPassedTests: 0, numFailedTests: 0, testResults: [] }, 0, "0 passed, 0 failed", 1],
  ["no report is a failure", "", 0, "0 passed, 1 failed", 1],
])("%s", (_, report, code, line, exit) => {
  const file = join(temporaryFolder(), "report.json");
  writeFileSync(file, typeof report === "string" ? report : JSON.stringify(report));
  const { status, stdout } = spawnSync(process.execPath, [script, file, String(code)], { encoding: "utf8" });
  expect([stdout, status]).toEqual([`${line}\n`, exit]);
});
