import { setImmediate as nextTurn } from "node:timers/promises";
import { MODEL_VERSION } from "../../model/canonical.ts";
import { InvalidInput } from "../../model/invalid.ts";
import type { Point } from "../../model/point.ts";
import { FIGURES, type SimulationResult } from "../../model/result.ts";
import { parsePoint } from "../../model/validate.ts";
import type { RunOptions } from "../../sim/simulate.ts";
import type { Store } from "../../store/openStore.ts";
import { type Identity, resultKey } from "../../store/resultKey.ts";
import { Unresolved } from "../../theory/unresolved.ts";
import { resumable } from "../resumable.ts";
import { EXACT_FIGURES, type ExactFigures, type SimulatedFigures, type SweepRow } from "./columns.ts";
import type { Sweep, SweepPoint } from "./sweep.ts";

/** What a sweep is run with. The solvers are handed in, so that a sweep is tested without either. */
export interface SweepTools {
  /** At once, or by another thread. */ readonly solve: (point: Point) => ExactFigures | Promise<ExactFigures>;
  readonly simulate: (
    point: Point,
    options: RunOptions & { /** Of the point in the sweep. */ readonly index: number },
  ) => Promise<SimulationResult>;
  /** Whether `simulate` can hand out its parts: with a store, a long point then goes on where it was too. */
  readonly inParts?: boolean | undefined;
  /** Finished points are kept there and taken from there: an interrupted sweep goes on where it was. */ readonly store?: Store | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Points under way at once, ≥ 1; 1 unless given. Worth it only where others do the work. */ readonly atOnce?: number | undefined;
  /** Told once a simulated result is in the store, or was there already. */
  readonly onSaved?: ((point: Point, options: { readonly runs: number; readonly seed: string }) => Promise<void>) | undefined;
  /** Told after each row. */ readonly onProgress?: ((row: { readonly done: number; readonly reused: boolean }) => void) | undefined;
}

/**
 * The rows of a sweep, in order. All simulated points share one seed string, so their differences are paired.
 * A point that the model refuses, or that the exact solver cannot resolve, is a row that says so.
 *
 * @throws the signal's reason once it is aborted; rows already given are in the store
 */
export async function* runSweep(sweep: Sweep, tools: SweepTools): AsyncGenerator<SweepRow> {
  const underWay: ReturnType<typeof rowOf>[] = [];
  let begun = 0;
  for (let done = 0; done < sweep.count; done++) {
    while (begun < sweep.count && underWay.length < (tools.atOnce ?? 1)) {
      await nextTurn(); // solving is synchronous: signals and progress get their turn here
      tools.signal?.throwIfAborted();
      const row = rowOf(sweep, begun++, tools);
      row.catch(() => undefined); // it is told when its turn comes; the rows behind it are then not asked for
      underWay.push(row);
    }
    const { row, reused } = await (underWay.shift() as ReturnType<typeof rowOf>);
    tools.onProgress?.({ done: done + 1, reused });
    yield row;
  }
}

async function rowOf(sweep: Sweep, index: number, tools: SweepTools): Promise<{ row: SweepRow; reused: boolean }> {
  const place = sweep.at(index);
  const { varied, computed } = place;
  try {
    if (place.misfit) throw place.misfit;
    const point = parsePoint(place.point);
    const stored = keeper(sweep, place, tools.store);
    const exact =
      sweep.method === "simulate" ? undefined : await stored(exactIdentity(point), async () => exactFigures(await tools.solve(point)));
    const { runs, seed } = sweep;
    const identity: Identity = { ...exactIdentity(point), method: "simulate", runs, seed };
    const simulated =
      sweep.method === "exact"
        ? undefined
        : await stored(identity, async () => {
            const options = { runs, seed, signal: tools.signal, index };
            if (!tools.store || !tools.inParts) return simulatedFigures(await tools.simulate(point, options));
            return simulatedFigures(await resumable(tools.simulate, point, options, tools.store, resultKey(identity)));
          });
    if (simulated && tools.store) await tools.onSaved?.(point, { runs, seed });
    const figures = { ...(exact ? { exact: exact.result } : {}), ...(simulated ? { simulated: simulated.result } : {}) };
    return { row: { varied, computed, status: "ok", ...figures }, reused: (exact?.reused ?? true) && (simulated?.reused ?? true) };
  } catch (error) {
    if (!(error instanceof InvalidInput || error instanceof Unresolved)) throw error;
    const status = error instanceof InvalidInput ? "refused" : "unresolved";
    return { row: { varied, computed, status, reason: error.message }, reused: false };
  }
}

/** Experiment of a sweep's points in the store. */
export const SWEEP_POINT = "sweep-point";

/** The name of the sweep is no part of it: two sweeps that share a point share its result. */
const exactIdentity = (parameters: Point): Identity => ({
  experiment: SWEEP_POINT,
  modelVersion: MODEL_VERSION,
  method: "exact",
  parameters,
});

function keeper(sweep: Sweep, { varied, point }: SweepPoint, store: Store | undefined) {
  const place = Object.entries(varied).map(([name, value]) => `${name}=${typeof value === "object" ? JSON.stringify(value) : value}`);
  return async <T>(identity: Identity, produce: () => T | Promise<T>): Promise<{ result: T; reused: boolean }> =>
    store
      ? store.produceOrLoad(identity, produce, { passed: point, name: [sweep.name, identity.method, ...place].join("-") })
      : { result: await produce(), reused: false };
}

/** What is stored of an exact solution. */
export function exactFigures(solution: ExactFigures): ExactFigures {
  return { ...kept(solution, EXACT_FIGURES), error: kept(solution.error, EXACT_FIGURES) };
}

/** What is stored of a simulation. */
export const simulatedFigures = (result: SimulationResult): SimulatedFigures => kept(result, FIGURES);

/** The named figures and why any is absent: thousands of stages would swell every record of a sweep. */
function kept<T extends object, K extends string>(whole: T, names: readonly K[]): Pick<T, Extract<K | "absent", keyof T>> {
  const entries = Object.entries(whole).filter(([name]) => name === "absent" || (names as readonly string[]).includes(name));
  return Object.fromEntries(entries) as Pick<T, Extract<K | "absent", keyof T>>;
}
