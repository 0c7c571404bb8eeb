import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { constantHazard, halfLifeInSteps } from "../../../theory/relatives/constantHazard.ts";
import { weibull } from "../../../theory/relatives/weibull.ts";

const SEED = 20_261_125;
const positive = fc.double({ min: -6, max: 6, noNaN: true }).map((x) => 10 ** x);
const rate = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });
const shapes = fc.double({ min: 0.2, max: 5, noNaN: true });

describe("constant hazard", () => {
  test("half at the half-life, a quarter at twice that, all at 0", () => {
    const law = constantHazard(59);
    expect([law.success(59), law.success(118), law.success(0), law.failRate(0)]).toEqual([0.5, 0.25, 1, 0]);
  });

  test("Ord's rule of thumb: 99% at a 70th of the half-life, 80% at a third", () => {
    const law = constantHazard(1);
    expect(1 / law.horizon(0.99)).toBeCloseTo(68.97, 2);
    expect(law.horizon(0.8)).toBeCloseTo(0.3219, 4);
  });

  test("what is left succeeds like a task begun afresh", () =>
    fc.assert(
      fc.property(positive, positive, positive, (halfLife, a, b) => {
        const law = constantHazard(halfLife);
        fc.pre((a + b) / halfLife < 1000); // beyond, doubles underflow
        // The exponent, up to 1000·log 2, carries a rounding of each of three quotients and a sum.
        expect(law.success(a + b) / (law.success(a) * law.success(b))).toBeCloseTo(1, 11);
      }),
      { seed: SEED, numRuns: 500 },
    ));

  test("n steps of one length: success is the n-th power of a step's, and half get through halfLifeInSteps", () =>
    fc.assert(
      fc.property(positive, fc.integer({ min: 1, max: 1000 }), (halfLife, steps) => {
        const law = constantHazard(halfLife);
        const step = halfLife / steps;
        expect(law.success(step) ** steps).toBeCloseTo(0.5, 12);
        expect(halfLifeInSteps(law.failRate(step))).toBeCloseTo(steps, 9);
      }),
      { seed: SEED, numRuns: 300 },
    ));

  test("a fail rate of 1e-15 keeps its digits, where 1 - success has none", () => {
    const law = constantHazard(1);
    const length = 1e-9;
    const expected = Math.LN2 * length * (1 - (Math.LN2 * length) / 2); // the series of 1 − e^−x, next term 1e-28
    expect(law.failRate(length) / expected).toBeCloseTo(1, 14);
    expect(Math.abs((1 - law.success(length)) / expected - 1)).toBeGreaterThan(1e-10);
  });

  test("far beyond the half-life success is 0 and never NaN", () => {
    const law = constantHazard(1e-9);
    expect([law.success(1e9), law.failRate(1e9)]).toEqual([0, 1]);
  });
});

describe("Weibull", () => {
  test("shape 1 is constant hazard", () =>
    fc.assert(
      fc.property(positive, positive, rate, (halfLife, length, target) => {
        const [one, other] = [weibull(halfLife, 1), constantHazard(halfLife)];
        fc.pre(length / halfLife < 1000);
        expect(one.success(length) / other.success(length)).toBeCloseTo(1, 12);
        expect(one.failRate(length) / other.failRate(length)).toBeCloseTo(1, 13);
        expect(one.hazard(length)).toBeCloseTo(other.hazard, 6);
        expect((one.horizon(target) as number) / other.horizon(target)).toBeCloseTo(1, 13);
        expect(one.scale).toBeCloseTo(1 / other.hazard, 6);
      }),
      { seed: SEED, numRuns: 300 },
    ));

  test("half at the half-life, 1/e at the scale, the target at its horizon, for every shape", () =>
    fc.assert(
      fc.property(positive, shapes, rate, (halfLife, shape, target) => {
        const law = weibull(halfLife, shape);
        expect(law.success(halfLife)).toBeCloseTo(0.5, 15);
        fc.pre(law.scale <= 1e9 && (law.horizon(target) as number) <= 1e9);
        expect(law.success(law.scale)).toBeCloseTo(Math.exp(-1), 13);
        expect(law.success(law.horizon(target) as number)).toBeCloseTo(target, 12);
      }),
      { seed: SEED, numRuns: 500 },
    ));

  test("the hazard is minus the slope of log success", () => {
    for (const shape of [0.6, 1, 1.7]) {
      const law = weibull(10, shape);
      const [at, h] = [7, 1e-5];
      const slope = (Math.log(law.success(at - h)) - Math.log(law.success(at + h))) / (2 * h);
      expect(law.hazard(at)).toBeCloseTo(slope, 8); // central difference: h²·f''' and rounding 1e-16/h, both below 1e-10
    }
  });

  test("cutting alone: neutral at shape 1, gains above, loses below; and the test would see a wrong shape", () => {
    const cut = (shape: number) => weibull(10, shape).success(25 / 5) ** 5 / weibull(10, shape).success(25);
    expect(cut(1)).toBeCloseTo(1, 13);
    expect(cut(1.3)).toBeGreaterThan(1.5);
    expect(cut(0.7)).toBeLessThan(0.7);
    // (R.9): success(25)^(5^(1 − β))
    for (const shape of [0.7, 1.3]) expect(cut(shape)).toBeCloseTo(weibull(10, shape).success(25) ** (5 ** (1 - shape) - 1), 12);
  });

  test("what is infinite is undefined, not Infinity: the hazard at 0, a horizon out of range", () => {
    expect(weibull(1, 0.5).hazard(0)).toBeUndefined();
    expect([weibull(1, 1).hazard(0), weibull(1, 2).hazard(0)]).toEqual([Math.LN2, 0]);
    expect(weibull(1e9, 0.01).horizon(1e-300)).toBeUndefined();
  });

  test("the ends of every range give numbers", () => {
    for (const halfLife of [1e-9, 1e9])
      for (const shape of [0.01, 100])
        for (const length of [0, 1e-9, 1, 1e9]) {
          const law = weibull(halfLife, shape);
          expect([law.success(length), law.failRate(length)].every((value) => value >= 0 && value <= 1)).toBe(true);
          expect(law.hazard(length) ?? 0).toBeGreaterThanOrEqual(0);
        }
  });
});

describe("bad input is refused by name", () => {
  test.each([
    [() => constantHazard(0), /halfLife must be >= 1e-9 and <= 1000000000, got 0/],
    [() => constantHazard(Number.NaN), /halfLife must be .* got NaN/],
    [() => constantHazard(1).success(-1), /length must be >= 0/],
    [() => constantHazard(1).horizon(1), /target must be > 0 and < 1, got 1/],
    [() => halfLifeInSteps(0), /stepFailRate must be > 0/],
    [() => weibull(1, 0), /shape must be >= 0\.01 and <= 100, got 0/],
    [() => weibull(1, 1).failRate(2e9), /length must be >= 0 and <= 1000000000, got 2000000000/],
  ])("%s", (call, message) => expect(call).toThrow(message));
});
