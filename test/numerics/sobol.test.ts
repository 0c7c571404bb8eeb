import { describe, expect, test } from "vitest";
import { MOST_DIMENSIONS, sobolSequence } from "../../numerics/sobol.ts";

const slices = (axis: number, points: readonly number[][], count: number) => new Set(points.map((u) => Math.floor(u[axis] * count))).size;
const run = (from: number, count: number, seed = "a") => {
  const at = sobolSequence(MOST_DIMENSIONS, seed);
  return Array.from({ length: count }, (_, i) => at(from + i));
};

describe("scrambled Sobol sequence", () => {
  // A (0, m, 1)-net in every axis: wrong direction numbers would put two points into one slice.
  test("every aligned run of 2^m points has one point in each of 2^m slices of every axis", () => {
    for (const m of [1, 4, 8, 10])
      for (const block of [0, 1, 5])
        for (let axis = 0; axis < MOST_DIMENSIONS; axis++)
          expect(slices(axis, run(block * 2 ** m, 2 ** m), 2 ** m), `axis ${axis}, 2^${m}, run ${block}`).toBe(2 ** m);
  });

  // Of 1,024 independent points each pair's correlation has standard deviation 1/32: five of them, 0.16, would let one pair in 10^4 fail. A
  // pair of axes with the same generator is seen even so: it has the correlation of its scrambling alone.
  test("no two axes move together", () => {
    const points = run(0, 1024);
    for (let a = 0; a < MOST_DIMENSIONS; a++)
      for (let b = 0; b < a; b++) {
        const correlation = (12 * points.reduce((sum, u) => sum + (u[a] - 0.5) * (u[b] - 0.5), 0)) / points.length;
        expect(Math.abs(correlation), `axes ${a} and ${b}`).toBeLessThan(0.16);
      }
  });

  test("a point depends on seed and index alone, and lies inside the cube", () => {
    expect(run(0, 20).slice(0, 10)).toEqual(run(0, 10));
    expect(sobolSequence(3, "a")(7)).toEqual(sobolSequence(MOST_DIMENSIONS, "a")(7).slice(0, 3));
    expect(run(0, 4, "b")).not.toEqual(run(0, 4));
    for (const u of run(2 ** 31, 50).flat()) expect(u > 0 && u < 1).toBe(true);
  });

  // The mean of Π(1 + (u_i − ½)) over five axes is 1. Independent draws have standard error √((13/12)^5 − 1)/64 = 0.011 at 4,096 points.
  test("it integrates far better than independent points would", () => {
    const at = sobolSequence(5, "a");
    const mean =
      Array.from({ length: 4096 }, (_, i) => at(i).reduce((product, u) => product * (0.5 + u), 1)).reduce((a, b) => a + b) / 4096;
    expect(Math.abs(mean - 1)).toBeLessThan(0.011 / 5);
  });

  test("what it cannot give is refused by name", () => {
    for (const d of [0, 1.5, MOST_DIMENSIONS + 1]) expect(() => sobolSequence(d, "a")).toThrow(/dimensions must be an integer in/);
    for (const i of [-1, 0.5, 2 ** 32]) expect(() => sobolSequence(2, "a")(i)).toThrow(/index must be an integer in/);
  });
});
