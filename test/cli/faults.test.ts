import { expect, test, vi } from "vitest";
import type { Experiment } from "../../experiments/experiment.ts";
import { here } from "./here.ts";

const experiment = (id: string, verdict: "yes" | "no" | Error): Experiment => ({
  id,
  figures: ["0"],
  title: "",
  sweep: { name: "stages", symbol: "K", title: "stages", unit: "" },
  curves: [{ name: "only", cells: [{ at: 1, of: { kind: "claims", rates: { taskRate: 0.5, stageRate: 0, stages: 1 } } }] }],
  claims: [
    {
      id: `${id}-claim`,
      figure: "0",
      statement: "so it is",
      test: () => {
        if (verdict instanceof Error) throw verdict;
        return { verdict, evidence: { seen: 1 } };
      },
      general: { statement: "so it is everywhere", test: () => "not applicable" },
    },
  ],
  findings: () => [],
});
vi.mock("../../experiments/catalogue.ts", () => ({
  EXPERIMENTS: [experiment("true", "yes"), experiment("false", "no"), experiment("faulty", new TypeError("line 1\nline 2"))],
}));

test("a claim that does not hold is exit 1, and is still printed", async () => {
  const { code, stdout, stderr } = await here(["claims", "--json", "--only", "false"]);
  expect(JSON.parse(stdout)).toEqual([{ id: "false-claim", figure: "0", statement: "so it is", holds: false, evidence: { seen: 1 } }]);
  expect([code, stderr]).toEqual([1, "0 of 1 claims hold\n"]);
  expect((await here(["claims", "--json", "--only", "true"])).code).toBe(0);
});

test("a fault of the program is exit 1, one line without a stack unless it is asked for", async () => {
  const said = await here(["claims", "--only", "faulty"]);
  expect(said).toEqual({
    code: 1,
    stdout: "",
    stderr: "fault: line 1 line 2 (a fault of the program; HARNESS_LAB_DEBUG=1 shows where)\n",
  });
  vi.stubEnv("HARNESS_LAB_DEBUG", "1");
  expect((await here(["claims", "--only", "faulty"])).stderr).toMatch(/TypeError: line 1\nline 2\n +at .*faults\.test\.ts/);
  vi.unstubAllEnvs();
});
