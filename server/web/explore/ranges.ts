import { LIMITS } from "../../../model/limits.ts";
import type { PointInput } from "../../../model/point.ts";
import { type Knob, valueAt } from "./knobs.ts";

/** Places of a curve. */
export const PLACES = 30;

export interface Range {
  readonly low: number;
  readonly high: number;
}

/**
 * Over which values a knob is worth turning at a point: round ends, its present value among them. What the model refuses inside of it is
 * left as a gap, so that the range does not jump with every other knob.
 */
export function rangeOf({ path }: Pick<Knob, "path">, point: PointInput): Range {
  const value = valueAt(point, path);
  const { low, high } = sensible(path, value, point);
  const finite = Number.isFinite(value) ? value : low;
  return { low: Math.min(low, finite), high: Math.max(high, finite) };
}

function sensible(path: string, value: number, point: PointInput): Range {
  const { stages, goal, tolerance } = point;
  switch (path) {
    case "stages.count":
      return { low: 1, high: value <= PLACES ? PLACES : Math.min(LIMITS.stages, roundAbove(1.5 * value)) };
    case "stepBudget":
      return { low: 1, high: value <= PLACES ? PLACES : Math.min(LIMITS.stepBudget, roundAbove(1.5 * value)) };
    case "retryBudget":
      return { low: 1, high: value <= 32 ? 64 : Math.min(LIMITS.retryBudget, roundAbove(2 * value)) };
    case "stages.chunks":
      return { low: 0, high: stages.kind === "partial" ? Math.max(1, Math.min(LIMITS.stages, wholeChunks(goal, stages.chunk))) : 1 };
    case "stages.chunk": {
      const high = stages.kind === "partial" && stages.chunks > 0 ? goal / stages.chunks : goal;
      return { low: Math.min(high / 2, Math.max(1.05 * tolerance, high / 60)), high };
    }
    case "goal":
      return fromNearZero(roundAbove(1.5 * value));
    case "tolerance":
      return toleranceRange(value, smallestRequest(stages, goal));
    case "guidance.strength":
      return { low: 0, high: value <= 5 ? 10 : Math.min(LIMITS.strength, roundAbove(2 * value)) };
    default:
      return memberRange(path, point);
  }
}

/** Of the positive ones; the plan may be one that the model refuses, of a billion stages or of half a one. */
function smallestRequest(stages: PointInput["stages"], goal: number): number {
  const positive = (requests: readonly number[]) => requests.filter((request) => request > 1e-12 * goal);
  switch (stages.kind) {
    case "uniform":
      return goal / stages.count;
    case "partial":
      return Math.min(...positive([...(stages.chunks > 0 ? [stages.chunk] : []), goal - stages.chunks * stages.chunk]));
    case "explicit":
      return Math.min(...positive(stages.requests));
  }
}

/** Up to just below the smallest request, or less where the tolerance is a small part of it. */
function toleranceRange(value: number, smallest: number): Range {
  const most = Number.isFinite(smallest) && smallest > 0 ? tidy(0.97 * smallest) : roundAbove(2 * value);
  const isSmallPart = 8 * value < most && value > 1e-9 * most;
  return fromNearZero(isSmallPart ? roundAbove(4 * value) : most);
}

function memberRange(path: string, { pool }: PointInput): Range {
  const member = pool[Number(/\[(\d+)\]/.exec(path)?.[1])];
  if (!member) throw new Error(`no member of the pool stands at ${path}`);
  const width = Math.abs(member.max - member.min) || 1;
  if (path.endsWith(".sigma")) return { low: tidy(width / 40), high: tidy(2 * width) };
  const grain = roundBelow(width / 100);
  return { low: onGrain(member.min - width / 2, grain), high: onGrain(member.max + width / 2, grain) };
}

/** Whole chunks that a goal holds, rounding forgiven. */
const wholeChunks = (goal: number, chunk: number) => Math.floor(goal / chunk + 1e-12);
const fromNearZero = (high: number): Range => ({ low: high / PLACES, high });

/** Where a curve over the knob is solved: 30 values in order, or all whole ones where there are fewer. */
export function placesOf(knob: Knob, point: PointInput): readonly number[] {
  const { low, high } = rangeOf(knob, point);
  if (knob.isInteger) return knob.isLog ? wholeInRatios(low, high) : wholeEvenly(low, high);
  const fine = roundBelow((high - low) / 1e5);
  return Array.from({ length: PLACES }, (_, i) => {
    const share = i / (PLACES - 1);
    if (i === PLACES - 1) return high;
    if (i === 0) return low;
    return knob.isLog ? tidy(low * (high / low) ** share) : onGrain(low + (high - low) * share, fine);
  });
}

function wholeEvenly(low: number, high: number): number[] {
  const [first, last] = [Math.ceil(low), Math.floor(high)];
  const count = Math.max(1, Math.min(PLACES, last - first + 1));
  return Array.from({ length: count }, (_, i) => (count === 1 ? first : Math.round(first + ((last - first) * i) / (count - 1))));
}

/** Whole numbers that grow by an even ratio, by 1 at least. */
function wholeInRatios(low: number, high: number): number[] {
  const [first, last] = [Math.ceil(low), Math.floor(high)];
  if (last - first < PLACES) return wholeEvenly(first, last);
  const walk = (ratio: number) => {
    const values = [first];
    while (values.length < PLACES) values.push(Math.max((values.at(-1) as number) + 1, Math.round((values.at(-1) as number) * ratio)));
    return values;
  };
  // The last value grows with the ratio, so halving finds the largest that stays inside.
  let [inside, outside] = [1, last / first];
  for (let i = 0; i < 40; i++) {
    const middle = (inside + outside) / 2;
    if ((walk(middle).at(-1) as number) <= last) inside = middle;
    else outside = middle;
  }
  return [...walk(inside).slice(0, -1), last];
}

/** What a slider's place is rounded to: about a four-hundredth of its range, in a round number. */
export function grainOf({ low, high }: Range): number {
  return roundBelow((high - low) / 400);
}

/** A value on the grain, without the digits that binary fractions leave behind. */
export function onGrain(value: number, grain: number): number {
  return Number((Math.round(value / grain) * grain).toPrecision(12));
}

const ROUND = [1, 1.5, 2, 3, 5, 7.5, 10];

/** The smallest round number from there on. */
export function roundAbove(value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) return 1;
  const decade = 10 ** Math.floor(Math.log10(value));
  return tidy(decade * (ROUND.find((round) => round * decade >= value * (1 - 1e-12)) ?? 10));
}

/** The largest of 1, 2, 5 times a power of ten up to there. */
export function roundBelow(value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) return 1e-9;
  const decade = 10 ** Math.floor(Math.log10(value));
  return tidy(decade * ([5, 2, 1].find((round) => round * decade <= value * (1 + 1e-12)) ?? 1));
}

const tidy = (value: number) => Number(value.toPrecision(6));
