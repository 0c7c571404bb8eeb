import { setImmediate as nextTurn } from "node:timers/promises";
import { MODEL_VERSION } from "../model/canonical.ts";
import type { ClaimResult, Curve, CurvePoint, ExperimentResult } from "../model/experiment.ts";
import type { Point } from "../model/point.ts";
import { parsePoint } from "../model/validate.ts";
import type { Store } from "../store/openStore.ts";
import type { Identity } from "../store/resultKey.ts";
import { type CellTools, type DrawnFigures, exactCell, parametersOf, simulatedCell } from "./cell.ts";
import { type Cell, type Experiment, readingOf } from "./experiment.ts";

export interface ExperimentOptions extends Omit<CellTools, "solve"> {
  /** At once, or by another thread. */ readonly solve: (point: Point) => DrawnFigures | Promise<DrawnFigures>;
  /** Runs per simulated point; 0 leaves the simulation out. */ readonly runs: number;
  /** Names the random streams. All points share it, so their differences are paired. */ readonly seed: string;
  /** Where finished points are kept and taken from. */ readonly store?: Store | undefined;
  /** Points under way at once: enough to keep every thread busy. */ readonly atOnce?: number;
  readonly signal?: AbortSignal | undefined;
  /** Told after each point, exact or simulated. */ readonly onPoint?: ((reused: boolean) => void) | undefined;
}

/** Exact and simulated points that an experiment asks for. */
export function pointsOf(experiment: Experiment, runs: number): number {
  const cells = experiment.curves.reduce((sum, curve) => sum + curve.cells.length, 0);
  return runs > 0 ? 2 * cells : cells;
}

/**
 * Solves and simulates every point of an experiment, then tests its claims on both.
 * A finished point is stored before the next is asked for, so an interrupted experiment goes on where it was.
 *
 * @throws the signal's reason once it is aborted
 */
export async function runExperiment(experiment: Experiment, options: ExperimentOptions): Promise<ExperimentResult> {
  const cells = experiment.curves.flatMap((curve) => curve.cells);
  const points = await inParallel(cells, options.atOnce ?? 1, (cell) => pointOf(experiment, cell, options));
  let taken = 0;
  const curves: Curve[] = experiment.curves.map((curve) => {
    const from = taken;
    taken += curve.cells.length;
    return { name: curve.name, points: points.slice(from, taken) };
  });
  return {
    id: experiment.id,
    figures: experiment.figures,
    title: experiment.title,
    sweep: experiment.sweep,
    curves,
    findings: experiment.findings(readingOf(curves, "exact")),
    claims: claimResults(experiment, curves, options.runs > 0),
  };
}

function claimResults(experiment: Experiment, curves: readonly Curve[], simulated: boolean): ClaimResult[] {
  return experiment.claims.map(({ id, figure, statement, test }) => {
    const { verdict, evidence } = test(readingOf(curves, "exact"));
    const result = { id, figure, statement, holds: verdict === "yes", evidence };
    return simulated ? { ...result, simulation: test(readingOf(curves, "simulated")) } : result;
  });
}

async function pointOf(experiment: Experiment, cell: Cell, options: ExperimentOptions): Promise<CurvePoint> {
  await nextTurn(); // solving is synchronous: signals and progress get their turn here
  options.signal?.throwIfAborted();
  const { runs, seed, signal } = options;
  const identity: Identity = {
    experiment: experiment.id,
    modelVersion: MODEL_VERSION,
    method: "exact",
    parameters: parametersOf(cell),
  };
  const kept = async <T>(of: Identity, produce: () => T | Promise<T>): Promise<T> => {
    const { result, reused } = options.store
      ? await options.store.produceOrLoad(of, produce, { passed: cell.of })
      : { result: await produce(), reused: false };
    options.onPoint?.(reused);
    return result;
  };
  const exact = await kept(identity, () => solvedCell(cell, options.solve));
  const simulated =
    runs > 0 ? await kept({ ...identity, method: "simulate", runs, seed }, () => simulatedCell(cell, { runs, seed, signal }, options)) : {};
  return { at: cell.at, exact, simulated };
}

async function solvedCell(cell: Cell, solve: ExperimentOptions["solve"]): Promise<CurvePoint["exact"]> {
  const solution = cell.of.kind === "point" ? await solve(parsePoint(cell.of.point)) : undefined;
  return exactCell(cell, () => solution as DrawnFigures);
}

/** Results in order, with up to `atOnce` under way; the first failure stops the rest from starting. */
async function inParallel<A, B>(items: readonly A[], atOnce: number, work: (item: A) => Promise<B>): Promise<B[]> {
  const results = new Array<B>(items.length);
  let next = 0;
  let failed = false;
  const worker = async () => {
    while (next < items.length && !failed) {
      const i = next++;
      try {
        results[i] = await work(items[i]);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return results;
}
