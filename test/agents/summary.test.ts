import { expect, test } from "vitest";
import { clusteredInterval } from "../../agents/trial/clusteredInterval.ts";
import { summarise } from "../../agents/trial/summary.ts";
import type { TrialRecord } from "../../model/trial.ts";
import { namedStream, nextUnit } from "../../numerics/streams.ts";
import { TRIAL } from "./exampleTrial.ts";

const with_ = (more: Partial<TrialRecord>): TrialRecord => ({ ...TRIAL, ...more });

test("what one trial did not tell has no mean; what all told has", () => {
  const told = with_({ usage: { requests: 3, inputTokens: 100, outputTokens: 10, cost: 0.5 }, finalBias: 2 });
  const untold = with_({ usage: { requests: 3, inputTokens: 300, outputTokens: 30 }, finalBias: 4 });
  expect(summarise([told, told])).toMatchObject({ cost: 0.5, inputTokens: 100, finalBias: { mean: 2, error: 0 } });
  const both = summarise([told, untold]);
  expect(both).not.toHaveProperty("cost");
  expect(both).toMatchObject({ inputTokens: 200, outputTokens: 20, finalBias: { mean: 3, error: 1 } });
});

test("a stage that is claimed done and not accepted is hallucinated; an honest claim and a denial are not", () => {
  const stage = (accepted: boolean, claimed?: boolean) => ({
    name: "s",
    accepted,
    attempts: [{ accepted: false }, { accepted, ...(claimed === undefined ? {} : { claimed }) }],
  });
  const record = with_({ stages: [stage(false, true), stage(true, true), stage(false, false), stage(false)] });
  expect(summarise([record, with_({ stages: [stage(true, true)] })])).toMatchObject({
    attempts: { accepted: 2, made: 10 },
    claims: { made: 3, hallucinated: 1 },
    hallucinatedTrials: 1,
  });
});

// Twenty tasks of pass rate 0.2 or 0.8 by a fair coin, ten trials each: the mean of such a choice of tasks is off 0.5 with a standard
// deviation of √(0.09/20 + 0.016·… ) ≈ 0.07. Taken as 200 independent trials it would be 0.035, and their interval would cover half as often.
test("with tasks as the unit the interval covers the mean over all tasks at about its rate; with trials as the unit it does not", () => {
  const stream = namedStream("clusters", 0, "test");
  const repeats = 200;
  let [clustered, pooled] = [0, 0];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const tasks = Array.from({ length: 20 }, () => {
      const rate = nextUnit(stream) < 0.5 ? 0.2 : 0.8;
      return { trials: 10, passed: Array.from({ length: 10 }, () => nextUnit(stream) < rate).filter(Boolean).length };
    });
    const { low, high } = clusteredInterval(tasks, `repeat ${repeat}`) as { low: number; high: number };
    if (low <= 0.5 && 0.5 <= high) clustered++;
    const mean = tasks.reduce((sum, { passed }) => sum + passed, 0) / 200;
    if (Math.abs(mean - 0.5) <= 1.96 * Math.sqrt((mean * (1 - mean)) / 200)) pooled++;
  }
  // Nominal 95%. A binomial of 200 at 0.9 falls below 165 with probability 4e-4; the pooled one covers some 67%, above 165 with 1e-5.
  expect(clustered).toBeGreaterThanOrEqual(165);
  expect(pooled).toBeLessThan(165);
});

test("too few tasks have no interval", () => {
  expect(clusteredInterval(Array(4).fill({ passed: 1, trials: 2 }), "few")).toBeUndefined();
});
