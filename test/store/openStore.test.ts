import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { MODEL_VERSION } from "../../model/canonical.ts";
import { openStore, type Store, type StoreOptions } from "../../store/openStore.ts";
import type { ResultRecord } from "../../store/record.ts";
import { type Identity, resultKey } from "../../store/resultKey.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { sql } from "./sql.ts";

const identity: Identity = { experiment: "retry", modelVersion: 1, method: "exact", parameters: { retryBudget: 5 } };
const other: Identity = { ...identity, parameters: { retryBudget: 6 } };
const key = resultKey(identity);
const result = { passRate: 0.1 + 0.2, curve: [1, 2.5] };
const never = (): never => {
  throw new Error("produced although it was stored");
};

/** Opens a store for some work and closes it, as every command does. */
async function using<T>(folder: string, work: (store: Store) => Promise<T>, options: StoreOptions = {}): Promise<T> {
  const store = await openStore(folder, options);
  return work(store).finally(store.close);
}

async function folderWithOne(): Promise<string> {
  const folder = join(temporaryFolder(), "deep", "results");
  await using(folder, (store) => store.produceOrLoad(identity, () => result, { passed: { retryBudget: "5" }, name: "retry, R = 5" }));
  return folder;
}

const storedIn = async (folder: string): Promise<string[]> =>
  (await sql(folder, "select record from results order by key")).map(([text]) => String(text));

describe("a store", () => {
  test("produces once and gives the same result again, also to the next process", async () => {
    const folder = join(temporaryFolder(), "deep", "results");
    await using(folder, async (store) => {
      expect(await store.produceOrLoad(identity, () => result)).toEqual({ result, reused: false });
      expect(await store.produceOrLoad(identity, never)).toEqual({ result, reused: true });
    });
    await using(folder, async (store) => {
      expect(await store.produceOrLoad(identity, never)).toEqual({ result, reused: true });
      expect(await store.produceOrLoad(other, () => ({ passRate: 1 }))).toEqual({ result: { passRate: 1 }, reused: false });
      expect((await store.load(resultKey(other)))?.result).toEqual({ passRate: 1 });
      expect(await store.load(resultKey({ ...identity, method: "simulate" }))).toBeUndefined();
    });
  });

  test("is one file, with nothing beside it once it is closed", async () => {
    expect(readdirSync(await folderWithOne())).toEqual(["lab.duckdb"]);
  });

  test("records what a reader needs to trust a result", async () => {
    const [text] = await storedIn(await folderWithOne());
    const record = JSON.parse(text) as ResultRecord<typeof result> & { checksum: string };
    expect(record).toMatchObject({ key, identity, passed: { retryBudget: "5" }, result });
    expect(record.checksum).toMatch(/^[0-9a-f]{64}$/);
    expect(record.provenance).toMatchObject({
      modelVersion: MODEL_VERSION,
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
    });
    expect(record.provenance.labVersion).toMatch(/^\d+\.\d+\.\d+/);
    expect(new Date(record.provenance.startedAt).getTime()).toBeLessThanOrEqual(Date.now());
    expect(record.provenance.durationMs).toBeGreaterThanOrEqual(0);
  });

  test("produces once what is asked for many times at once, and stores different results together", async () => {
    let made = 0;
    await using(temporaryFolder(), async (store) => {
      const ask = (i: number) => store.produceOrLoad({ ...identity, runs: i % 10 }, () => ({ i: made++ && i % 10 }));
      const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => ask(i)));
      expect(made).toBe(10);
      expect(answers.filter(({ reused }) => !reused)).toHaveLength(10);
      for (const [i, answer] of answers.entries()) expect(answer.result).toEqual(answers[i % 10].result);
    });
  });

  test("returns a fresh result as it would be read: the first and the second run say the same", async () => {
    const fresh = await using(temporaryFolder(), (store) => store.produceOrLoad(identity, () => ({ low: -0, missing: undefined })));
    expect(Object.keys(fresh.result)).toEqual(["low"]);
    expect(Object.is(fresh.result.low, 0)).toBe(true);
  });

  test("records no NaN as null: the result is refused and nothing is written", async () => {
    const folder = temporaryFolder();
    await using(folder, (store) =>
      expect(store.produceOrLoad(identity, () => ({ passRate: Number.NaN }))).rejects.toThrow(/value\.passRate must be finite/),
    );
    expect(await storedIn(folder)).toEqual([]);
  });

  test("keeps nothing of work that failed, and the same work can be tried again", async () => {
    await using(temporaryFolder(), async (store) => {
      await expect(store.produceOrLoad(identity, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
      expect(await store.load(key)).toBeUndefined();
      expect(await store.produceOrLoad(identity, () => result)).toEqual({ result, reused: false });
    });
  });

  test("takes any text: names, seeds and parameters with quotes, zeros and signs of any script", async () => {
    const text = "'; drop table results; -- \u0000 \ud83c\udf33 \ud800";
    const odd = { ...identity, seed: text, parameters: { [text]: text } };
    await using(temporaryFolder(), async (store) => {
      await store.produceOrLoad(odd, () => ({ text }), { name: text });
      expect((await store.load(resultKey(odd)))?.result).toEqual({ text });
    });
  });

  test("once closed it says so, and closing again is harmless", async () => {
    const store = await openStore(temporaryFolder());
    await Promise.all([store.close(), store.close()]);
    await expect(store.load(key)).rejects.toThrow("the store is closed");
    await expect(store.produceOrLoad(identity, () => result)).rejects.toThrow("the store is closed");
  });

  test("what is under way is stored before it closes", async () => {
    const folder = temporaryFolder();
    const store = await openStore(folder);
    const all = Promise.all(Array.from({ length: 20 }, (_, runs) => store.produceOrLoad({ ...identity, runs }, () => result)));
    await all;
    await store.close();
    expect(await storedIn(folder)).toHaveLength(20);
  });
});

