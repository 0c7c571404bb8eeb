import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { MODEL_VERSION } from "../../model/canonical.ts";
import { openStore, type Store } from "../../store/openStore.ts";
import type { ResultRecord } from "../../store/record.ts";
import { type Identity, resultKey } from "../../store/resultKey.ts";
import { temporaryFolder } from "../temporaryFolder.ts";

const identity: Identity = { experiment: "retry", modelVersion: 1, method: "exact", parameters: { retryBudget: 5 } };
const other: Identity = { ...identity, parameters: { retryBudget: 6 } };
const result = { passRate: 0.1 + 0.2, curve: [1, 2.5] };
const never = (): never => {
  throw new Error("produced although it was stored");
};

async function storeWithOne(): Promise<{ folder: string; file: string; store: Store }> {
  const folder = join(temporaryFolder(), "deep", "results");
  const store = await openStore(folder);
  await store.produceOrLoad(identity, () => result, { passed: { retryBudget: "5" }, name: "retry, R = 5" });
  return { folder, file: join(folder, readdirSync(folder)[0] as string), store };
}

describe("a store", () => {
  test("produces once and gives the same result again, also to the next process", async () => {
    const { folder, store } = await storeWithOne();
    expect(await store.produceOrLoad(identity, never)).toEqual({ result, reused: true });
    const next = await openStore(folder);
    expect(await next.produceOrLoad(identity, never)).toEqual({ result, reused: true });
    expect(await next.produceOrLoad(other, () => ({ passRate: 1 }))).toEqual({ result: { passRate: 1 }, reused: false });
  });

  test("records what a reader needs to trust a result", async () => {
    const { file } = await storeWithOne();
    const record = JSON.parse(readFileSync(file, "utf8")) as ResultRecord<typeof result> & { checksum: string };
    expect(record).toMatchObject({ key: resultKey(identity), identity, passed: { retryBudget: "5" }, result });
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

  test("finds a record by its hash, whatever people call the file", async () => {
    const { folder, file } = await storeWithOne();
    expect(file).toMatch(/retry-R-=-5-[0-9a-f]{24}\.json$/);
    renameSync(file, file.replace("retry-R-=-5", "my favourite"));
    const next = await openStore(folder);
    expect((await next.load(resultKey(identity)))?.result).toEqual(result);
    expect(await next.produceOrLoad(identity, never)).toMatchObject({ reused: true });
  });

  test("sees what another process has added since it was opened", async () => {
    const folder = temporaryFolder();
    const [one, two] = [await openStore(folder), await openStore(folder)];
    await one.produceOrLoad(identity, () => result);
    expect((await two.load(resultKey(identity)))?.result).toEqual(result);
    expect(await two.load(resultKey(other))).toBeUndefined();
  });

  test("returns a fresh result as it would be read: the first and the second run say the same", async () => {
    const store = await openStore(temporaryFolder());
    const fresh = await store.produceOrLoad(identity, () => ({ low: -0, missing: undefined }));
    expect(Object.keys(fresh.result)).toEqual(["low"]);
    expect(Object.is(fresh.result.low, 0)).toBe(true);
  });

  test("records no NaN as null: the result is refused and nothing is written", async () => {
    const folder = temporaryFolder();
    const store = await openStore(folder);
    await expect(store.produceOrLoad(identity, () => ({ passRate: Number.NaN }))).rejects.toThrow(/value\.passRate must be finite/);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("keeps nothing of work that failed", async () => {
    const folder = temporaryFolder();
    const store = await openStore(folder);
    await expect(store.produceOrLoad(identity, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(readdirSync(folder)).toEqual([]);
  });

  test("clears away what killed processes left, once it is old; a fresh one may be at work", async () => {
    const folder = temporaryFolder();
    const [old, fresh] = [join(folder, ".a.json.1-ab.tmp"), join(folder, ".b.json.2-cd.tmp")];
    for (const file of [old, fresh]) writeFileSync(file, "half");
    const twoHoursAgo = Date.now() / 1_000 - 7_200;
    utimesSync(old, twoHoursAgo, twoHoursAgo);
    await openStore(folder);
    expect([existsSync(old), existsSync(fresh)]).toEqual([false, true]);
  });
});

describe("a damaged record", () => {
  const damages: [string, (text: string) => string][] = [
    ["cut short", (text) => text.slice(0, text.length / 2)],
    ["empty", () => ""],
    ["one digit of the result altered", (text) => text.replace("2.5", "2.6")],
    ["one digit of a parameter altered", (text) => text.replace('"retryBudget": 5', '"retryBudget": 6')],
    ["a number beyond doubles", (text) => text.replace("2.5", "2e999")],
    ["without a checksum", (text) => text.replace(/,\s*"checksum": "\w+"/, "")],
    ["not an object", () => "null"],
    ["binary", () => "\u0000\u0001\ufffd"],
  ];

  test.each(damages)("%s is reported once, never trusted, and replaced", async (_, damage) => {
    const { folder, file } = await storeWithOne();
    const before = readFileSync(file, "utf8");
    writeFileSync(file, damage(before));
    expect(readFileSync(file, "utf8")).not.toBe(before);
    const reports: string[] = [];
    const store = await openStore(folder, { onDamaged: (damaged, reason) => reports.push(`${damaged}: ${reason}`) });
    expect(await store.load(resultKey(identity))).toBeUndefined();
    expect(await store.produceOrLoad(identity, () => result)).toEqual({ result, reused: false });
    expect(reports).toEqual([expect.stringContaining(file)]);
    expect(await store.produceOrLoad(identity, never)).toEqual({ result, reused: true });
    expect(readdirSync(folder)).toHaveLength(1);
  });

  test("a whole record under another's name is not taken for it", async () => {
    const { folder, file } = await storeWithOne();
    const digits = resultKey(other).slice(0, 24);
    writeFileSync(join(folder, `retry-exact-${digits}.json`), readFileSync(file));
    const store = await openStore(folder, { onDamaged: () => undefined });
    expect(await store.produceOrLoad(other, () => ({ passRate: 1 }))).toEqual({ result: { passRate: 1 }, reused: false });
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

  test("a folder that vanishes meanwhile is said, not lost", async () => {
    const folder = join(temporaryFolder(), "results");
    const store = await openStore(folder);
    renameSync(folder, `${folder}.away`);
    await expect(store.produceOrLoad(identity, () => result)).rejects.toThrow(/must be writable \(no such folder\)/);
    mkdirSync(folder);
    expect(await store.produceOrLoad(identity, () => result)).toMatchObject({ reused: false });
  });
});
