import fc from "fast-check";
import { expect, test } from "vitest";
import { MODEL_0, MODEL_1, MODEL_2, MODEL_3 } from "../../model/canonical.ts";
import type { Guidance } from "../../model/point.ts";
import { type Pair, threefry } from "../../numerics/threefry.ts";
import { gridTable } from "../../sim/grid.ts";
import { type KernelKind, makeKernel } from "../../sim/kernel/makeKernel.ts";
import { compilePool, type Member, type Pool } from "../../sim/pool.ts";
import { stepTable } from "../../sim/stepTable.ts";

const tables = [MODEL_3, MODEL_2, MODEL_1, MODEL_0, { mu: 0.5, sigma: 0.05, min: 0, max: 1 }].map(stepTable);
const UNIT = 2 ** -26;
const grids = tables.map((table) => gridTable(table, UNIT));
const membersOf = (weights: readonly number[]): Member[] => weights.map((weight, i) => ({ table: tables[i], grid: grids[i], weight }));

/** P(member) at distance d as the kernel reads it from a compiled pool, by the pool's own order. */
function chances(pool: Pool, d: number): number[] {
  const j = pool.breaks.filter((mean) => d > mean).length;
  const share = 1 / (1 + Math.exp(-(pool.rate * (d - pool.centre[j]) + pool.offset[j])));
  const row = pool.cumulative.slice(j * pool.size, (j + 1) * pool.size).map((c) => Math.min(1, c));
  return Array.from(row, (c, i) => {
    const inBelow = i < pool.below[j];
    const start = i === 0 || i === pool.below[j] ? 0 : row[i - 1];
    return (c - start) * (inBelow ? share : 1 - share);
  });
}

/** The same from the definition: w ∝ q·exp(λψ(d)), shifted by the largest exponent. */
function defined(pool: Pool, weights: readonly number[], guidance: Guidance, d: number): number[] {
  const sign = { none: 0, aligned: -1, misaligned: 1 }[guidance.kind];
  const logs = pool.tables.map((table) => Math.log(weights[tables.indexOf(table)]) + sign * guidance.strength * Math.abs(table.mean - d));
  const largest = Math.max(...logs);
  const masses = logs.map((log) => Math.exp(log - largest));
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  return masses.map((mass) => mass / total);
}

const anyWeights = fc.array(fc.double({ min: 1e-6, max: 1e3, noNaN: true }), { minLength: 2, maxLength: tables.length });
const anyGuidance = fc.record({
  kind: fc.constantFrom("none" as const, "aligned" as const, "misaligned" as const),
  strength: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 10, noNaN: true }), fc.constant(1e6)),
});

test("a compiled pool gives every member its defined weight, at any distance and strength", () =>
  fc.assert(
    fc.property(anyWeights, anyGuidance, fc.double({ min: -50, max: 200, noNaN: true }), (weights, guidance, d) => {
      const pool = compilePool(membersOf(weights), guidance);
      const expected = defined(pool, weights, guidance, d);
      // λ·d is at most 2e8, with an ulp of 3e-8: exponents, and so relative weights, agree to a few of those.
      for (const [i, chance] of chances(pool, d).entries()) expect(Math.abs(chance - expected[i])).toBeLessThan(1e-6);
    }),
    { seed: 20261121, numRuns: 2000 },
  ));

test("the comparison has teeth: guidance the wrong way is caught", () => {
  const pool = compilePool(membersOf([1, 1, 1]), { kind: "aligned", strength: 1 });
  expect(chances(pool, 8)[0]).not.toBeCloseTo(defined(pool, [1, 1, 1], { kind: "misaligned", strength: 1 }, 8)[0], 2);
});

const KINDS: readonly KernelKind[] = ["compiled", "plain"];
const KEY: Pair = [17, -4];

/** One step of `lanes` lanes at remaining distance `request`: where all progress is accepted it is what is left of the run. */
function steps(kind: KernelKind, pool: Pool, lanes: number, request: number): Float64Array {
  const kernel = makeKernel(8192, kind);
  kernel.reset(lanes);
  kernel.usePool(pool);
  kernel.begin(Int32Array.from({ length: lanes }, (_, lane) => lane));
  const anywhere = { low: 0, high: Number.POSITIVE_INFINITY, unit: UNIT, stepBudget: 1, retryBudget: 1, everyStep: true };
  expect(kernel.draw(KEY, 0, { ...anywhere, request })).toMatchObject({ going: 0, left: lanes, attempts: lanes });
  kernel.figures(lanes, 0, UNIT);
  return kernel.deviation.slice(0, lanes);
}

test.each(KINDS)("the %s kernel draws the quantiles of the generator's words", (kind) => {
  const pool = compilePool(membersOf([1]), { kind: "none", strength: 0 });
  const words: Pair = [0, 0];
  const { exact, shift } = tables[0];
  for (const [lane, step] of steps(kind, pool, 1003, 10).entries()) {
    threefry(KEY, lane, 0, words);
    // The first word is the uniform, the second goes to the next draw; a table may stray by its stated shift, by a place, and by 1.5 units.
    expect(Math.abs(step - exact(words[0] >>> 0, 2 ** 31))).toBeLessThanOrEqual(shift + 10 * 2 ** -31 + 2 * UNIT);
  }
});

test.each(KINDS)("the %s kernel picks members by their chances, and draws from the member picked", (kind) => {
  // Supports [4, 14] and [0, 1] do not meet: the step tells the member. Chi-square with one degree of freedom.
  const pool = compilePool([membersOf([1, 1, 1, 1, 1])[0], membersOf([1, 1, 1, 1, 3])[4]], { kind: "aligned", strength: 0.2 });
  const d = 7;
  const [thin, wide] = chances(pool, d);
  expect(thin + wide).toBeCloseTo(1, 12);
  const seen = steps(kind, pool, 8192, d).filter((step) => step <= 1).length;
  const chiSquare = (seen - 8192 * thin) ** 2 / (8192 * thin * wide);
  expect(chiSquare).toBeLessThan(45); // P(χ²₁ > 45) = 2e-11
  const wrong = (seen - 8192 * wide) ** 2 / (8192 * thin * wide);
  expect(wrong).toBeGreaterThan(45);
});
