import { InvalidInput } from "../model/invalid.ts";
import { differenceInterval } from "../numerics/intervals.ts";
import { type FigureRow, figuresOfRecord } from "../store/figures.ts";
import { findResult } from "../store/findResult.ts";
import type { Stored, StoredResults } from "../store/readStore.ts";

/** One figure of two stored results; the difference is the second less the first. */
export interface FigureDifference {
  readonly figure: string;
  readonly unit?: string;
  readonly first: number;
  readonly second: number;
  readonly difference: number;
  readonly low: number;
  readonly high: number;
}

export interface ResultsCompared {
  /** Keys. */ readonly first: string;
  readonly second: string;
  readonly figures: readonly FigureDifference[];
  /** What a reader must know of the intervals. */ readonly notes: readonly string[];
}

interface Pair<T> {
  readonly first: T;
  readonly second: T;
}

/**
 * Sets two stored results side by side, figure by figure. Where both are simulated, low and high are a 95% interval that takes the runs of
 * the two for independent. An exact figure's error is no matter of chance, so it is added at both ends as it is, not in squares.
 *
 * @param keys    how the keys begin
 * @param called  what the user calls them
 * @throws InvalidInput where a key names no result, or more than one, and for results of two model versions or without a figure in common
 */
export async function compareResults(store: StoredResults, keys: Pair<string>, called: Pair<string>): Promise<ResultsCompared> {
  const [a, b] = [await findResult(store, keys.first, called.first), await findResult(store, keys.second, called.second)];
  requireOneModel(a, b, called.second);
  const others = new Map((await figuresOfRecord(store.connection, b)).map((row) => [row.figure, row]));
  const figures = (await figuresOfRecord(store.connection, a)).flatMap((row) => {
    const other = others.get(row.figure);
    return other ? [difference(row, other)] : [];
  });
  if (figures.length === 0) throw new InvalidInput(called.second, "must name two results with a figure in common", keys.second);
  return { first: a.record.key, second: b.record.key, figures, notes: notesOn(a, b) };
}

function requireOneModel(a: Stored, b: Stored, called: string): void {
  const [mine, other] = [a.record.identity.modelVersion, b.record.identity.modelVersion];
  if (mine !== other)
    throw new InvalidInput(called, `must name two results of one model version; these are of ${mine} and ${other}`, b.record.key);
}

function difference(a: FigureRow, b: FigureRow): FigureDifference {
  const { low, high } = differenceInterval(asEstimate(a), asEstimate(b));
  const error = (a.error ?? 0) + (b.error ?? 0);
  const unit = a.unit === undefined ? {} : { unit: a.unit };
  return {
    figure: a.figure,
    ...unit,
    first: a.value,
    second: b.value,
    difference: b.value - a.value,
    low: low - error,
    high: high + error,
  };
}

const asEstimate = ({ value, low = value, high = value }: FigureRow) => ({ value, low, high });

function notesOn(a: Stored, b: Stored): string[] {
  const seeds = [a, b].map(({ record }) => record.identity.seed);
  if (seeds.every((seed) => seed === undefined)) return ["both are exact: low and high hold the estimated errors of the two"];
  const independent = "95% intervals, the runs of the two taken for independent";
  return [seeds[0] === seeds[1] ? `${independent}; they share a seed, so a paired comparison would tell more` : independent];
}
