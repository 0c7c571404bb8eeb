import { expect, test } from "vitest";
import { type Pair, threefry } from "../../numerics/threefry.ts";

const value = (key: Pair, counter: Pair, rounds?: number): string[] => {
  const into: Pair = [0, 0];
  threefry(key, ...counter, into, rounds);
  return into.map((word) => (word >>> 0).toString(16).padStart(8, "0"));
};

// The known answers that Random123 1.14 lists for threefry2x32, for the two numbers of rounds.
const ONES = 0xffffffff | 0;
const PI: readonly [Pair, Pair] = [
  [0x13198a2e | 0, 0x03707344 | 0],
  [0x243f6a88 | 0, 0x85a308d3 | 0],
];

test("the generator gives the published values: 20 rounds", () => {
  expect(value([0, 0], [0, 0], 20)).toEqual(["6b200159", "99ba4efe"]);
  expect(value([ONES, ONES], [ONES, ONES], 20)).toEqual(["1cb996fc", "bb002be7"]);
  expect(value(PI[0], PI[1], 20)).toEqual(["c4923a9c", "483df7a0"]);
});

test("the generator gives the published values: 13 rounds", () => {
  expect(value([0, 0], [0, 0])).toEqual(["9d1c5ec6", "8bd50731"]);
  expect(value([ONES, ONES], [ONES, ONES])).toEqual(["fd36d048", "2d17272c"]);
  expect(value(PI[0], PI[1])).toEqual(["ba3e4725", "f27d669e"]);
});

test("the comparison has teeth: a round more or less is another value", () => {
  expect(value([0, 0], [0, 0], 12)).not.toEqual(value([0, 0], [0, 0]));
  expect(value([0, 0], [0, 0], 14)).not.toEqual(value([0, 0], [0, 0]));
});
