import { InvalidInput } from "../../model/invalid.ts";
import { PointSchema } from "../../model/point.ts";
import { type AxisInput, axisValues, parseAxis } from "./axisValues.ts";
import { CELL_NAMES } from "./columns.ts";
import { type PointPath, parsePath, requirePath, setAt, shownPath } from "./pointPath.ts";
import type { SweepSpec } from "./spec.ts";

export interface Axis {
  readonly name: string;
  /** Undefined for a free quantity that only expressions use. */ readonly path: PointPath | undefined;
  readonly values: readonly unknown[];
  /** Expressions may use it: all its values are numbers, and its name is a name. */ readonly numeric: boolean;
}

/** Numeric fields of the point that every expression may use. */
export const SCOPE_FIELDS: readonly string[] = ["goal", "tolerance", "stepBudget", "retryBudget"];

const IDENTIFIER = /^[\p{L}][\p{L}\p{N}_]{0,39}$/u;

/**
 * The axes of a spec in the order written. A path is held against the base as the axes before it leave it, so one axis may
 * vary all of `stages` and the next its count.
 *
 * @throws InvalidInput naming the axis
 */
export function axesOf({ base, vary }: SweepSpec): Axis[] {
  const point = structuredClone(base);
  const axes: Axis[] = [];
  for (const [name, input] of Object.entries(vary)) {
    const within = `vary.${name}`;
    const axis = parseAxis(input, within);
    const path = pathOf(name, axis, within);
    const rival = axes.find((other) => path && other.path && shownPath(other.path) === shownPath(path));
    if (rival) throw new InvalidInput(within, `must vary a field of its own: ${rival.name} varies it already`, axis.field ?? name);
    const type = path && requirePath(path, point, axis.field === undefined ? within : `${within}.field`);
    const values = axisValues(axis, type === "integer", within);
    if (path) setAt(point, path, structuredClone(values[0]));
    axes.push({ name, path, values, numeric: IDENTIFIER.test(name) && values.every((value) => typeof value === "number") });
  }
  return axes;
}

/** An axis without a field varies the field it is named after, or a free quantity for expressions. */
function pathOf(name: string, { field }: AxisInput, within: string): PointPath | undefined {
  if (CELL_NAMES.has(name)) throw new InvalidInput(within, "must not be named like a column of results", name);
  if (field === undefined && (/[.[]/.test(name) || Object.hasOwn(PointSchema.properties, name))) return parsePath(name, within);
  if (!IDENTIFIER.test(name)) throw new InvalidInput(within, "must be named with a letter, then letters, digits and _, 40 at most", name);
  if (field !== undefined && SCOPE_FIELDS.includes(name) && field !== name)
    throw new InvalidInput(within, `must not be named ${name}, which expressions read from the point`, field);
  return field === undefined ? undefined : parsePath(field, `${within}.field`);
}

/** The axes that move against each other: each by itself, zipped ones as one, at the place of the first of them. */
export function groupsOf({ zip }: SweepSpec, axes: readonly Axis[]): (readonly Axis[])[] {
  const groups = new Map<Axis, readonly Axis[]>(axes.map((axis) => [axis, [axis]]));
  const zipped = new Set<Axis>();
  zip.forEach((names, i) => {
    const group = names.map((name) => {
      const axis = axes.find((candidate) => candidate.name === name);
      if (!axis || zipped.has(axis)) throw new InvalidInput(`zip[${i}]`, "must name axes of vary, each once", name);
      zipped.add(axis);
      return axis;
    });
    const lengths = group.map(({ values }) => values.length);
    if (new Set(lengths).size > 1) throw new InvalidInput(`zip[${i}]`, `must name axes of one length (${names.join(", ")})`, lengths);
    for (const axis of group) groups.set(axis, group);
  });
  return [...new Set(axes.map((axis) => groups.get(axis) ?? [axis]))];
}
