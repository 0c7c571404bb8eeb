import type { Point } from "../../model/point.ts";
import { progressLaw } from "../solve.ts";

/** P(final progress ≤ `progress`), progress in units of work. */
export interface LawPlace {
  readonly progress: number;
  readonly probability: number;
}

/**
 * The law of the final progress at even places over its whole range, both ends included.
 *
 * @param places  integer ≥ 2
 */
export function lawAtEvenPlaces(point: Point, places: number): LawPlace[] {
  const law = progressLaw(point);
  const [low, high] = law.support;
  return Array.from({ length: places }, (_, i) => {
    const progress = i === places - 1 ? high : low + ((high - low) * i) / (places - 1);
    return { progress, probability: Math.min(1, Math.max(0, law.cdf(progress) / law.mass)) };
  });
}
