import { CANONICAL, MODEL_3 } from "../../model/canonical.ts";
import type { Point } from "../../model/point.ts";
import { parsePoint } from "../../model/validate.ts";
import type { StoppingCurve, Validation } from "../../model/validation.ts";
import { stoppingRule } from "../../theory/marginalStopping.ts";
import { EXPERIMENTS } from "../catalogue.ts";
import { mapInThreads } from "../inThreads.ts";
import { coverageOf, ESTIMATE_ONCE, estimateSamples, type RepeatResult, type RepeatTask, SETTINGS } from "./coverage.ts";
import { CHECK_POINT, type CheckTask } from "./pointChecks.ts";
import { searchedPoint, steeredPoint } from "./searchedPoint.ts";
import { summarise } from "./summarise.ts";

export interface ValidateOptions {
  /** Searched points. */ readonly points: number;
  /** Repeats of each estimate. */ readonly repeats: number;
  readonly seed: string;
  readonly workers: number;
  readonly signal?: AbortSignal | undefined;
  /** Told after each point and each repeat. */ readonly onDone?: (() => void) | undefined;
}

/** Repeats drawn in the figure of estimates, for each setting. */
const DRAWN_REPEATS = 40;

/** How often `onDone` will be called. */
export function workOf({ points, repeats }: Pick<ValidateOptions, "points" | "repeats">): number {
  return canonicalPoints().length + points + repeats * SETTINGS.length;
}

/**
 * Holds every theorem against the exact solution, on the points of the paper's experiments and on searched ones, and the intervals
 * of theorem 2's estimate against the exact value. The same seed gives the same record on any number of workers.
 *
 * @throws the signal's reason once it is aborted
 */
export async function validate({ points, repeats, seed, workers, signal, onDone }: ValidateOptions): Promise<Validation> {
  const canonical = canonicalPoints();
  const all: CheckTask[] = [
    ...canonical.map((point) => ({ point, steered: point, boundsOnly: point.prune > 0 })),
    ...Array.from({ length: points }, (_, i) => ({ point: searchedPoint(seed, i), steered: steeredPoint(seed, i) })),
  ];
  const onResult = () => onDone?.();
  const results = await mapInThreads(CHECK_POINT, all, { workers, signal, onResult });
  const tasks = SETTINGS.flatMap((_, setting) => Array.from({ length: repeats }, (_, repeat): RepeatTask => ({ seed, setting, repeat })));
  const estimates = await mapInThreads(ESTIMATE_ONCE, tasks, { workers, signal, onResult });
  const ofSetting = (at: number): RepeatResult[] => estimates.slice(at * repeats, (at + 1) * repeats);

  const statements = summarise(all, results);
  const coverage = SETTINGS.flatMap((_, at) => coverageOf(at, ofSetting(at)));
  return {
    seed,
    points: { canonical: canonical.length, searched: points },
    statements,
    coverage,
    violations: statements.filter(({ violations }) => violations > 0).length + coverage.filter(({ holds }) => !holds).length,
    samples: {
      bounds: results.flatMap(({ bound }) => (bound ? [bound] : [])),
      odds: results.flatMap(({ odds }) => odds),
      estimates: SETTINGS.flatMap((_, at) => estimateSamples(at, ofSetting(at), DRAWN_REPEATS)),
      stopping: results.flatMap(({ stopping }) => (stopping ? [stopping] : [])),
      curves: [10, 25].map(stoppingCurve),
    },
  };
}

/** Every point that an experiment of the paper solves, once. */
function canonicalPoints(): Point[] {
  const cells = EXPERIMENTS.flatMap(({ curves }) => curves.flatMap((curve) => curve.cells));
  const points = cells.flatMap(({ of }) => (of.kind === "point" ? [parsePoint(of.point)] : []));
  return [...new Map(points.map((point) => [JSON.stringify(point), point])).values()];
}

/** The paper's Figure 8 seen from its marginal rule: Model 3. */
function stoppingCurve(chunk: number): StoppingCurve {
  const point = parsePoint({ ...CANONICAL, stages: { kind: "uniform", count: 1 }, pool: [MODEL_3] });
  const { chunkCost, extents, stop } = stoppingRule(point, chunk);
  return {
    name: `c = ${chunk}`,
    chunkCost,
    stop,
    drops: extents.flatMap(({ chunks, marginalDrop }) => (marginalDrop === undefined ? [] : [{ chunks, drop: marginalDrop }])),
  };
}
