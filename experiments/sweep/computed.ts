import { InvalidInput } from "../../model/invalid.ts";
import { SCOPE_FIELDS } from "./axes.ts";
import type { Formula } from "./expression.ts";
import { getAt, type PointPath, parsePath, requirePath, setAt } from "./pointPath.ts";

/** A field of the point that an expression sets. */
export interface Computed {
  /** As the spec writes it. */ readonly field: string;
  readonly path: PointPath;
  readonly formula: Formula;
  /** Names it uses. */ readonly uses: ReadonlySet<string>;
}

/**
 * Compiles the expressions of a spec; mathjs is loaded only where there is one.
 *
 * @param names  numeric axes, which expressions may use beside `SCOPE_FIELDS`
 * @param point  a point the paths are meant for
 */
export async function compileComputed(
  set: Readonly<Record<string, string | number>>,
  names: readonly string[],
  point: unknown,
): Promise<Computed[]> {
  const entries = Object.entries(set);
  if (entries.length === 0) return [];
  const { compileExpression } = await import("./expression.ts");
  return entries.map(([field, text]) => {
    const within = `set.${field}`;
    const path = parsePath(field, within);
    const type = requirePath(path, point, within);
    if (type !== "number" && type !== "integer") throw new InvalidInput(within, "must be a field that holds a number", text);
    const known = [...new Set([...SCOPE_FIELDS, ...names])];
    return { field, path, ...compileExpression(String(text), known, within) };
  });
}

/**
 * Sets the computed fields of a point, in place; a later expression sees what an earlier one has set.
 *
 * @returns field → value
 * @throws InvalidInput quoting an expression that gives no finite number here
 */
export function setComputed(
  point: unknown,
  computed: readonly Computed[],
  varied: Readonly<Record<string, unknown>>,
): { readonly values: Record<string, number>; readonly misfit: InvalidInput | undefined } {
  const values: Record<string, number> = {};
  let misfit: InvalidInput | undefined;
  for (const { field, path, formula } of computed) {
    const fields = SCOPE_FIELDS.map((name) => [name, getAt(point, [name])] as const);
    const scope = { ...varied, ...Object.fromEntries(fields.filter(([, value]) => typeof value === "number")) };
    const value = formula(scope);
    values[field] = value;
    misfit ??= misfitOf(() => setAt(point, path, value));
  }
  return { values, misfit };
}

/** What an axis' value leaves no room for is the point's trouble, not the spec's. */
export function misfitOf(place: () => void): InvalidInput | undefined {
  try {
    place();
    return undefined;
  } catch (error) {
    if (error instanceof InvalidInput) return error;
    throw error;
  }
}
