import { getAt, parsePath } from "../../../experiments/sweep/pointPath.ts";
import type { PointInput } from "../../../model/point.ts";
import type { Knob } from "./knobs.ts";

/** Digits of a place between the ends: what a slider can be set to and a reader can say. */
const DIGITS = 4;

/**
 * Values of a knob from one end of its range to the other, ascending, each once; at most `count`.
 *
 * @param present  a value that is among them in any case, if it lies in the range: it takes the place of its neighbour
 */
export function placesOf({ from, to, isInteger, isLog }: Omit<Knob, "path" | "word" | "title">, count: number, present?: number): number[] {
  const spaced = Array.from({ length: count }, (_, i) => {
    const share = count === 1 ? 0 : i / (count - 1);
    const place = isLog && from > 0 ? from * (to / from) ** share : from + (to - from) * share;
    if (isInteger) return Math.round(place);
    return i === 0 ? from : i === count - 1 ? to : Number(place.toPrecision(DIGITS));
  });
  const places = [...new Set(spaced)].toSorted((a, b) => a - b);
  if (present === undefined || present < from || present > to || places.includes(present)) return places;
  const nearest = places.reduce(
    (best, place, i) => (Math.abs(place - present) < Math.abs((places[best] as number) - present) ? i : best),
    0,
  );
  // The ends stay: they are what the axis runs to.
  const at = nearest === 0 ? 1 : nearest === places.length - 1 ? places.length - 2 : nearest;
  if (at > 0 && at < places.length - 1) places[at] = present;
  else places.push(present);
  return places.toSorted((a, b) => a - b);
}

/** Where a knob stands; undefined where the point has no such field, or its default is left unsaid. */
export function valueAt(point: PointInput, path: string): number | undefined {
  const value = getAt(point, parsePath(path, "knob"));
  return typeof value === "number" ? value : undefined;
}
