import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidInput } from "../../model/invalid.ts";
import { LIMITS } from "../../model/limits.ts";
import { requestsOf } from "../../model/requests.ts";
import { parsePoint } from "../../model/validate.ts";
import { examplePoint as valid } from "../examplePoint.ts";
import { anyPoint } from "./anyPoint.ts";

const SEED = 20_261_121;
describe("a point", () => {
  test("gets the documented defaults and keeps what was given", () => {
    expect(parsePoint(valid)).toEqual({
      ...valid,
      weights: [1],
      guidance: { kind: "none", strength: 0 },
      onUnrecovered: "carry",
      verification: "every-step",
      prune: 0,
    });
  });

  test("that keeps the rules is taken, and parses to itself", () =>
    fc.assert(
      fc.property(anyPoint, (input) => {
        const point = parsePoint(input);
        expect(point).toMatchObject(input);
        expect(parsePoint(point)).toEqual(point);
        expect(parsePoint(JSON.parse(JSON.stringify(point)))).toEqual(point);
      }),
      { numRuns: 300, seed: SEED },
    ));

  test("no JSON value, whole or in place of any field, throws anything but bad input", () => {
    const places = [...Object.keys(valid), "weights", "guidance", "onUnrecovered", "verification", "prune", "else"];
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.jsonValue(), (field, value) => {
        for (const input of [
          value,
          { ...valid, [field]: value },
          { ...valid, stages: { ...valid.stages, [field]: value } },
          { ...valid, pool: [value] },
        ])
          try {
            parsePoint(input);
          } catch (error) {
            expect(error).toBeInstanceOf(InvalidInput);
            expect((error as Error).message).toMatch(/ must | is /);
          }
      }),
      { numRuns: 1_000, seed: SEED },
    );
  });
});

describe("a message names field, rule and value", () => {
  test.each<[string, unknown, RegExp]>([
    ["a missing field", { ...valid, goal: undefined }, /^goal /],
    ["a wrong type", { ...valid, goal: "100" }, /^goal must be number, got "100"$/],
    ["NaN", { ...valid, goal: Number.NaN }, /^goal must be number, got NaN$/],
    ["infinity", { ...valid, tolerance: Number.POSITIVE_INFINITY }, /^tolerance must be number, got Infinity$/],
    ["a fraction of a step", { ...valid, stepBudget: 1.5 }, /^stepBudget must be integer, got 1\.5$/],
    ["no attempt", { ...valid, retryBudget: 0 }, /^retryBudget must be >= 1, got 0$/],
    ["too many attempts", { ...valid, retryBudget: LIMITS.retryBudget + 1 }, /^retryBudget must be <= 10000, got 10001$/],
    ["too many steps", { ...valid, stepBudget: LIMITS.stepBudget + 1 }, /^stepBudget must be <= 1000, got 1001$/],
    ["too many stages", { ...valid, stages: { kind: "uniform", count: LIMITS.stages + 1 } }, /^stages\.count must be <= 10000, got 10001$/],
    ["too large a pool", { ...valid, pool: Array(65).fill(valid.pool[0]) }, /^pool must not have more than 64 items/],
    ["an empty pool", { ...valid, pool: [] }, /^pool must not have fewer than 1 items/],
    ["an unknown field", { ...valid, tolerence: 2 }, /^tolerence is not a field of this input, got 2$/],
    [
      "an unknown field deep inside",
      { ...valid, pool: [{ ...valid.pool[0], sd: 1 }] },
      /^pool\[0\]\.sd is not a field of this input, got 1$/,
    ],
    [
      "an unknown kind of plan",
      { ...valid, stages: { kind: "unifrom", count: 3 } },
      /^stages\.kind must be one of uniform, partial, explicit, got "unifrom"$/,
    ],
    ["another plan's field", { ...valid, stages: { kind: "uniform", count: 3, chunk: 1 } }, /^stages\.chunk is not a field/],
    ["sigma 0", { ...valid, pool: [{ ...valid.pool[0], sigma: 0 }] }, /^pool\[0\]\.sigma must be >= 1e-9, got 0$/],
    ["a negative step", { ...valid, pool: [{ ...valid.pool[0], min: -1 }] }, /^pool\[0\]\.min must be >= 0, got -1$/],
    ["an empty interval", { ...valid, pool: [{ ...valid.pool[0], max: 4 }] }, /^pool\[0\]\.max must be > min \(4\), got 4$/],
    ["a tolerance as wide as a request", { ...valid, tolerance: 10 }, /^tolerance must be below every request \(stages asks 10\), got 10$/],
    ["chunks beyond the goal", { ...valid, stages: { kind: "partial", chunk: 30, chunks: 4 } }, /^stages\.chunks must leave a tail/],
    ["weights of another length", { ...valid, weights: [1, 1] }, /^weights must have one entry per pool member \(1\), got 2$/],
    ["weights all zero", { ...valid, weights: [0] }, /^weights must be positive/],
    ["pruning the whole pool", { ...valid, prune: 1 }, /^prune must be below the pool's size \(1\), got 1$/],
    [
      "guidance without strength",
      { ...valid, guidance: { kind: "aligned" } },
      /^guidance\.strength is required for aligned guidance and missing$/,
    ],
    [
      "an unknown guidance",
      { ...valid, guidance: { kind: "align", strength: 1 } },
      /^guidance\.kind must be one of none, aligned, misaligned, got "align"$/,
    ],
    ["a list", [valid], /^input must be object/],
    ["nothing", null, /^input must be object, got null$/],
  ])("%s", (_, input, message) => {
    expect(() => parsePoint(input)).toThrow(expect.objectContaining({ name: "InvalidInput", message: expect.stringMatching(message) }));
  });

  test("stays short whatever was passed", () => {
    const long = "x".repeat(10_000);
    expect(() => parsePoint({ ...valid, goal: long })).toThrow(expect.objectContaining({ message: expect.stringMatching(/^.{1,200}$/) }));
  });
});

describe("requests", () => {
  test("of every plan are positive and add up to the goal, but for an explicit one", () =>
    fc.assert(
      fc.property(anyPoint, ({ stages, goal }) => {
        const requests = requestsOf(stages, goal);
        const sum = requests.reduce((total, request) => total + request, 0);
        expect(Math.min(...requests)).toBeGreaterThan(0);
        if (stages.kind !== "explicit") expect(Math.abs(sum / goal - 1)).toBeLessThan(1e-12);
      }),
      { numRuns: 300, seed: SEED },
    ));

  test("drop a zero tail, also one that rounding makes not quite zero, and leave the task whole at r = 0", () => {
    expect(requestsOf({ kind: "partial", chunk: 25, chunks: 4 }, 100)).toEqual([25, 25, 25, 25]);
    expect(requestsOf({ kind: "partial", chunk: 0.1, chunks: 3 }, 0.3)).toEqual([0.1, 0.1, 0.1]);
    expect(requestsOf({ kind: "partial", chunk: 25, chunks: 0 }, 100)).toEqual([100]);
    expect(requestsOf({ kind: "partial", chunk: 30, chunks: 3 }, 100)).toEqual([30, 30, 30, 10]);
  });
});
