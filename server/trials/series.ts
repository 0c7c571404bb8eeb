import { InvalidInput } from "../../model/invalid.ts";
import type { Point } from "../../model/point.ts";
import { parsePoint } from "../../model/validate.ts";
import { exactBinomialInterval } from "../../numerics/binomialInterval.ts";
import { Z_95 } from "../../numerics/intervals.ts";
import type { HarnessEntry, TrialCell, TrialKnob, TrialMark, TrialSeries } from "../api.ts";
import type { HeldCell } from "./cellEntry.ts";

const CONFIDENCE = 0.95;
/** As many places of an exact curve as are solved one by one; of more, those that were run. */
const MOST_PLACES = 40;

/** Cells that differ in one knob alone. */
export interface Series {
  readonly entry: Omit<TrialSeries, "exact">;
  /** Where the model has an exact answer, in order. */ readonly places: readonly { readonly at: number; readonly point: Point }[];
  readonly first: HeldCell;
}

/**
 * Series of two places or more over a knob, those with most places first; one of a single place only where `alone` says so.
 *
 * @param cells  with the knob or without
 */
export function seriesOver(over: TrialKnob, cells: readonly HeldCell[], alone: boolean): readonly Series[] {
  const groups = new Map<string, { readonly at: number; readonly cell: HeldCell }[]>();
  for (const cell of cells) {
    const at = knobValue(over, cell.entry.harness);
    if (at === undefined || cell.entry.summary === undefined) continue;
    const name = sameBut(over, cell);
    groups.set(name, [...(groups.get(name) ?? []), { at, cell }]);
  }
  return [...groups.values()]
    .filter((group) => alone || new Set(group.map(({ at }) => at)).size > 1)
    .sort((a, b) => b.length - a.length)
    .map((group) =>
      seriesOf(
        over,
        group.toSorted((a, b) => a.at - b.at),
      ),
    );
}

/** The knob's value in a harness; undefined where it has none. */
function knobValue(over: TrialKnob, harness: HarnessEntry): number | undefined {
  if (over === "retryBudget") return harness.retryBudget;
  if (over === "extent") return harness.extent;
  return harness.kind === "uniform" || (harness.kind === "workflow" && harness.extent === undefined) ? harness.stages : undefined;
}

/** Equal for cells that differ in the knob alone. */
function sameBut(over: TrialKnob, { held }: HeldCell): string {
  const { trial: _, harness, ...cell } = (held[0] as HeldCell["held"][number]).record.cell;
  if (over === "retryBudget") return JSON.stringify([cell, { ...harness, retryBudget: 0 }]);
  if ("steps" in harness) return JSON.stringify([cell, over === "k" ? { ...harness, steps: [] } : { ...harness, extent: 0 }]);
  const { stages, ...rest } = harness;
  return JSON.stringify([cell, rest, stages.kind === "partial" ? stages.chunk : stages.kind]);
}

function seriesOf(over: TrialKnob, group: readonly { readonly at: number; readonly cell: HeldCell }[]): Series {
  const first = (group[0] as (typeof group)[number]).cell;
  const { agent, version, model, source, task, harness } = first.entry;
  const marks = group.map(({ at, cell }) => markOf(at, cell));
  return { entry: { agent, version, model, source, task, harness, marks }, places: placesOf(over, first.entry, marks), first };
}

function markOf(at: number, { entry: { key, summary }, samples }: HeldCell): TrialMark {
  if (!summary) throw new RangeError("a mark needs a sample");
  const { trials, passed, interval, finalBias, hallucinatedTrials } = summary;
  const isTold = samples.some(({ stages }) => stages.some(({ attempts }) => attempts.at(-1)?.claimed !== undefined));
  return {
    at,
    key,
    trials,
    passed,
    ...interval,
    ...(finalBias ? { finalBias: { mean: finalBias.mean, ...normalEnds(finalBias.mean, finalBias.error) } } : {}),
    ...(isTold ? { hallucinated: { trials: hallucinatedTrials, ...exactBinomialInterval(hallucinatedTrials, trials, CONFIDENCE) } } : {}),
  };
}

/** A mean of |X − G| is not below 0. */
const normalEnds = (mean: number, error: number | undefined) =>
  error === undefined ? {} : { low: Math.max(0, mean - Z_95 * error), high: mean + Z_95 * error };

function placesOf(over: TrialKnob, { point }: TrialCell, marks: readonly TrialMark[]): Series["places"] {
  if (!point) return [];
  const [least, most] = [over === "extent" ? 0 : 1, marks.at(-1)?.at ?? 0];
  const all = most - least < MOST_PLACES ? Array.from({ length: most - least + 1 }, (_, i) => least + i) : marks.map(({ at }) => at);
  return all.flatMap((at) => {
    try {
      return [{ at, point: parsePoint({ ...point, ...changed(over, at, point.stages) }) }];
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return []; // between the places that were run, the tolerance may not fit a stage
    }
  });
}

function changed(over: TrialKnob, at: number, stages: Point["stages"]): Partial<Point> {
  if (over === "retryBudget") return { retryBudget: at };
  if (over === "k") return { stages: { kind: "uniform", count: at } };
  return stages.kind === "partial" ? { stages: { ...stages, chunks: at } } : {};
}
