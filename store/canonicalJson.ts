/**
 * One text for one value: keys sorted by code unit, no white space, numbers in their shortest round-trip form, −0 as 0.
 * A key whose value is undefined is left out, as JSON does.
 *
 * @throws TypeError naming the path of what JSON cannot say: NaN, ±Infinity, undefined in a list, a function, a bigint,
 *         a symbol, an object of a class, a cycle
 */
export function canonicalJson(value: unknown): string {
  return written(value, "value", new Set());
}

function written(value: unknown, path: string, above: Set<object>): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "boolean":
      return String(value);
    case "number":
      if (!Number.isFinite(value)) throw new TypeError(`${path} must be finite to be recorded, got ${value}`);
      return JSON.stringify(value);
    case "object":
      return value === null ? "null" : writtenObject(value, path, above);
    default:
      throw new TypeError(`${path} must be JSON to be recorded, got ${typeof value}`);
  }
}

function writtenObject(value: object, path: string, above: Set<object>): string {
  if (above.has(value)) throw new TypeError(`${path} must not hold itself`);
  above.add(value);
  const text = Array.isArray(value)
    ? `[${Array.from(value, (item, i) => written(item, `${path}[${i}]`, above)).join(",")}]`
    : `{${entriesOf(value, path)
        .map(([key, item]) => `${JSON.stringify(key)}:${written(item, `${path}.${key}`, above)}`)
        .join(",")}}`;
  above.delete(value);
  return text;
}

/** A Date, a Map or a typed array would lose its meaning without a word, so only plain objects pass. */
function entriesOf(value: object, path: string): [string, unknown][] {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype)
    throw new TypeError(`${path} must be a plain object to be recorded, got ${value.constructor?.name ?? "an object of a class"}`);
  return Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
