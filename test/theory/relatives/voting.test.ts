import fc from "fast-check";
import type { BigNumber } from "mathjs";
import { describe, expect, test } from "vitest";
import { leastLead } from "../../../theory/relatives/leastLead.ts";
import { logOdds, votingLaw, votingLawOfOdds } from "../../../theory/relatives/votingLaw.ts";
import { digits, exactly, exactRisk, oneMinusExp } from "./exactly.ts";

const SEED = 20_261_125;
const accuracies = fc.oneof(
  fc.double({ min: 0.501, max: 0.999_999, noNaN: true }),
  fc.double({ min: -12, max: -1, noNaN: true }).map((x) => 0.5 + 10 ** x / 2.5), // near 1/2
  fc.double({ min: -15, max: -1, noNaN: true }).map((x) => 1 - 10 ** x / 2.5), // near 1
);
const stepCounts = fc.double({ min: 0, max: 12, noNaN: true }).map((x) => Math.round(10 ** x));
const leads = fc.integer({ min: 1, max: 40 });

/** A vote as a walk from 0 to ±k, by its transition probabilities; what is undecided after `votes` is left over. */
function walk(p: number, ahead: number, votes: number) {
  let at = new Float64Array(2 * ahead + 1);
  at[ahead] = 1;
  let meanVotes = 0;
  for (let n = 0; n < votes; n++) {
    const next = new Float64Array(at.length);
    [next[0], next[2 * ahead]] = [at[0], at[2 * ahead]];
    for (let i = 1; i < 2 * ahead; i++) {
      next[i + 1] += p * at[i];
      next[i - 1] += (1 - p) * at[i];
      meanVotes += at[i];
    }
    at = next;
  }
  return { right: at[2 * ahead], wrong: at[0], meanVotes };
}

