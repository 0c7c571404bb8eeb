import { describe, expect, test } from "vitest";
import { CANONICAL, MODEL_1, MODEL_3 } from "../../model/canonical.ts";
import { parsePoint } from "../../model/validate.ts";
import { guidedPool } from "../../theory/attempt/guidedPool.ts";
import { sumOf, unite, within } from "../../theory/attempt/intervalSet.ts";
import { roughPoints } from "../../theory/attempt/panels.ts";

describe("interval sets", () => {
  test("touching pieces are merged, empty ones dropped", () =>
    expect(
      unite([
        [3, 4],
        [1, 2],
        [2, 2.5],
        [5, 5],
      ]),
    ).toEqual([
      [1, 2.5],
      [3, 4],
    ]));
  test("sums", () =>
    expect(
      sumOf(
        [
          [0, 1],
          [10, 11],
        ],
        [[2, 3]],
      ),
    ).toEqual([
      [2, 4],
      [12, 14],
    ]));
  test("cutting", () =>
    expect(
      within(
        [
          [0, 4],
          [6, 8],
        ],
        3,
        7,
      ),
    ).toEqual([
      [3, 4],
      [6, 7],
    ]));
  test("too many pieces become their hull: a superset", () => {
    const many = Array.from({ length: 400 }, (_, i) => [2 * i, 2 * i + 1] as const);
    expect(unite(many)).toEqual([[0, 799]]);
  });
});

describe("guided pool", () => {
  const point = (kind: "aligned" | "misaligned", strength: number) =>
    parsePoint({
      ...CANONICAL,
      stages: { kind: "uniform", count: 5 },
      pool: [MODEL_1, MODEL_3],
      weights: [1, 3],
      guidance: { kind, strength },
    });
  const weights = (kind: "aligned" | "misaligned", strength: number, distance: number) => {
    const out = new Float64Array(2);
    guidedPool(point(kind, strength), [0, 1]).weightsAt(distance, out);
    return [...out];
  };
  test("weights follow the definition", () => {
    const [m1, m3] = guidedPool(point("aligned", 0.5), [0, 1]).members.map((member) => member.mean);
    const [a, b] = [Math.exp(-0.5 * Math.abs(m1 - 7)), 3 * Math.exp(-0.5 * Math.abs(m3 - 7))];
    expect(weights("aligned", 0.5, 7)[0]).toBeCloseTo(a / (a + b), 14);
    expect(weights("misaligned", 0.5, 7)[0]).toBeCloseTo(1 / a / (1 / a + 9 / b), 14);
  });
  test("the largest strength does not overflow", () => expect(weights("misaligned", 1e6, 6)).toEqual([0, 1]));
  test("at a switch the two sides weigh the same", () => {
    const pool = guidedPool(point("aligned", 2), [0, 1]);
    const out = new Float64Array(2);
    pool.weightsAt(pool.switches[0], out);
    expect(out[0]).toBeCloseTo(0.5, 12);
  });
  test("rough points hold the step ends, their sums and the bends of the weights", () => {
    const pool = guidedPool(point("aligned", 2), [0, 1]);
    const bends = pool.kinks.map((distance) => 20 - distance);
    const rough = roughPoints(pool, [0], bends, 32);
    expect(rough).toEqual(expect.arrayContaining([4, 8, 14, 12, 18, 28, 20 - pool.members[0].mean]));
  });
});
