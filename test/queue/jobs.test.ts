import fc from "fast-check";
import { expect, test } from "vitest";
import { MODEL_1 } from "../../model/canonical.ts";
import { expiryMs, jobSize } from "../../queue/jobSize.ts";
import { jobKey, partKey, readOrder } from "../../queue/order.ts";
import { blocksOf } from "../../sim/part.ts";
import { pointOf } from "./here.ts";

const cost = fc.double({ min: 1e-3, max: 1e7, noNaN: true });
const place = fc.record({
  remaining: fc.integer({ min: 1, max: 1e8 }),
  msPerBlock: fc.option(cost, { nil: undefined }),
  largest: fc.integer({ min: 0, max: 1e6 }),
  threads: fc.integer({ min: 1, max: 1e5 }),
});

test("a job has at least one block and no more than are left, is short where it can be, and ends well before its expiry", () =>
  fc.assert(
    fc.property(place, (progress) => {
      const blocks = jobSize(progress);
      const { remaining, msPerBlock, threads } = progress;
      expect(blocks).toBe(Math.floor(blocks));
      expect(blocks).toBeGreaterThanOrEqual(1);
      expect(blocks).toBeLessThanOrEqual(remaining);
      if (msPerBlock === undefined) {
        expect(blocks).toBeLessThanOrEqual(4);
        return;
      }
      // 3 s, or 5 ms a thread where that is more; a block is never cut.
      expect(blocks * msPerBlock).toBeLessThanOrEqual(Math.max(3_000, 5 * threads, msPerBlock) * (1 + 1e-9));
      // Ten times what it is expected to take, unless a block alone takes an hour.
      if (msPerBlock < 3_600_000) expect(expiryMs(blocks, msPerBlock)).toBeGreaterThan(10 * blocks * msPerBlock);
    }),
    { seed: 4, numRuns: 500 },
  ));

test("threads of one cost share what is left: the last jobs end together", () => {
  // 1 ms a block, 8 threads: 4000 blocks are half a second for each, cut into jobs of a quarter of a second.
  expect(jobSize({ remaining: 4_000, msPerBlock: 1, largest: 3_000, threads: 8 })).toBe(250);
  expect(jobSize({ remaining: 1e6, msPerBlock: 1, largest: 3_000, threads: 8 })).toBe(3_000);
  // Sizes grow from what was measured, not at once.
  expect(jobSize({ remaining: 1e6, msPerBlock: 1, largest: 4, threads: 8 })).toBe(32);
});

const job = { point: pointOf(), runs: 100_000, seed: "key" };

test("keys tell apart whatever gives other bytes, and nothing else", () => {
  const key = jobKey(job);
  expect(jobKey({ seed: "key", runs: 100_000, point: pointOf() })).toBe(key);
  const { goal, ...rest } = job.point;
  expect(jobKey({ ...job, point: { ...rest, goal } })).toBe(key);
  const others = [
    { ...job, runs: 100_001 },
    { ...job, seed: "Key" },
    { ...job, until: 0.1 },
    { ...job, point: pointOf({ retryBudget: 6 }) },
    { ...job, point: pointOf({ pool: [MODEL_1] }) },
  ];
  expect(new Set([key, ...others.map(jobKey)]).size).toBe(others.length + 1);
  const parts = [partKey(key, 0, 4), partKey(key, 0, 5), partKey(key, 4, 4), partKey(jobKey(others[0]), 0, 4)];
  expect(new Set(parts).size).toBe(parts.length);
});

test("an order survives JSON; what is none is refused, whatever stands in the database", () => {
  const order = { ...job, firstBlock: 3, blocks: 2 };
  expect(readOrder(JSON.parse(JSON.stringify(order)))).toEqual({ ...order, until: undefined });
  expect(blocksOf(job.runs)).toBe(13);
  expect(() => readOrder({ ...order, blocks: 11 })).toThrow(/only 13 blocks/);
  expect(() => readOrder({ ...order, point: { ...order.point, goal: -1 } })).toThrow(/goal must be > 0/);
  const wrong = fc.record({
    field: fc.constantFrom("runs", "seed", "firstBlock", "blocks", "until"),
    value: fc.constantFrom(null, "1", -1, 1.5, Number.NaN, [], {}),
  });
  fc.assert(
    fc.property(wrong, ({ field, value }) => {
      // A seed may be any text, and a width any number: on one machine it is refused before it is sent.
      fc.pre(!(field === "seed" && typeof value === "string") && !(field === "until" && typeof value === "number"));
      expect(() => readOrder({ ...order, [field]: value })).toThrow(/^not an order/);
    }),
    { seed: 4, numRuns: 100 },
  );
  for (const data of [undefined, null, 3, "x", []]) expect(() => readOrder(data)).toThrow(/^not an order/);
});
