import fc from "fast-check";
import { expect, test } from "vitest";
import type { ActionDistribution } from "../../model/point.ts";
import { gaussLegendre } from "../../numerics/gaussLegendre.ts";
import { type TruncatedNormal, truncatedNormal } from "../../numerics/truncatedNormal.ts";
import { gridStep, gridTable, unitOf } from "../../sim/grid.ts";
import { EDGES, PLACE_BITS, type StepTable, stepTable, tabulatedStep } from "../../sim/stepTable.ts";

/** The law that a table draws from is worked out here, not sampled: every cell, and the exact ends. */

const CELLS = EDGES - 1;
const RULE = gaussLegendre(32);

/** Laws of every shape: sigma from a thousandth of the width to ten thousand times it, mu up to 40 sigma outside, min at 0. */
const anyLaw: fc.Arbitrary<ActionDistribution> = fc
  .record({
    min: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 50, noNaN: true })),
    logWidth: fc.double({ min: -3, max: 3, noNaN: true }),
    logSigma: fc.double({ min: -3, max: 4, noNaN: true }),
    place: fc.oneof(fc.double({ min: -0.2, max: 1.2, noNaN: true }), fc.constantFrom(0, 0.5, 1)),
    outside: fc.oneof(fc.constant(0), fc.double({ min: -40, max: 40, noNaN: true })),
  })
  .map(({ min, logWidth, logSigma, place, outside }) => {
    const width = 10 ** logWidth;
    const sigma = width * 10 ** logSigma;
    return { mu: min + place * width + outside * sigma, sigma, min, max: min + width };
  });

/** ∫ (x − centre)^power f(x) dx over [from, to], on panels of a scale each. */
function moment(law: TruncatedNormal, from: number, to: number, centre: number, power: number): number {
  const [low, high] = [Math.max(from, law.support[0]), Math.min(to, law.support[1])];
  if (!(low < high)) return 0;
  const panels = Math.min(4000, Math.ceil((high - low) / law.scale) + 1);
  const half = (high - low) / panels / 2;
  let sum = 0;
  for (let panel = 0; panel < panels; panel++)
    for (let j = 0; j < RULE.order; j++) {
      const x = low + half * (2 * panel + 1 + RULE.nodes[j]);
      sum += RULE.weights[j] * half * (x - centre) ** power * law.density(x);
    }
  return sum;
}

/** What the kernels draw from, in doubles or in whole units. */
interface Sampler {
  readonly table: StepTable;
  /** Lowest step and step per whole cell of a cell that is not flagged, and how many places it has. */
  cell(c: number): { readonly low: number; readonly width: number; readonly places: number };
  /** A step of such a cell. */ step(word: number): number;
  /** How far rounding to whole units moves a step. */ readonly rounding: number;
}

function inDoubles(table: StepTable): Sampler {
  const { edges } = table;
  const cell = (c: number) => ({ low: edges[c], width: edges[c + 1] - edges[c], places: 2 ** PLACE_BITS });
  return { table, cell, step: (word) => tabulatedStep(table, word), rounding: 0 };
}

function inUnits(table: StepTable, reach: number): Sampler {
  const unit = unitOf([table], reach);
  if (unit === undefined) throw new RangeError("no unit is fine enough");
  const grid = gridTable(table, unit);
  // The product is rounded down, by half a unit on average.
  const cell = (c: number) => ({
    low: (grid.edges[c] - 0.5) * unit,
    width: (grid.edges[c + 1] - grid.edges[c]) * unit,
    places: 2 ** (PLACE_BITS - grid.dropped),
  });
  return { table, cell, step: (word) => gridStep(grid, word) * unit, rounding: 1.5 * unit };
}

/** Mean and variance of what is drawn: the places of a cell are equally likely. */
function drawnMoments({ table: { first, last }, cell }: Sampler, law: TruncatedNormal): { mean: number; variance: number } {
  const centre = law.mean;
  let [one, two] = [0, 0];
  const ends = [
    [law.min, law.quantile(first / CELLS)],
    [law.quantile(last / CELLS), law.max],
  ];
  for (const [from, to] of ends) {
    one += from === to ? 0 : moment(law, from, to, centre, 1);
    two += from === to ? 0 : moment(law, from, to, centre, 2);
  }
  for (let c = first; c < last; c++) {
    const { low, width, places } = cell(c);
    const middle = low - centre + (width * (places - 1)) / places / 2;
    one += middle / CELLS;
    two += (middle ** 2 + (width ** 2 * (1 - places ** -2)) / 12) / CELLS;
  }
  return { mean: centre + one, variance: two - one ** 2 };
}

