import { expect, test } from "vitest";
import { parseAgentSweep } from "../../agents/trial/spec.ts";

const SPEC = {
  agents: ["codex"],
  models: ["m"],
  source: { kind: "server", address: "http://127.0.0.1:9" },
  tasks: [{ kind: "addition", goal: 100, tolerance: 2, stepBudget: 8 }],
};

test("every combination of what varies is a harness, upon what is common", () => {
  const { choices, trials, concurrency } = parseAgentSweep({
    ...SPEC,
    harness: { retryBudget: 2, k: 9 },
    vary: { k: [1, 2], guidance: ["none", "evidence"] },
  });
  expect(choices).toEqual([1, 2].flatMap((k) => ["none", "evidence"].map((guidance) => ({ retryBudget: 2, k, guidance }))));
  expect([trials, concurrency]).toEqual([1, 1]);
  expect(parseAgentSweep(SPEC).choices).toEqual([{}]);
});

test.each([
  [{ ...SPEC, agents: [] }, /agents must/],
  [{ ...SPEC, source: { kind: "cloud" } }, /source\.kind must be one of server, served, got "cloud"/],
  [{ ...SPEC, tasks: [{ kind: "addition", goal: -1, tolerance: 2, stepBudget: 8 }] }, /tasks\[0\]\.goal must be > 0/],
  [{ ...SPEC, tasks: [{ kind: "builtin" }] }, /tasks\[0\]\.name/],
  [{ ...SPEC, vary: { k: 3 } }, /vary\.k must be a list/],
  [{ ...SPEC, vary: { colour: [1] } }, /harness\.colour is not a field/],
  [{ ...SPEC, vary: { k: [-1] } }, /harness\.k must be >= 0/],
  [{ ...SPEC, trials: 0 }, /trials must be >= 1/],
  [{ ...SPEC, budget: { money: 0 } }, /budget\.money must be > 0/],
])("what breaks a rule is refused by field, rule and value: %j", (spec, rule) => {
  expect(() => parseAgentSweep(spec)).toThrow(rule);
});
