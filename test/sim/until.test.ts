import { afterAll, expect, test } from "vitest";
import { CANONICAL, MODEL_3 } from "../../model/canonical.ts";
import { parsePoint } from "../../model/validate.ts";
import { BLOCK_RUNS } from "../../sim/block.ts";
import type { Part } from "../../sim/part.ts";
import { createSimulator, simulate } from "../../sim/simulate.ts";
import { tallyFromJson, tallyToJson } from "../../sim/tallyJson.ts";

const POINT = parsePoint({ ...CANONICAL, stages: { kind: "uniform", count: 10 }, pool: [MODEL_3] });
const two = createSimulator({ workers: 2 });
afterAll(() => two.close());

test("until stops at the width asked for, not far beyond what it takes, at the same run for any workers", async () => {
  const until = 0.004;
  const one = await simulate(POINT, { runs: 1e9, seed: "a", until });
  expect(one.passRate.high - one.passRate.low).toBeLessThanOrEqual(until);
  // (2·1.96)²·p(1 − p)/w² runs are needed for p = 0.7236; the goal is 2% more in whole blocks.
  const needed = (2 * 1.96) ** 2 * 0.7236 * 0.2764 * until ** -2;
  expect(one.runs).toBeLessThan(1.1 * needed + BLOCK_RUNS);
  expect(JSON.stringify(await two.simulate(POINT, { runs: 1e9, seed: "a", until }))).toBe(JSON.stringify(one));
  // A result is that of its runs, however they came to be so many.
  expect(JSON.stringify(await simulate(POINT, { runs: one.runs, seed: "a" }))).toBe(JSON.stringify(one));
});

test("until never takes more runs than it may, and a rate of 0 or 1 needs few", async () => {
  expect((await simulate(POINT, { runs: 20_000, seed: "a", until: 1e-6 })).runs).toBe(20_000);
  const sure = parsePoint({ ...CANONICAL, stages: { kind: "uniform", count: 1 }, tolerance: 99, pool: [MODEL_3], stepBudget: 100 });
  expect((await simulate(sure, { runs: 1e9, seed: "a", until: 0.001 })).runs).toBe(BLOCK_RUNS);
});

test.each([{ until: 0.003 }, {}])("parts known from before are not run again, and the bytes are the same: %o", async (stop) => {
  const options = { runs: stop.until ? 1e9 : 40 * BLOCK_RUNS + 5, seed: "a", ...stop };
  const parts: Part[] = [];
  const whole = await simulate(POINT, { ...options, onPart: (part) => parts.push(part) });
  expect(parts.reduce((sum, part) => sum + part.tally.runs, 0)).toBe(whole.runs);

  const read = parts.map((part) => ({ ...part, tally: tallyFromJson(JSON.parse(JSON.stringify(tallyToJson(part.tally)))) }));
  const again: Part[] = [];
  const known = read.filter((_, i) => i % 2 === 0).reverse();
  const resumed = await two.simulate(POINT, { ...options, known, onPart: (part) => again.push(part) });
  expect(JSON.stringify(resumed)).toBe(JSON.stringify(whole));
  expect(again.reduce((sum, part) => sum + part.blocks, 0)).toBe(
    parts.filter((_, i) => i % 2 === 1).reduce((sum, part) => sum + part.blocks, 0),
  );
});

test("a part that is there twice, or of another job, is refused", async () => {
  const parts: Part[] = [];
  await simulate(POINT, { runs: 3 * BLOCK_RUNS, seed: "a", onPart: (part) => parts.push(part) });
  const known = parts.map((part) => ({ ...part, tally: tallyFromJson(tallyToJson(part.tally)) }));
  await expect(
    simulate(POINT, { runs: 3 * BLOCK_RUNS, seed: "a", known: [...known, ...known.map((part) => ({ ...part }))] }),
  ).rejects.toThrow(/twice/);
  await expect(simulate(POINT, { runs: 3 * BLOCK_RUNS - 1, seed: "a", known })).rejects.toThrow(/not of this job/);
});
