import { expect, test } from "vitest";
import { parseAgentSweep } from "../../agents/trial/spec.ts";
import { LIGHT } from "../../figures/look.ts";
import { trialCurve } from "../../figures/runs/trialCurve.ts";
import type { HarnessEntry, TrialCurveAnswer, TrialSeries } from "../../server/api.ts";
import { AGENT_TEMPLATES, CLAIMS_SWEEP } from "../../server/web/figures/agentTemplates.ts";
import { harnessInWords, named, timeInWords } from "../../server/web/runs/cellWords.ts";
import { curveContent } from "../../server/web/runs/curveContent.ts";
import { linkOf, stateOf } from "../../server/web/runs/state.ts";

const KEY = "5f2c1d0a9b8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a";
const FIRST = { offset: 0, over: "k", measure: "passRate", trialsOffset: 0 };

test("a state stands in the address, and comes back from it", () => {
  const state = {
    ...FIRST,
    agent: "7",
    task: "a & b=c",
    status: "model failed",
    over: "extent",
    measure: "hallucinated",
    cell: KEY,
    trial: { key: KEY, number: 3 },
  } as const;
  expect(stateOf(linkOf(state))).toEqual({ state, faults: [] });
  expect(linkOf(stateOf("").state)).toBe("");
});

test.each([
  ["cell=..%2F..", /^cell must be 64 hex digits/],
  [`trial=${KEY}/1/2`, /^trial must be/],
  [`trial=${KEY}/0`, /^trial must be/],
  ["over=__proto__", /^over must be one of k, extent, retryBudget/],
  ["measure=constructor", /^measure must be one of/],
  ["offset=-1", /^offset must be a whole number/],
  ["status=passed", /^status must be one of/],
])("%s is told of, and left out", (search, fault) => {
  const { state, faults } = stateOf(`?${search}`);
  expect(state).toEqual(FIRST);
  expect(faults).toEqual([expect.stringMatching(fault)]);
});

test("a harness in words, and names that could mislead made visible", () => {
  const rest = { retryBudget: 1, onUnrecovered: "carry", telling: "prompt", guidance: "none" } as const;
  const words = (harness: Partial<HarnessEntry>) => harnessInWords({ kind: "uniform", stages: 1, ...rest, ...harness });
  expect(words({ stages: 5, retryBudget: 3, telling: "turns" })).toBe("5 equal stages, up to 3 attempts each, told stage by stage");
  expect(words({ kind: "partial", stages: 4, extent: 3, chunk: 10, guidance: "evidence" })).toMatch(
    /^3 chunks of 10, then the tail, no retry.*evidence/,
  );
  expect(words({ kind: "workflow", stages: 6, extent: 2 })).toMatch(/^the first 2 of 6 steps/);
  expect(words({ kind: "workflow", stages: 0 })).toMatch(/^the bare instruction/);
  expect(named("\u202eexe.txt\u001b[2J")).toBe("\\u{202e}exe.txt\\x1b[2J");
  expect([timeInWords(310.2), timeInWords(24_830), timeInWords(125_000)]).toEqual(["310 ms", "24.8 s", "2 min 5 s"]);
});

const series = (changes: Partial<TrialSeries>): TrialSeries => ({
  agent: "pi",
  version: "1",
  model: "m",
  source: "harness-lab",
  task: { kind: "addition", goal: 100, tolerance: 2, stepBudget: 8, total: "shown" },
  harness: { kind: "uniform", stages: 1, retryBudget: 1, onUnrecovered: "carry", telling: "prompt", guidance: "none" },
  marks: [
    { at: 1, key: KEY, trials: 4, passed: 1, low: 0.1, high: 0.8, finalBias: { mean: 3 } },
    { at: 5, key: KEY, trials: 2, passed: 2, low: 0.2, high: 1 },
  ],
  ...changes,
});

test("a curve draws what is known, each series by its own name, and nothing as 0 that is unknown", () => {
  const answer: TrialCurveAnswer = {
    folder: "kept here",
    over: "k",
    series: [series({ exact: [{ at: 1, passRate: 0.5, finalBias: 2, hallucinated: 0 }] }), series({})],
    more: 0,
  };
  const shown = curveContent(answer, "passRate");
  expect(shown?.names).toEqual(["pi 1 · m · addition · R 1", "pi 1 · m · addition · R 1 (2)"]);
  const content = shown?.content(600);
  expect(content?.command).toBe("harness-lab agents list --json --out 'kept here'");
  const marks = content?.datasets.marks as { at: number; place: number; value: number }[];
  expect(marks.map(({ at, value }) => [at, value])).toEqual([1, 5, 1, 5].map((at) => [at, at === 1 ? 0.25 : 1]));
  expect(marks[0].place).toBeLessThan(marks[2].place);
  expect(content?.datasets.exact).toHaveLength(1);
  expect(JSON.stringify(content?.spec(LIGHT))).toBe(
    JSON.stringify(trialCurve({ x: "stages K", y: "pass rate", isShare: true }, LIGHT, 600, shown?.names ?? [])),
  );

  const model = { name: "model", places: [{ at: 1, value: 0.2 }] };
  const beside = curveContent(answer, "passRate", [model])?.content(600);
  expect(beside?.datasets.exact).toContainEqual({ at: 1, value: 0.2, series: "model" });
  expect(curveContent({ ...answer, series: [] }, "passRate", [model])).toBeUndefined(); // no figure of agents without agents

  const bias = curveContent(answer, "finalBias")?.content(600).datasets.marks as object[];
  expect(bias).toHaveLength(2); // only where it was told
  expect(bias[0]).not.toHaveProperty("low"); // one trial has no interval
  expect(curveContent(answer, "hallucinated")).toBeUndefined();
  expect(curveContent({ folder: "kept here", over: "k", series: [], more: 0 }, "passRate")).toBeUndefined();
});

test("each figure of agents says what fills it, and the sweep of false claims is one that the lab runs", () => {
  for (const { command } of AGENT_TEMPLATES) expect(command).toMatch(/^harness-lab agents (demo|run|sweep) /);
  expect(parseAgentSweep(CLAIMS_SWEEP).choices).toHaveLength(8);
  expect(() => parseAgentSweep({ ...CLAIMS_SWEEP, vary: { k: ["many"] } })).toThrow(/harness\.k/);
});
