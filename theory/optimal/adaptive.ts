import { InvalidInput } from "../../model/invalid.ts";
import type { Point } from "../../model/point.ts";
import { type AdaptiveFigures, adaptiveFigures } from "./adaptiveFigures.ts";
import { greatestArrival, leastBias } from "./adaptiveOptimum.ts";
import { type Askable, askable, everySecond, oneRungLess } from "./askable.ts";
import { followNodes, type Policy, type Remaining, remaining, STOP } from "./remaining.ts";
import { requireUnpruned } from "./unpruned.ts";

/** Cells per tolerance asked for, and their least and greatest number between ε and G; even, so that half of them is a lattice too. */
const CELLS_PER_TOLERANCE = 8;
const LEAST_CELLS = 128;
const MOST_CELLS = 512;
/** Gauss nodes per panel of a stage: at 7 the stages' own error stays far below that of the lattice. */
const ORDER = 7;

/** A rule of requests: what to ask for when y is left. */
export interface AdaptiveRule {
  /** ℓ at y, units of work; undefined where the run ends. */ requestAt(y: number): number | undefined;
  readonly figures: AdaptiveFigures;
  /** How far the figures of two resolutions are apart. */ readonly error: AdaptiveFigures;
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
 * Everything is computed at two resolutions, of the requests and of y alike; errors are their differences, and what the quadrature of the
 * stages lost. On the canonical agents the finer answer was within a third of the stated error of one four times as fine.
 *
 * @param besides  further requests to choose from, units of work; with those of a fixed plan among them no optimum is below it
 * @throws InvalidInput for a point with pruning, or whose goal is within the tolerance: nothing is asked for then
 * @throws Unresolved as `solve`
 * @see docs/theory/adaptive-harness.md
 */
export function adaptiveHarness(point: Point, besides: readonly number[] = []): AdaptiveHarness {
  requireUnpruned(point, "an adaptive harness");
  const { goal, tolerance } = point;
  if (goal <= tolerance) throw new InvalidInput("goal", `must be above the tolerance (${tolerance}) for an adaptive harness`, goal);
  const wanted = tolerance > 0 ? (CELLS_PER_TOLERANCE * (goal - tolerance)) / tolerance : MOST_CELLS;
  const cells = 2 * Math.ceil(Math.min(MOST_CELLS, Math.max(LEAST_CELLS, wanted)) / 2);
  const grid = remaining(goal, tolerance, cells);
  const choices = askable(point, grid.step, besides, ORDER);
  const fine = atResolution(point, choices, grid);
  const coarse = atResolution(point, everySecond(choices), remaining(goal, tolerance, cells / 2));
  const astray = Math.max(...choices.stages.map((stage) => stage.defect)); // lost by one attempt, at most
  const lost = astray * Math.max(fine.arriving.meanStages, fine.homing.meanStages) * point.retryBudget;
  return {
    arrivalRate: { value: fine.arrival, error: Math.abs(fine.arrival - coarse.arrival) + lost },
    finalBias: { value: fine.bias, error: Math.abs(fine.bias - coarse.bias) + lost * goal },
    arriving: ruleOf(choices, grid, fine.arrivingPolicy, tolerance, fine.arriving, coarse.arriving),
    homing: ruleOf(choices, grid, fine.homingPolicy, 0, fine.homing, coarse.homing),
    spacing: grid.step,
  };
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
  coarse: AdaptiveFigures,
): AdaptiveRule {
  const apart = (name: keyof AdaptiveFigures) => Math.abs(figures[name] - coarse[name]);
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
      arrivalRate: apart("arrivalRate"),
      passRate: apart("passRate"),
      finalBias: apart("finalBias"),
      meanStages: apart("meanStages"),
      meanSteps: apart("meanSteps"),
    },
  };
}
