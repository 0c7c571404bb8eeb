import { InvalidInput } from "../../model/invalid.ts";
import type { Point } from "../../model/point.ts";
import { headlineSolver } from "../../theory/sharedAttempts.ts";
import { Unresolved } from "../../theory/unresolved.ts";
import { experimentsAt } from "../catalogue.ts";
import { type DrawnFigures, exactCell } from "../cell.ts";
import type { Outcome } from "../claims/applicable.ts";
import { type Claim, type Experiment, readingOf } from "../experiment.ts";
import type { Located } from "../inThreads.ts";
import { settingAt } from "./settingAt.ts";
import type { Place } from "./space.ts";

/** What became of one claim at one place, or why that cannot be said. */
export type ClaimOutcome = { readonly outcome: Outcome } | { readonly outcome: "refused" | "unresolved"; readonly reason: string };

/** A place, and the experiments asked of it. */
export interface OutcomeTask {
  readonly place: Place;
  readonly experiments: readonly string[];
}

/** Experiment → claim → outcome. */
export type Outcomes = Readonly<Record<string, Readonly<Record<string, ClaimOutcome>>>>;

/**
 * The figures are taken to be exact to this: a pass rate absolutely, a final bias as a share of the goal. The solver is twenty
 * times better or more; differences below it are never read as an order.
 */
export const RESOLUTION = 1e-6;

/**
 * Tests the general form of every claim of some experiments at a place, on the exact solution. Attempts that their sweeps have in
 * common are solved once.
 */
export function outcomesAt({ place, experiments }: OutcomeTask): Outcomes {
  const solve = resolvingSolver();
  const asked = experimentsAt(settingAt(place)).filter(({ id }) => experiments.includes(id));
  return Object.fromEntries(asked.map((experiment) => [experiment.id, outcomesOf(experiment, solve)]));
}

/** For threads. */
export const OUTCOMES_AT: Located<OutcomeTask, Outcomes> = { module: import.meta.url, work: outcomesAt };

function outcomesOf(experiment: Experiment, solve: (point: Point) => DrawnFigures): Record<string, ClaimOutcome> {
  const each = (outcome: (claim: Claim) => ClaimOutcome) =>
    Object.fromEntries(experiment.claims.map((claim) => [claim.id, outcome(claim)]));
  try {
    const curves = experiment.curves.map(({ name, cells }) => ({
      name,
      points: cells.map((cell) => ({ at: cell.at, exact: exactCell(cell, solve), simulated: {} })),
    }));
    const read = readingOf(curves, "exact");
    return each(({ general }) => ({ outcome: general.test(read) }));
  } catch (error) {
    if (error instanceof InvalidInput) return each(() => ({ outcome: "refused", reason: error.message }));
    if (error instanceof Unresolved) return each(() => ({ outcome: "unresolved", reason: error.message }));
    throw error;
  }
}

/** A solver that shares attempts, its answers taken to be exact to the resolution. */
function resolvingSolver(): (point: Point) => DrawnFigures {
  const solve = headlineSolver();
  return (point) => {
    const { passRate, finalBias } = solve(point);
    // Whether a request can be reached at all is decided by intervals, not by quadrature: 0 is 0.
    return { passRate, finalBias, error: { passRate: passRate === 0 ? 0 : RESOLUTION, finalBias: RESOLUTION * point.goal } };
  };
}