/** P(step ≤ x) of what is drawn: words in [0, 2^64) whose step is at most x, as the step rises with the word. */
function drawnCdf({ table, step }: Sampler, x: number): number {
  const stepOf = (u: bigint) => {
    const [word, second] = [Number(u >> 32n), Number(u & 0xffffffffn)];
    const c = word >>> PLACE_BITS;
    return c < table.first || c >= table.last ? table.exact(word, second) : step(word);
  };
  let [low, high] = [0n, 2n ** 64n];
  while (low < high) {
    const middle = (low + high) / 2n;
    if (stepOf(middle) <= x) low = middle + 1n;
    else high = middle;
  }
  return Number(low) / 2 ** 64;
}

function checkLaw(sampler: Sampler, action: ActionDistribution): void {
  const { shift, meanShift, first, last } = sampler.table;
  const law = truncatedNormal(action.mu, action.sigma, action.min, action.max);
  const sd = Math.sqrt(law.variance);
  const { mean, variance } = drawnMoments(sampler, law);
  // Where the law is far narrower than its place is large, the edges themselves are rounded to doubles.
  const rounding = sampler.rounding + 4 * Number.EPSILON * Math.max(Math.abs(law.min), Math.abs(law.max));
  expect(Math.abs(mean - law.mean), "mean").toBeLessThanOrEqual(meanShift + rounding + 1e-9 * sd);
  // A step moved by δ: the standard deviation moves by at most that of δ, whose square is below E δ² ≤ max|δ|·E|δ|.
  const moved = (Math.sqrt(shift * meanShift) + rounding) / sd;
  expect(Math.abs(variance / law.variance - 1), "variance").toBeLessThanOrEqual(2 * moved + moved ** 2 + 1e-9);
  const mirrored = truncatedNormal(-action.mu, action.sigma, -action.max, -action.min);
  for (const p of [1e-12, 1e-9, 1e-6, 1e-4, 0.003, 0.1]) {
    const [low, high] = [law.quantile(p), -mirrored.quantile(p)];
    const tails = [
      { upper: false, drawn: drawnCdf(sampler, low), exact: law.cdf(low), density: law.density(low) },
      { upper: true, drawn: 1 - drawnCdf(sampler, high), exact: law.survival(high), density: law.density(high) },
    ];
    for (const { upper, drawn, exact, density } of tails) {
      // A moved step moves the CDF by the density over the distance, which changes little over it. A place is a share of a cell
      // in 4096, or of 2^-64 in a flagged one; the upper tail is a difference of two 53-bit numbers.
      const flagged = upper ? last < CELLS && exact < 1 - last / CELLS : exact < first / CELLS;
      const place = flagged ? 2 ** -64 : 1 / CELLS / sampler.cell(first).places;
      expect(Math.abs(drawn - exact), `tail ${p}`).toBeLessThanOrEqual(
        1e-6 * exact + 1.1 * (shift + rounding) * density + place + 2 ** -52,
      );
    }
  }
}

const SEARCH = { seed: 20261125, numRuns: 200 };
const EXAMPLES: [ActionDistribution][] = [
  [{ mu: 0.5, sigma: 0.05, min: 0, max: 1 }],
  [{ mu: 10, sigma: 6, min: 4, max: 14 }],
  [{ mu: 5, sigma: 1e-3, min: 0, max: 1e4 }],
];

test("mean, variance and tails down to 1e-12 of the steps drawn are those of the law, for 200 searched laws", () =>
  fc.assert(
    fc.property(anyLaw, (action) => checkLaw(inDoubles(stepTable(action)), action)),
    { ...SEARCH, examples: EXAMPLES },
  ));

test("the same in whole units, where there is a unit that is fine enough", () =>
  fc.assert(
    fc.property(anyLaw, fc.double({ min: 1, max: 10, noNaN: true }), (action, stages) => {
      const table = stepTable(action);
      fc.pre(unitOf([table], stages * action.max) !== undefined);
      checkLaw(inUnits(table, stages * action.max), action);
    }),
    SEARCH,
  ));

test("the check has teeth: a plain table, whose end cells reach to the ends of the support, is caught", () => {
  const [[action]] = EXAMPLES;
  const law = truncatedNormal(0.5, 0.05, 0, 1);
  const edges = Float64Array.from({ length: EDGES }, (_, c) => law.quantile(c / CELLS));
  const plain = inDoubles({ ...stepTable(action), edges, first: 0, last: CELLS });
  expect(() => checkLaw(plain, action)).toThrow(/variance/);
  expect(drawnMoments(plain, law).variance / law.variance - 1).toBeGreaterThan(0.01);
});
