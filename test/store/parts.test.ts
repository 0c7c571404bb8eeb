import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openStore } from "../../store/openStore.ts";
import type { Part } from "../../store/parts.ts";
import { resultKey } from "../../store/resultKey.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { sql } from "./sql.ts";
import { temporaryStore } from "./temporaryStore.ts";

const identity = { experiment: "long", modelVersion: 1, method: "simulate", seed: "lab", runs: 1_000, parameters: {} };
const key = resultKey(identity);
const part = (firstBlock: number, blocks: number, tally = `{"sum":${firstBlock}}`): Part => ({ firstBlock, blocks, tally });

describe("parts of a long simulation", () => {
  test("come back in the order of their blocks, also to the next process, and apart by key", async () => {
    const folder = temporaryFolder();
    const store = await openStore(folder);
    await Promise.all([store.savePart(key, part(10, 5)), store.savePart(key, part(0, 10)), store.savePart("other", part(3, 1))]);
    await store.close();
    const next = await openStore(folder);
    expect(await next.loadParts(key)).toEqual([part(0, 10), part(10, 5)]);
    expect(await next.loadParts("other")).toEqual([part(3, 1)]);
    expect(await next.loadParts("none")).toEqual([]);
    await next.close();
  });

  test("the same part again is harmless, another one over the same blocks is refused and changes nothing", async () => {
    const store = await temporaryStore();
    await store.savePart(key, part(10, 5));
    await store.savePart(key, part(10, 5));
    for (const [rival, said] of [
      [part(10, 5, "{}"), "another tally"],
      [part(14, 1), "other bounds"],
      [part(8, 3), "other bounds"],
      [part(0, 100), "other bounds"],
    ] as const)
      await expect(store.savePart(key, rival)).rejects.toThrow(new RegExp(`blocks 10 to 14 are stored already, with ${said}`));
    await store.savePart(key, part(15, 1));
    expect(await store.loadParts(key)).toEqual([part(10, 5), part(15, 1)]);
  });

  test("no order of writing leaves a block covered twice; one refused takes no other down with it", async () => {
    const anyPart = fc.record({ firstBlock: fc.nat(12), blocks: fc.integer({ min: 1, max: 6 }), tally: fc.constantFrom("1", "2") });
    await fc.assert(
      fc.asyncProperty(fc.array(anyPart, { minLength: 1, maxLength: 12 }), async (parts) => {
        const store = await temporaryStore();
        const written = await Promise.allSettled(parts.map((one) => store.savePart(key, one)));
        const kept = await store.loadParts(key);
        for (const [i, { status }] of written.entries()) {
          if (status === "fulfilled") expect(kept).toContainEqual(parts[i]);
          else expect(kept).not.toContainEqual(parts[i]);
        }
        for (let i = 1; i < kept.length; i++)
          expect(kept[i].firstBlock).toBeGreaterThanOrEqual(kept[i - 1].firstBlock + kept[i - 1].blocks);
        await store.close();
      }),
      { numRuns: 15, seed: 20_261_125 },
    );
  });

  test("go when the result of their key is saved, and one that comes late is dropped", async () => {
    const store = await temporaryStore();
    await Promise.all([store.savePart(key, part(0, 10)), store.savePart("other", part(0, 1))]);
    await store.produceOrLoad(identity, () => ({ passRate: 1 }));
    expect(await store.loadParts(key)).toEqual([]);
    await store.savePart(key, part(10, 5));
    expect(await store.loadParts(key)).toEqual([]);
    expect(await store.loadParts("other")).toEqual([part(0, 1)]);
  });

  test("a damaged part is reported, left out and can be written again", async () => {
    const folder = temporaryFolder();
    const first = await openStore(folder);
    await first.savePart(key, part(0, 10));
    await first.savePart(key, part(10, 5));
    await first.close();
    await sql(folder, "update parts set tally = '{}' where first_block = 0");
    const reports: string[] = [];
    const store = await openStore(folder, { onDamaged: (what) => reports.push(what) });
    expect(await store.loadParts(key)).toEqual([part(10, 5)]);
    await store.savePart(key, part(0, 10));
    expect(await store.loadParts(key)).toEqual([part(0, 10), part(10, 5)]);
    expect(reports).toEqual([expect.stringContaining(`part 0 of ${key}`)]);
    await store.close();
  });

  test.each([
    [part(-1, 1), /firstBlock must be an integer >= 0, got -1/],
    [part(0.5, 1), /firstBlock/],
    [part(0, 0), /blocks must be an integer >= 1, got 0/],
    [part(0, Number.NaN), /blocks/],
  ])("%j is refused", async (bad, said) => {
    await expect((await temporaryStore()).savePart(key, bad)).rejects.toThrow(said);
  });
});

test("a part and the result of its key, asked for together, leave no part behind in either order", async () => {
  for (const order of [0, 1]) {
    const store = await temporaryStore();
    const work = [() => store.savePart(key, part(0, 10)), () => store.produceOrLoad(identity, () => ({ passRate: 1 }))];
    await Promise.all((order === 0 ? work : work.toReversed()).map((one) => one()));
    expect(await store.loadParts(key)).toEqual([]);
  }
});
