import { defineConfig } from "vitest/config";

/** Set by `.ci/run`, which counts tests from vitest's JSON. */
const report = process.env.HARNESS_LAB_TEST_REPORT;

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: report ? ["default", ["json", { outputFile: report }]] : ["default"],
  },
});
