import { CURVE_STYLES, type CurveStyle } from "./theme.ts";

/** Curves that occur in several figures keep one look in all of them. */
const FIXED: Readonly<Record<string, number>> = {
  "Model 1": 0,
  "Model 2": 1,
  "Model 3": 2,
  aligned: 3,
  misaligned: 4,
  none: 5,
};

/** Styles for other names: first those that differ in dash and shape from each other, and so in a grey print too. */
const OTHERS = [0, 1, 2, 6, 7, 3, 4, 5];

/**
 * A style for each curve name, all different. Names not known beforehand take the free styles in order.
 *
 * @throws RangeError if there are more names than styles: a reader could not tell the curves apart
 */
export function styleCurves(names: readonly string[]): ReadonlyMap<string, CurveStyle> {
  const distinct = [...new Set(names)];
  if (distinct.length > CURVE_STYLES.length)
    throw new RangeError(`a figure must have at most ${CURVE_STYLES.length} curve names, got ${distinct.length}`);
  const taken = new Set(distinct.flatMap((name) => fixedSlot(name) ?? []));
  const free = OTHERS.filter((slot) => !taken.has(slot)).values();
  return new Map(distinct.map((name) => [name, CURVE_STYLES[fixedSlot(name) ?? (free.next().value as number)] as CurveStyle]));
}

function fixedSlot(name: string): number | undefined {
  return Object.hasOwn(FIXED, name) ? FIXED[name] : undefined;
}
