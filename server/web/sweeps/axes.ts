import type { PointInput } from "../../../model/point.ts";
import { type Knob, knobOf, knobsOf } from "../explore/knobs.ts";
import { rangeOf } from "../explore/ranges.ts";
import type { AxisInput, SweepState } from "./state.ts";

export type Vary = SweepState["vary"];

/** Places of an axis that nobody has set yet. */
const PLACES = 30;

/** The range over which a knob is worth turning at a point, whole numbers one by one where they are few. */
export function axisOver(knob: Knob, point: PointInput): AxisInput {
  const { low, high } = rangeOf(knob, point);
  if (knob.isLog) return { range: { from: knob.isInteger ? Math.max(1, Math.ceil(low)) : low, to: high, count: PLACES, scale: "log" } };
  if (knob.isInteger && high - low < 2 * PLACES) return { range: { from: Math.ceil(low), to: Math.floor(high), step: 1 } };
  return { range: { from: Number(low.toPrecision(6)), to: high, count: PLACES } };
}

/** The field of each axis, as a path. */
export const fieldsOf = (vary: Vary): readonly string[] => Object.entries(vary).map(([name, { field }]) => field ?? name);

/** With an axis over another field, at the same place in the order. */
export function withField(vary: Vary, place: number, path: string, point: PointInput): Vary {
  const known = knobsOf(point).find((knob) => knob.path === path);
  const kept = Object.values(vary)[place];
  const { field: _, ...places } = kept ?? {};
  return withEntry(vary, place, path, known ? axisOver(known, point) : places);
}

/** With other places of an axis. */
export function withAxis(vary: Vary, place: number, axis: AxisInput): Vary {
  return withEntry(vary, place, Object.keys(vary)[place] as string, axis);
}

function withEntry(vary: Vary, place: number, name: string, { field, ...places }: AxisInput): Vary {
  const axis = field === undefined ? places : { field, ...places };
  return Object.fromEntries(Object.entries(vary).map((entry, i) => (i === place ? [name, axis] : entry)));
}

/** A second knob: the first of the point that is not varied yet. */
export function withSecond(vary: Vary, point: PointInput): Vary {
  const taken = fieldsOf(vary);
  const free = knobsOf(point).find(({ path }) => !taken.includes(path)) ?? knobOf(point, undefined);
  return { ...vary, [free.path]: axisOver(free, point) };
}

export const without = (vary: Vary, place: number): Vary => Object.fromEntries(Object.entries(vary).filter((_, i) => i !== place));
export const swapped = (vary: Vary): Vary => Object.fromEntries(Object.entries(vary).toReversed());

/** How the places of an axis are given. */
export type Spacing = "count" | "step" | "log" | "values";

export function spacingOf({ values, range }: AxisInput): Spacing {
  if (values) return "values";
  return range?.scale === "log" ? "log" : range?.step === undefined ? "count" : "step";
}

/**
 * The same axis spaced otherwise, its ends kept where they can be.
 *
 * @param places  its present values
 */
export function spaced(axis: AxisInput, places: readonly number[], spacing: Spacing): AxisInput {
  const field = axis.field === undefined ? {} : { field: axis.field };
  const [from, to] = [axis.range?.from ?? places[0] ?? 0, axis.range?.to ?? places.at(-1) ?? 1];
  const count = Math.max(2, places.length);
  switch (spacing) {
    case "values":
      return { ...field, values: places };
    case "count":
      return { ...field, range: { from, to, count } };
    case "log":
      return { ...field, range: { from: from > 0 ? from : to > 0 ? to / 100 : 1, to: to > 0 ? to : 10, count, scale: "log" } };
    case "step":
      return { ...field, range: { from, to, step: Number(((to - from) / (count - 1)).toPrecision(6)) || 1 } };
  }
}
