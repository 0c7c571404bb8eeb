import { getAt, parsePath, setAt } from "../../../experiments/sweep/pointPath.ts";
import type { PointInput } from "../../../model/point.ts";
import { WORDS, type Word, type WordName } from "../shell/words.ts";

/** A number of a point that can be turned, and that a curve can run over. */
export interface Knob {
  /** Its path in the point, as a sweep spec writes it. */ readonly path: string;
  readonly word: WordName;
  /** "tolerance ε"; of a member of the pool with its number. */ readonly label: string;
  /** The label with its unit, for an axis. */ readonly axis: string;
  readonly isInteger: boolean;
  /** Even ratios are even distances. */ readonly isLog: boolean;
}

/** Numbers of every point. */
const ALWAYS = [
  knob("tolerance", "tolerance"),
  knob("stepBudget", "stepBudget", { isInteger: true }),
  knob("retryBudget", "retryBudget", { isInteger: true, isLog: true }),
  knob("goal", "goal"),
];
const OF_STAGES: Readonly<Record<PointInput["stages"]["kind"], readonly Knob[]>> = {
  uniform: [knob("stages.count", "count", { isInteger: true })],
  partial: [knob("stages.chunk", "chunk"), knob("stages.chunks", "chunks", { isInteger: true })],
  explicit: [],
};
const STRENGTH = knob("guidance.strength", "guidance");

/** The knobs that this point has, those of its stages first. */
export function knobsOf(point: PointInput): readonly Knob[] {
  return [
    ...OF_STAGES[point.stages.kind],
    ...ALWAYS,
    ...((point.guidance?.kind ?? "none") === "none" ? [] : [STRENGTH]),
    ...point.pool.flatMap((_, i) => {
      const of = point.pool.length > 1 ? ` of member ${i + 1}` : "";
      return [knob(`pool[${i}].mu`, "mu", { of }), knob(`pool[${i}].sigma`, "sigma", { of, isLog: true })];
    }),
  ];
}

/** The knob of that path, or the first of the point where it has none such. */
export function knobOf(point: PointInput, path: string | undefined): Knob {
  const knobs = knobsOf(point);
  return knobs.find((candidate) => candidate.path === path) ?? (knobs[0] as Knob);
}

/** @throws Error where the point has no number there: knobs come from `knobsOf` the same point */
export function valueAt(point: PointInput, path: string): number {
  const value = getAt(point, parsePath(path, "knob"));
  if (typeof value !== "number") throw new Error(`no number stands at ${path}`);
  return value;
}

/** The point with another value at a path; the rest is shared. */
export function withValue(point: PointInput, path: string, value: number): PointInput {
  const next = structuredClone(point);
  setAt(next, parsePath(path, "knob"), value);
  return next;
}

function knob(
  path: string,
  word: WordName,
  { of = "", isInteger = false, isLog = false }: { readonly of?: string; readonly isInteger?: boolean; readonly isLog?: boolean } = {},
): Knob {
  const { title, symbol, unit }: Word = WORDS[word];
  const label = `${word === "guidance" ? "guidance strength" : title} ${symbol}${of}`;
  return { path, word, label, axis: unit === "" ? label : `${label} (${unit})`, isInteger, isLog };
}
