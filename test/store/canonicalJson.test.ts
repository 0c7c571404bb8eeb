import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson } from "../../store/canonicalJson.ts";

const SEED = 20_261_121;
const SEARCH = { numRuns: 500, seed: SEED };
/** −0 is left out: it is one value with 0 here, unlike in `toEqual`. */
const anyJson = fc.jsonValue().filter((value) => !JSON.stringify(value).includes("-0"));

const reversedKeys = (value: unknown): unknown => {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(reversedKeys);
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversedKeys(item)]),
  );
};

describe("canonical JSON", () => {
  test("does not depend on the order of keys", () =>
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(canonicalJson(reversedKeys(value))).toBe(canonicalJson(value));
      }),
      SEARCH,
    ));

  test("says the whole value: parsing gives it back, so two values never share a text", () =>
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(value);
      }),
      SEARCH,
    ));

  test("gives neighbouring doubles different texts and both zeros the same", () =>
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }), (x) => {
        const next = x + Math.max(Math.abs(x) * Number.EPSILON, Number.MIN_VALUE);
        expect(canonicalJson([x]) === canonicalJson([next])).toBe(x === next);
        expect(canonicalJson(x * 0)).toBe("0");
      }),
      SEARCH,
    ));

  test("leaves out undefined keys as JSON does", () => {
    expect(canonicalJson({ b: 1, a: undefined, c: { d: undefined } })).toBe('{"b":1,"c":{}}');
  });

  test.each<[string, unknown, RegExp]>([
    ["NaN", { a: [1, Number.NaN] }, /value\.a\[1\] must be finite.*NaN/],
    ["infinity", { a: -Infinity }, /value\.a must be finite/],
    ["undefined in a list", { a: [undefined] }, /value\.a\[0\] must be JSON/],
    ["a hole in a list", new Array(1), /value\[0\] must be JSON/],
    ["a function", { f: () => 1 }, /value\.f must be JSON.*function/],
    ["a bigint", { n: 1n }, /value\.n must be JSON.*bigint/],
    ["a date", { d: new Date(0) }, /value\.d must be a plain object.*Date/],
    ["a typed array", { x: new Float64Array(2) }, /value\.x must be a plain object.*Float64Array/],
  ])("refuses %s, naming its path", (_, value, message) => {
    expect(() => canonicalJson(value)).toThrow(message);
  });

  test("refuses a cycle instead of overflowing the stack; a value used twice is none", () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    expect(() => canonicalJson(cycle)).toThrow(/must not hold itself/);
    const shared = { a: 1 };
    expect(canonicalJson([shared, shared])).toBe('[{"a":1},{"a":1}]');
  });
});