describe("a damaged record", () => {
  const damages: [string, (text: string) => string][] = [
    ["cut short", (text) => text.slice(0, text.length / 2)],
    ["empty", () => ""],
    ["one digit of the result altered", (text) => text.replace("2.5", "2.6")],
    ["one digit of a parameter altered", (text) => text.replace('"retryBudget":5', '"retryBudget":6')],
    ["a number beyond doubles", (text) => text.replace("2.5", "2e999")],
    ["without a checksum", (text) => text.replace(/,"checksum":"\w+"/, "")],
    ["not an object", () => "null"],
    ["binary", () => "\u0001\ufffd"],
  ];

  test.each(damages)("%s is reported once, never trusted, and replaced", async (_, damage) => {
    const folder = await folderWithOne();
    const [before] = await storedIn(folder);
    const altered = damage(before);
    expect(altered).not.toBe(before);
    await sql(folder, `update results set record = '${altered.replaceAll("'", "''")}'`);
    const reports: string[] = [];
    const onDamaged = (what: string, reason: string) => reports.push(`${what}: ${reason}`);
    await using(
      folder,
      async (store) => {
        expect(await store.load(key)).toBeUndefined();
        expect(await store.produceOrLoad(identity, () => result)).toEqual({ result, reused: false });
        expect(await store.produceOrLoad(identity, never)).toEqual({ result, reused: true });
      },
      { onDamaged },
    );
    expect(reports).toEqual([expect.stringMatching(new RegExp(`^record ${key} in ${join(folder, "lab.duckdb")}: `))]);
    await using(folder, async (store) => expect(await store.produceOrLoad(identity, never)).toEqual({ result, reused: true }));
    expect(await storedIn(folder)).toHaveLength(1);
  });

  test("a whole record under another's key is not taken for it", async () => {
    const folder = await folderWithOne();
    await sql(folder, `update results set key = '${resultKey(other)}'`);
    const fresh = await using(folder, (store) => store.produceOrLoad(other, () => ({ passRate: 1 })), { onDamaged: () => undefined });
    expect(fresh).toEqual({ result: { passRate: 1 }, reused: false });
  });
});

describe("a folder that cannot be written", () => {
  // Tests may run as root, whom permissions do not stop: a file in the folder's place stops everyone.
  test.each(["file", "file/results"])("%s is bad input naming it", async (name) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "file"), "");
    const opening = openStore(join(folder, name), { field: "--out" });
    await expect(opening).rejects.toMatchObject({ name: "InvalidInput", field: "--out", value: join(folder, name) });
    await expect(opening).rejects.toThrow(/must be writable \(a file stands where a folder should\)/);
  });

  test("a folder in the database's place is said", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "lab.duckdb"));
    await expect(openStore(folder)).rejects.toMatchObject({ name: "InvalidInput", value: folder });
  });
});
