import type { Point } from "../../../model/point.ts";
import type { Solution } from "../../../model/result.ts";
import { parsePoint } from "../../../model/validate.ts";
import { type HeadlineFigures, headlineSolver } from "../../../theory/sharedAttempts.ts";
import { solve } from "../../../theory/solve.ts";
import { type StageShares, stageShares } from "../../../theory/stageShares.ts";
import { law } from "./law.ts";
import type { Task } from "./protocol.ts";
import { recommendation } from "./recommendation.ts";
import { theorems } from "./theorems.ts";
import { trajectories } from "./trajectories.ts";

/** A point of a curve: its two figures, or why it has none. */
export type Headline =
  | HeadlineFigures
  | { readonly reason: string /** A sound point that the solver cannot answer. */; readonly isUnresolved?: true };

/** Points of a curve between which it may be cancelled. */
const CURVE_PART = 10;
/** The same of a field of points, which is drawn as it fills. */
const FIELD_PART_MS = 30;

/** Pass rate and final bias of many points: each part holds the next ones, in order. */
function* headlines({ points }: { readonly points: readonly unknown[] }): Generator<readonly Headline[], undefined> {
  const solver = headlineSolver();
  let part: Headline[] = [];
  let begun = performance.now();
  for (const point of points) {
    part.push(headline(solver, point));
    if (performance.now() - begun < FIELD_PART_MS) continue;
    yield part;
    part = [];
    begun = performance.now();
  }
  if (part.length > 0) yield part;
}

/** The same as one answer. */
function* curve({ points }: { readonly points: readonly unknown[] }): Generator<undefined, readonly Headline[]> {
  const solver = headlineSolver();
  const solved: Headline[] = [];
  for (const [i, point] of points.entries()) {
    if (i % CURVE_PART === CURVE_PART - 1) yield;
    solved.push(headline(solver, point));
  }
  return solved;
}

function headline(solver: (point: Point) => HeadlineFigures, input: unknown): Headline {
  try {
    return solver(parsePoint(input));
  } catch (error) {
    if (error instanceof Error && ["InvalidInput", "Unresolved"].includes(error.name))
      return error.name === "Unresolved" ? { reason: error.message, isUnresolved: true } : { reason: error.message };
    throw error;
  }
}

/** The whole exact solution, as `lab solve` gives it. */
function solution({ point }: { readonly point: unknown }): Solution {
  return solve(parsePoint(point));
}

/** What becomes of the runs at each stage. */
function stages({ point }: { readonly point: unknown }): readonly StageShares[] {
  return stageShares(parsePoint(point));
}

export const TASKS = { headlines, curve, solution, law, stages, trajectories, theorems, recommendation } satisfies Record<
  string,
  Task<never, unknown, unknown>
>;
