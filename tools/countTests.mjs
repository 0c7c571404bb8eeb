/**
 * Prints "N passed, N failed" from vitest's JSON report and exits with the code of the run.
 * A run that counted nothing is a failure whatever its code says, and a file that could not be loaded counts as one.
 *
 * usage: node tools/countTests.mjs REPORT CODE
 */
import { readFileSync } from "node:fs";

const [file, code] = process.argv.slice(2);

function counts() {
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(file, "utf8"));
    const unloaded = testResults.filter(({ status, assertionResults }) => status === "failed" && assertionResults.length === 0);
    return { passed: numPassedTests, failed: numFailedTests + unloaded.length };
  } catch {
    return { passed: 0, failed: 1 }; // no report: types, lint, dead code or arrows failed before any test
  }
}

const { passed, failed } = counts();
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = Number(code) || (failed > 0 || passed === 0 ? 1 : 0);
