import { Compile } from "typebox/compile";
import { InvalidInput } from "../../model/invalid.ts";
import { PointSchema } from "../../model/point.ts";
import { parsePoint } from "../../model/validate.ts";
import { type Axis, axesOf, groupsOf } from "./axes.ts";
import { MAX_POINTS } from "./axisValues.ts";
import { type Computed, compileComputed, misfitOf, setComputed } from "./computed.ts";
import { parsePath, setAt, shownPath } from "./pointPath.ts";
import { type Method, parseSpec } from "./spec.ts";

/** One point of a sweep, not yet checked against the rules of the model. */
export interface SweepPoint {
  /** Axis → its value here. */ readonly varied: Readonly<Record<string, unknown>>;
  /** Field set by an expression → its value here. */ readonly computed: Readonly<Record<string, number>>;
  /** The point as a user would write it. */ readonly point: unknown;
  /** Why the axes do not fit together here, where they do not. */ readonly misfit: InvalidInput | undefined;
}

/** A checked sweep. Its points are made one by one: a million of them need no memory. */
export interface Sweep {
  readonly name: string;
  /** Axes in the order written, which is the order of columns. */ readonly varied: readonly string[];
  /** Fields set by expressions. */ readonly computed: readonly string[];
  readonly method: Method;
  /** Per simulated point. */ readonly runs: number;
  readonly seed: string;
  /** Points in all. */ readonly count: number;
  /** @param index  from 0; the first axis varies slowest */
  at(index: number): SweepPoint;
}

const pointSchema = Compile(PointSchema);

export interface SweepReading {
  /** Points at most; `MAX_POINTS` unless given. */ readonly mostPoints?: number;
  /** Every expression was tried at every point before, so that it need not be done again. */ readonly tried?: boolean;
}

/**
 * Reads a sweep's spec and tries every expression at every point: afterwards only the model can refuse a point.
 *
 * @throws InvalidInput naming the spec's field, the rule and the value
 */
export async function parseSweep(input: unknown, { mostPoints = MAX_POINTS, tried = false }: SweepReading = {}): Promise<Sweep> {
  const spec = parseSpec(input);
  const { base, set, name, method, runs, seed } = spec;
  const axes = axesOf(spec);
  const groups = groupsOf(spec, axes);
  const count = groups.reduce((product, group) => product * lengthOf(group), 1);
  if (count > mostPoints) throw new InvalidInput("vary", `must make at most ${mostPoints} points`, count);
  requireApart(axes, Object.keys(set));
  const numeric = axes.filter((axis) => axis.numeric).map((axis) => axis.name);
  const computed = await compileComputed(set, numeric, placed(base, axes, groups, 0).point);
  requireUsed(axes, computed);
  const at = (index: number): SweepPoint => withComputed(placed(base, axes, groups, index), computed);
  requireBase(at(0), [...axes.flatMap(({ path }) => (path ? [shownPath(path)] : [])), ...Object.keys(set)]);
  if (computed.length > 0 && !tried) for (let index = 1; index < count; index++) at(index);
  return { name, varied: axes.map((axis) => axis.name), computed: Object.keys(set), method, runs, seed, count, at };
}

const lengthOf = (group: readonly Axis[]): number => group[0]?.values.length ?? 1;

type Placed = Omit<SweepPoint, "computed">;

function placed(base: object, axes: readonly Axis[], groups: readonly (readonly Axis[])[], index: number): Placed {
  const position = new Map<Axis, number>();
  let rest = index;
  for (const group of groups.toReversed()) {
    for (const axis of group) position.set(axis, rest % lengthOf(group));
    rest = Math.floor(rest / lengthOf(group));
  }
  const point = structuredClone(base);
  const varied: Record<string, unknown> = {};
  let misfit: InvalidInput | undefined;
  for (const axis of axes) {
    const value = axis.values[position.get(axis) ?? 0];
    const { path } = axis;
    varied[axis.name] = value;
    if (path) misfit ??= misfitOf(() => setAt(point, path, structuredClone(value)));
  }
  return { varied, point, misfit };
}

function withComputed({ varied, point, misfit }: Placed, computed: readonly Computed[]): SweepPoint {
  const { values, misfit: later } = setComputed(point, computed, varied);
  return { varied, computed: values, point, misfit: misfit ?? later };
}

/** An expression would silently undo what an axis of the same field says. */
function requireApart(axes: readonly Axis[], set: readonly string[]): void {
  for (const field of set) {
    const written = shownPath(parsePath(field, `set.${field}`));
    const rival = axes.find(({ path }) => path && shownPath(path) === written);
    if (rival) throw new InvalidInput(`set.${field}`, `must set a field that no axis varies: ${rival.name} varies it`, field);
  }
}

function requireUsed(axes: readonly Axis[], computed: readonly Computed[]): void {
  for (const { name, path } of axes)
    if (!path && !computed.some(({ uses }) => uses.has(name)))
      throw new InvalidInput(`vary.${name}`, "must have a field, or be used by an expression of set");
}

/**
 * A base of the wrong shape would be refused at every point with the same words: it is the spec's error instead.
 *
 * @param touched  fields that axes or expressions set: theirs is the point's error
 */
function requireBase({ point, misfit }: SweepPoint, touched: readonly string[]): void {
  if (misfit || pointSchema.Check(point)) return;
  try {
    parsePoint(point);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const { field, rule, value } = error;
    const within = (inner: string, outer: string) => inner === outer || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);
    if (touched.some((path) => within(field, path) || within(path, field))) return;
    throw new InvalidInput(field === "" ? "base" : `base.${field}`, rule, value);
  }
}