describe("the voting law", () => {
  test.each([
    [0.99, 1e6, 4, 0.9896],
    [0.999, 1_048_575, 3, 0.9989],
    [0.9, 1000, 5, 0.9832],
  ])("p %d, s %d, k %d: %d", (p, s, k, expected) => expect(votingLaw(p, s, k).success).toBeCloseTo(expected, 4));

  test("one step is the walk itself: chance and expected votes, by its transition probabilities", () => {
    for (const p of [0.1, 0.45, 0.5, 0.6, 0.9])
      for (const k of [1, 2, 3, 5]) {
        const { right, wrong, meanVotes } = walk(p, k, 4000); // for k = 5, p = 1/2 an open walk shrinks by 0.95 a vote: 1e-80 left
        const law = votingLaw(p, 1, k);
        expect(law.stepSuccess).toBeCloseTo(right, 12);
        expect(law.stepFailRate).toBeCloseTo(wrong, 12);
        expect(law.votesPerStep).toBeCloseTo(meanVotes, 9);
      }
  });

  test("the comparison has teeth: a lead of one more is another walk", () => {
    expect(Math.abs(votingLaw(0.6, 1, 4).stepSuccess - walk(0.6, 3, 4000).right)).toBeGreaterThan(0.05);
  });

  test("risk and fail rate agree with 80 digits, for p near 1/2 and near 1 and s up to 1e12", () =>
    fc.assert(
      fc.property(accuracies, stepCounts, leads, (p, s, k) => {
        const exact = exactRisk(p, s, k);
        const { risk, failRate } = votingLaw(p, s, k);
        const off = (value: number, of: BigNumber) =>
          digits.abs(digits.subtract(digits.divide(exactly(value), of) as BigNumber, 1)) as BigNumber;
        fc.pre(Number(exact) > 1e-290); // below, doubles are losing their digits
        // ρ^k = e^(−kλ): kλ is then below 700, and its three roundings of 1.1e-16 are relative errors of ρ^k: 2.4e-13.
        expect(Number(off(risk, exact))).toBeLessThan(3e-13);
        expect(Number(off(failRate, oneMinusExp(exact)))).toBeLessThan(3e-13);
      }),
      { seed: SEED, numRuns: 300 },
    ));

  test("the comparison has teeth: the formula as it is written loses all digits at s = 1e12", () => {
    const [p, s, k] = [0.9999, 1e12, 5];
    const plain = -Math.log((1 + ((1 - p) / p) ** k) ** -s);
    expect(Math.abs(plain / Number(exactRisk(p, s, k)) - 1)).toBeGreaterThan(0.1);
    expect(Math.abs(votingLaw(p, s, k).risk / Number(exactRisk(p, s, k)) - 1)).toBeLessThan(1e-13);
  });

  test("at p = 1/2 it is 2^-s and k² votes, whatever the lead; below, a lead makes it worse", () => {
    for (const k of [1, 2, 10]) {
      expect(votingLaw(0.5, 10, k).success).toBeCloseTo(2 ** -10, 16);
      expect(votingLaw(0.5, 10, k).votesPerStep).toBe(k * k);
    }
    expect(votingLaw(0.5 + 1e-12, 1, 10).votesPerStep).toBeCloseTo(100, 8);
    expect(votingLaw(0.4, 10, 2).success).toBeLessThan(votingLaw(0.4, 10, 1).success);
  });

  test("an agent without fault, and one that is never right", () => {
    expect(votingLaw(1, 1e15, 3)).toEqual({
      stepSuccess: 1,
      stepFailRate: 0,
      success: 1,
      failRate: 0,
      risk: 0,
      votesPerStep: 3,
      votes: 3e15,
    });
    const never = votingLaw(0, 10, 3);
    expect([never.success, never.failRate, never.risk, never.votesPerStep]).toEqual([0, 1, Number.POSITIVE_INFINITY, 3]);
  });

  test("the log-odds are odd, keep the digits near 1/2, and none is lost near 1", () => {
    expect(logOdds(0.5)).toBe(0);
    expect(logOdds(0.5 + 2 ** -50)).toBe(2 ** -48); // 2·atanh(2x) = 4x + 16x³/3
    expect(logOdds(0.25)).toBeCloseTo(-logOdds(0.75), 15);
    expect(logOdds(1 - 2 ** -50)).toBeCloseTo(50 * Math.LN2, 13);
    expect([logOdds(1), logOdds(0)]).toEqual([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  });

  test("success rises with p and with the lead, falls with the steps; votes lie between k and k²", () =>
    fc.assert(
      fc.property(fc.double({ min: 0.5001, max: 0.99, noNaN: true }), fc.integer({ min: 1, max: 1e6 }), leads, (p, s, k) => {
        const { risk, votesPerStep } = votingLaw(p, s, k);
        expect(votingLaw(p + 0.001, s, k).risk).toBeLessThan(risk);
        expect(votingLaw(p, s, k + 1).risk).toBeLessThan(risk);
        expect(votingLaw(p, s + 1, k).risk).toBeGreaterThan(risk);
        expect(votesPerStep >= k * (1 - 1e-14) && votesPerStep <= k * k * (1 + 1e-14)).toBe(true);
      }),
      { seed: SEED, numRuns: 300 },
    ));

  test("votes whose p rounds to 1 are given by their odds", () => {
    const { risk } = votingLawOfOdds(100, 1e12, 1); // 1 − p = e^−100, which no p near 1 can say
    expect(risk / (1e12 * Math.exp(-100))).toBeCloseTo(1, 12);
  });

  test("wrong votes split over two answers: right at least as often as when they agree", () => {
    const ahead = 2;
    for (const [p, q] of [
      [0.4, 0.3],
      [0.6, 0.2],
      [0.34, 0.33],
    ]) {
      // Counts less the least of them say all; 60 votes leave less than the rest below undecided.
      let states = new Map<string, number>([["0,0,0", 1]]);
      let right = 0;
      for (let n = 0; n < 80; n++) {
        const next = new Map<string, number>();
        for (const [state, mass] of states)
          for (const [answer, chance] of [p, q, 1 - p - q].entries()) {
            const counts = state.split(",").map((count, i) => Number(count) + Number(i === answer));
            const rivals = counts.filter((_, i) => i !== answer);
            if (counts[answer] - Math.max(...rivals) >= ahead) {
              if (answer === 0) right += mass * chance;
              continue;
            }
            const least = Math.min(...counts);
            const key = counts.map((count) => count - least).join(",");
            next.set(key, (next.get(key) ?? 0) + mass * chance);
          }
        states = next;
      }
      expect(right).toBeGreaterThan(votingLaw(p, 1, ahead).stepSuccess);
    }
  });
});

describe("the least lead", () => {
  test("reaches the issue's values and not with one vote less", () => {
    expect(leastLead(0.99, 1e6, 0.9896).ahead).toBe(4);
    expect(leastLead(0.999, 1_048_575, 0.9989).ahead).toBe(3);
    expect(leastLead(0.9, 1000, 0.98).ahead).toBe(5);
  });

  /** k from 80 digits; undefined where it is a tie. */
  function exactLead(p: number, s: number, t: number): number | undefined {
    const one = digits.bignumber(1);
    const odds = digits.log(digits.divide(exactly(p), digits.subtract(one, exactly(p))) as BigNumber) as BigNumber;
    const root = digits.exp(digits.divide(digits.unaryMinus(digits.log(exactly(t)) as BigNumber) as BigNumber, s) as BigNumber);
    const quotient = digits.divide(digits.unaryMinus(digits.log(digits.subtract(root, one) as BigNumber) as BigNumber), odds) as BigNumber;
    const nearest = digits.round(quotient) as BigNumber;
    if (Math.abs(Number(digits.subtract(quotient, nearest))) < 1e-9) return undefined;
    return Math.max(1, Number(digits.ceil(quotient)));
  }

  test("is that of 80 digits for s up to 1e12 and any target", () => {
    let compared = 0;
    fc.assert(
      fc.property(
        fc.oneof(
          fc.double({ min: 0.501, max: 0.9999, noNaN: true }),
          fc.double({ min: -12, max: -1, noNaN: true }).map((x) => 1 - 10 ** x / 2.5),
        ),
        stepCounts,
        fc.oneof(
          fc.double({ min: 0.001, max: 0.999, noNaN: true }),
          fc.double({ min: -14, max: -1, noNaN: true }).map((x) => 1 - 10 ** x),
        ),
        (p, s, t) => {
          const exact = exactLead(p, s, t);
          fc.pre(exact !== undefined);
          compared += 1;
          expect(leastLead(p, s, t).ahead).toBe(exact);
        },
      ),
      { seed: SEED, numRuns: 400 },
    );
    expect(compared).toBeGreaterThan(390);
  });

  test("a hair to either side of what a lead gives decides between it and the next", () =>
    fc.assert(
      fc.property(fc.double({ min: 0.55, max: 0.99, noNaN: true }), fc.integer({ min: 2, max: 12 }), (p, k) => {
        const s = Math.max(1, Math.round(1 / votingLaw(p, 1, k).risk)); // −log p_full near 1, where a target has all its digits
        fc.pre(s <= 1e12);
        const { risk } = votingLaw(p, s, k);
        expect(leastLead(p, s, Math.exp(-risk * (1 + 1e-9))).ahead).toBe(k);
        expect(leastLead(p, s, Math.exp(-risk * (1 - 1e-9))).ahead).toBe(k + 1);
      }),
      { seed: SEED, numRuns: 300 },
    ));

  test("what the law itself gives is reached by the same lead: a tie is no step further", () =>
    fc.assert(
      fc.property(fc.double({ min: 0.55, max: 0.99, noNaN: true }), fc.integer({ min: 1, max: 12 }), (p, k) => {
        const s = Math.max(1, Math.round(1 / votingLaw(p, 1, k).risk));
        fc.pre(s <= 1e12);
        expect(leastLead(p, s, votingLaw(p, s, k).success).ahead).toBe(k);
      }),
      { seed: SEED, numRuns: 300 },
    ));

  test("the searches have teeth: the bare closed form is off by one at ties", () => {
    const bare = (p: number, s: number, t: number) => Math.max(1, Math.ceil(-Math.log(t ** (-1 / s) - 1) / Math.log(p / (1 - p))));
    const wrong = Array.from({ length: 40 }, (_, i) => 0.56 + i / 100).filter((p) => {
      const s = Math.max(1, Math.round(1 / votingLaw(p, 1, 6).risk));
      return bare(p, s, votingLaw(p, s, 6).success) !== 6;
    });
    expect(wrong.length).toBeGreaterThan(5);
  });

  test("grows with the logarithm of the steps: within 1 + log(s/log(1/t))/λ", () => {
    for (const s of [1, 1e3, 1e6, 1e9, 1e12, 1e15])
      expect(leastLead(0.9, s, 0.9).ahead).toBeLessThanOrEqual(1 + Math.log(s / -Math.log(0.9)) / logOdds(0.9));
  });

  test("a lead of 1 that is enough is enough, also at p = 1/2 and below; p = 1 needs no more", () => {
    expect([leastLead(0.4, 1, 0.3).ahead, leastLead(0.5, 1, 0.5).ahead, leastLead(1, 1e15, 1 - 1e-15).ahead]).toEqual([1, 1, 1]);
  });
});

describe("bad input is refused by name", () => {
  test.each([
    [() => leastLead(0.5, 1000, 0.9), /accuracy must be > 0\.5 for this target: at or below it no lead helps .*got 0\.5/],
    [() => leastLead(0.3, 2, 0.9), /accuracy must be > 0\.5/],
    [() => leastLead(0.5 + 2 ** -50, 1e6, 0.9), /accuracy must be further above 0\.5/],
    [() => leastLead(0.9, 10, 1), /target must be > 0 and < 1, got 1/],
    [() => votingLaw(1.1, 10, 1), /accuracy must be >= 0 and <= 1, got 1\.1/],
    [() => votingLaw(Number.NaN, 10, 1), /accuracy must be/],
    [() => votingLaw(0.9, 0, 1), /steps must be a whole number from 1 to/],
    [() => votingLaw(0.9, 10.5, 1), /steps must be a whole number .*got 10\.5/],
    [() => votingLaw(0.9, 10, 0), /ahead must be a whole number from 1 to/],
  ])("%s", (call, message) => expect(call).toThrow(message));
});
