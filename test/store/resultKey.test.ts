import { describe, expect, test } from "vitest";
import { type Identity, resultKey } from "../../store/resultKey.ts";

const identity: Identity = {
  experiment: "granularity",
  modelVersion: 1,
  method: "simulate",
  seed: "lab",
  runs: 20_000,
  parameters: { goal: 100, tolerance: 0.1 },
};

describe("a result's key", () => {
  test("is frozen: another hash would orphan every stored result", () => {
    expect(resultKey(identity)).toBe("f834099b3f8241c8ceea8dcb35f3253819297347b3c4e83853ea88551852690b");
  });

  test("does not depend on the order of keys, nor on a seed that is not there", () => {
    const { parameters, ...rest } = identity;
    expect(resultKey({ parameters: { tolerance: 0.1, goal: 100 }, ...rest } as Identity)).toBe(resultKey(identity));
    const exact = { experiment: "granularity", modelVersion: 1, method: "exact", parameters: {} };
    expect(resultKey({ ...exact, seed: undefined } as unknown as Identity)).toBe(resultKey(exact));
  });

  test.each<[string, Partial<Identity>]>([
    ["experiment", { experiment: "retry" }],
    ["model version", { modelVersion: 2 }],
    ["method", { method: "exact" }],
    ["seed", { seed: "lab2" }],
    ["number of runs", { runs: 20_001 }],
    ["17th digit of a parameter", { parameters: { goal: 100, tolerance: 0.10000000000000002 } }],
  ])("changes with the %s", (_, change) => {
    expect(resultKey({ ...identity, ...change })).not.toBe(resultKey(identity));
  });
});
