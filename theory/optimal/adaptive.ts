import { InvalidInput } from "../../model/invalid.ts";
import type { Point } from "../../model/point.ts";
import { guidedPool } from "../attempt/guidedPool.ts";
import { Unresolved } from "../unresolved.ts";
import { type AdaptiveFigures, adaptiveFigures } from "./adaptiveFigures.ts";
import { greatestArrival, leastBias } from "./adaptiveOptimum.ts";
import { type Askable, askable, everySecond, oneRungLess } from "./askable.ts";
import { followNodes, type Policy, type Remaining, remaining, STOP } from "./remaining.ts";
import { requireUnpruned } from "./unpruned.ts";

/** Cells per tolerance asked for, and their least and greatest number between ε and G; multiples of 4, so that half and a quarter of them are lattices too. */
const CELLS_PER_TOLERANCE = 8;
const LEAST_CELLS = 128;
const MOST_CELLS = 512;
/** Gauss nodes per panel of a stage: at 7 the stages' own error stays far below that of the lattice. */
const ORDER = 7;

/** A rule of requests: what to ask for when y is left. */
export interface AdaptiveRule {
  /** ℓ at y, units of work; undefined where the run ends. */ requestAt(y: number): number | undefined;
  readonly figures: AdaptiveFigures;
  /** Estimated, by three resolutions; a rule changes with the lattice, and that is in it. */ readonly error: AdaptiveFigures;
}

/** The best an adaptive harness can do, which chooses each request from what is really left. */
export interface AdaptiveHarness {
  /** The greatest P(every stage accepted and |X − G| ≤ ε at the end) of any rule. */ readonly arrivalRate: {
    readonly value: number;
    readonly error: number;
  };
  /** The least E|X − G| of any rule, units of work. */ readonly finalBias: { readonly value: number; readonly error: number };
  /** Attains the greatest arrival rate; after an unrecovered stage it keeps the bias least. */ readonly arriving: AdaptiveRule;
  /** Attains the least final bias. */ readonly homing: AdaptiveRule;
  /** Spacing of the requests it chose from, and of what is left, units of work. */ readonly spacing: number;
}

/**
 * Adaptive harnesses: the state is y = G − X, what is really left, and a rule chooses each request ℓ > ε from it. Requests are those of
 * a lattice between ε and G + 2ε, and `besides`.
 *
 * Everything is computed at three resolutions, of the requests and of y alike; errors come of their differences (`errorOf`), and of what
 * the quadrature of the stages lost. Halving h again moved the arrival rates of the canonical agents by at most 0.3 of the stated error and
 * their least biases by at most 0.7.
 *
 * @param besides  further requests to choose from, units of work; with those of a fixed plan among them no optimum is below it
 * @throws InvalidInput for a point with pruning, or whose goal is within the tolerance: nothing is asked for then
 * @throws Unresolved where the goal is more than some 500 tolerances or 250 steps away, and as `solve`
 * @see docs/theory/adaptive-harness.md (A.3)-(A.7), §5
 */
export function adaptiveHarness(point: Point, besides: readonly number[] = []): AdaptiveHarness {
  requireUnpruned(point, "an adaptive harness");
  const { goal, tolerance } = point;
  if (goal <= tolerance) throw new InvalidInput("goal", `must be above the tolerance (${tolerance}) for an adaptive harness`, goal);
  const wanted = tolerance > 0 ? (CELLS_PER_TOLERANCE * (goal - tolerance)) / tolerance : MOST_CELLS;
  const cells = 4 * Math.ceil(Math.min(MOST_CELLS, Math.max(LEAST_CELLS, wanted)) / 4);
  const grid = remaining(goal, tolerance, cells);
  const pool = guidedPool(point);
  if (grid.step > Math.max(...pool.members.map(({ support }) => support[1])) / 2 || (tolerance > 0 && grid.step > tolerance))
    throw new Unresolved(`the goal is too far beside a step or the tolerance: ${cells} cells cannot tell them apart`);
  const choices = askable(pool, point, grid.step, besides, ORDER);
  const half = everySecond(choices);
  const fine = atResolution(point, choices, grid);
  const coarser = [
    atResolution(point, half, remaining(goal, tolerance, cells / 2)),
    atResolution(point, everySecond(half), remaining(goal, tolerance, cells / 4)),
  ];
  const error = (of: (solved: Resolved) => number) => errorOf(of(fine), of(coarser[0]), of(coarser[1]));
  const astray = Math.max(...choices.stages.map((stage) => stage.defect)); // lost by one attempt, at most
  const lost = astray * Math.max(fine.arriving.meanStages, fine.homing.meanStages) * point.retryBudget;
  return {
    arrivalRate: { value: fine.arrival, error: error(({ arrival }) => arrival) + lost },
    finalBias: { value: fine.bias, error: error(({ bias }) => bias) + lost * goal },
    arriving: ruleOf(choices, grid, fine.arrivingPolicy, tolerance, fine.arriving, (name) => error(({ arriving }) => arriving[name])),
    homing: ruleOf(choices, grid, fine.homingPolicy, 0, fine.homing, (name) => error(({ homing }) => homing[name])),
    spacing: grid.step,
  };
}

type Resolved = ReturnType<typeof atResolution>;

/** What halving h last changed, or half of what it changed before, whichever is more: a lucky agreement of two lattices is no accuracy. */
function errorOf(fine: number, coarse: number, coarser: number): number {
  return Math.max(Math.abs(fine - coarse), Math.abs(coarse - coarser) / 2);
}

function atResolution(point: Point, { stages, rungs }: Askable, grid: Remaining) {
  const carry = point.onUnrecovered === "carry";
  const arrival = greatestArrival(stages, point.tolerance, grid);
  const relief = leastBias(stages, carry, grid);
  const oneLess = oneRungLess(rungs);
  relief.choices[1] = STOP; // the lowest cell holds 0, below which steps only lead away
  const [homingPolicy, arrivingPolicy] = [relief, arrival].map(({ choices }) => followNodes(choices, oneLess));
  const figures = adaptiveFigures({ stages, tolerance: point.tolerance, carry, grid }, homingPolicy, arrivingPolicy);
  return {
    arrival: arrival.values[grid.nodes - 1],
    bias: point.goal + relief.values[grid.nodes - 1],
    homingPolicy,
    arrivingPolicy,
    ...figures,
  };
}

function ruleOf(
  { stages }: Askable,
  grid: Remaining,
  { low, high }: Policy,
  floor: number,
  figures: AdaptiveFigures,
  error: (name: keyof AdaptiveFigures) => number,
): AdaptiveRule {
  return {
    requestAt: (y) => {
      if (y <= floor) return undefined;
      const c = Math.min(grid.nodes - 2, Math.max(0, Math.ceil(y / grid.step + grid.base - grid.at(grid.base) / grid.step) - 1));
      if (high[c] === STOP) return undefined;
      const share = (y - grid.at(c)) / grid.step;
      return (1 - share) * stages[low[c]].request + share * stages[high[c]].request;
    },
    figures,
    error: {
      arrivalRate: error("arrivalRate"),
      passRate: error("passRate"),
      finalBias: error("finalBias"),
      meanStages: error("meanStages"),
      meanSteps: error("meanSteps"),
    },
  };
}
