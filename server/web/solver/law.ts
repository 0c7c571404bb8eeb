import { parsePoint } from "../../../model/validate.ts";
import { rootBetween } from "../../../numerics/root.ts";
import { meanDeviation } from "../../../theory/law/law.ts";
import { progressLaw } from "../../../theory/solve.ts";

/** The law of the final progress X; progress in units of work. */
export interface ProgressLaw {
  /** P(X at most `progress`) on even places between the far tails. */
  readonly places: readonly { readonly progress: number; readonly probability: number }[];
  /** E|X − G|. */ readonly finalBias: number;
  /** Of X, by level. */ readonly quantiles: Readonly<Record<MarkedLevel, number>>;
}

export const MARKED_LEVELS = [0.05, 0.5, 0.95] as const;
export type MarkedLevel = (typeof MARKED_LEVELS)[number];

/** Tails on either side that a picture leaves out, so that what it shows is not a needle. */
const LEFT_OUT = 1e-4;
const ROOM = 0.02;
/** Share of the support to which a quantile is found, as `solve` finds it. */
const GRAIN = 1e-10;

/** @param places  integer ≥ 2 */
export function law({ point: input, places }: { readonly point: unknown; readonly places: number }): ProgressLaw {
  const point = parsePoint(input);
  const found = progressLaw(point);
  const [least, most] = found.support;
  const probability = (progress: number) => Math.min(1, Math.max(0, found.cdf(progress) / found.mass));
  const quantile = (level: number) => rootBetween((y) => found.cdf(y) - level * found.mass, least, most, GRAIN * (most - least));
  const [first, last] = rangeOf(quantile(LEFT_OUT), quantile(1 - LEFT_OUT), least, most);
  const at = (i: number) => (i === places - 1 ? last : first + ((last - first) * i) / (places - 1));
  return {
    places: Array.from({ length: places }, (_, i) => ({ progress: at(i), probability: probability(at(i)) })),
    finalBias: meanDeviation(found, point.goal),
    quantiles: Object.fromEntries(MARKED_LEVELS.map((level) => [level, quantile(level)])) as Record<MarkedLevel, number>,
  };
}

/** With a little room, so that a step at either end is seen. Places closer than doubles tell apart are no range: then all is shown. */
function rangeOf(first: number, last: number, least: number, most: number): readonly [number, number] {
  if (last - first <= 1e-9 * Math.max(1, Math.abs(last))) return [least, most];
  const room = ROOM * (last - first);
  return [Math.max(least, first - room), Math.min(most, last + room)];
}
