import { defineConfig } from "vitest/config";

/** Set by `.ci/run`, which counts tests from vitest's JSON. */
const report = process.env.HARNESS_LAB_TEST_REPORT;

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Real agents are the user's own installs: `HARNESS_LAB_AGENTS=<npm prefix> npx vitest run test/agents/real`.
    exclude: process.env.HARNESS_LAB_AGENTS ? [] : ["test/agents/real*.test.ts"],
    globalSetup: "test/compiledLab.ts",
    setupFiles: "test/compiledThreads.ts",
    pool: "forks",
    // One more than the cores of the smallest machine, which it keeps busy: tests wait for browsers and other processes. A fourth would import all modules once more.
    maxWorkers: 3,
    // Most files import the same modules: read anew for each, they are a tenth of the time.
    isolate: false,
    // Ends what hangs, and nothing else: a machine that does other work may be many times slower.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    reporters: report ? ["default", ["json", { outputFile: report }]] : ["default"],
  },
});
