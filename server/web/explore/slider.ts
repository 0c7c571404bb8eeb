import type { Knob } from "./knobs.ts";
import { grainOf, onGrain, type Range } from "./ranges.ts";

/** Places of a logarithmic slider; others are at their value. */
export const LOG_PLACES = 1000;

/** @param place  of the thumb: a value, or for a logarithmic knob 0 to 1000 */
export function fromSlider({ isLog, isInteger }: Pick<Knob, "isLog" | "isInteger">, { low, high }: Range, place: number): number {
  if (!isLog) return isInteger ? Math.round(place) : Math.min(high, Math.max(low, onGrain(place, grainOf({ low, high }))));
  const value = low * (high / low) ** (place / LOG_PLACES);
  return isInteger ? Math.round(value) : Math.min(high, Math.max(low, Number(value.toPrecision(3))));
}

export function toSlider({ isLog }: Pick<Knob, "isLog">, { low, high }: Range, value: number): number {
  if (!isLog) return value;
  return value > 0 ? LOG_PLACES * Math.min(1, Math.max(0, Math.log(value / low) / Math.log(high / low))) : 0;
}
