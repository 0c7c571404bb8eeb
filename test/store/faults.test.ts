import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { InvalidInput } from "../../model/invalid.ts";
import { openStore } from "../../store/openStore.ts";
import { readStore } from "../../store/readStore.ts";
import { lab } from "../cli/lab.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { sql } from "./sql.ts";

const RECORDS = 900;
const identity = (runs: number) => ({ experiment: "fault", modelVersion: 1, method: "exact", parameters: {}, runs });
/** Bytes that the database reads and checks at once. */
const BLOCK = 262_144;
/** A kilobyte that no compression makes smaller, so that the records fill several blocks of the file. */
const filling = (runs: number) => Array.from({ length: 50 }, (_, i) => Math.sin(1 + runs * 50 + i));

async function fullStore(records = RECORDS): Promise<string> {
  const folder = temporaryFolder();
  const store = await openStore(folder);
  await Promise.all(
    Array.from({ length: records }, (_, runs) => store.produceOrLoad(identity(runs), () => ({ passRate: runs, filling: filling(runs) }))),
  );
  await store.close();
  return folder;
}

/** Runs of the records that can be read, and what was said of the others. */
async function readable(folder: string): Promise<{ runs: number[]; said: string[] }> {
  const said: string[] = [];
  const store = await readStore(folder, { field: "--store", onDamaged: (what, reason) => said.push(`${what}: ${reason}`) });
  const runs: number[] = [];
  for await (const { record } of store.records()) {
    expect(record.result).toEqual({ passRate: record.identity.runs, filling: filling(record.identity.runs as number) });
    runs.push(record.identity.runs as number);
  }
  await store.close();
  return { runs, said };
}

const refusal = (opening: Promise<unknown>): Promise<InvalidInput> =>
  opening.then(
    () => expect.unreachable(),
    (error) => error,
  );

describe("a damaged database file", () => {
  const database = (folder: string) => join(folder, "lab.duckdb");
  const flip = (folder: string, at: number) => {
    const bytes = readFileSync(database(folder));
    for (let i = 0; i < 100; i++) bytes[at + i] ^= 0xff;
    writeFileSync(database(folder), bytes);
  };

  test("flipped bytes in a block of records cost the records that lie there, and no other", async () => {
    const whole = await fullStore();
    const folder = temporaryFolder();
    const size = statSync(database(whole)).size;
    let partly = 0;
    for (let at = 12_288 + 500; at < size; at += BLOCK) {
      copyFileSync(database(whole), database(folder));
      flip(folder, at);
      const found = await readable(folder).catch((error: unknown) => error);
      // A block may also hold the description of the tables, without which nothing can be read, or the keys of all: that is said.
      if (found instanceof InvalidInput)
        expect(found.message).toMatch(/^--store holds a damaged database \(.*\); nothing in it can be read/);
      else {
        const { runs, said } = found as Awaited<ReturnType<typeof readable>>;
        const lost = RECORDS - runs.length;
        expect(said).toEqual(
          lost === 0 ? [] : [expect.stringMatching(new RegExp(`^${lost} records in .*lab\\.duckdb: the file cannot be read there$`))],
        );
        if (lost > 0 && lost < RECORDS) partly++;
        if (lost < RECORDS) expect(lost).toBeLessThan(0.5 * RECORDS); // a block has 343 records here
      }
    }
    expect(partly).toBeGreaterThanOrEqual(2); // two blocks hold records only
  });

  test("a file cut short gives what is left of it", async () => {
    // The database reads 2,048 records at once: the first of them are whole where the file is cut near its end.
    const folder = await fullStore(2_500);
    truncateSync(database(folder), statSync(database(folder)).size - 1.5 * BLOCK);
    const { runs, said } = await readable(folder);
    expect(runs.length).toBeGreaterThanOrEqual(2_048);
    expect(said).toEqual(runs.length < 2_500 ? [expect.stringContaining(`${2_500 - runs.length} records`)] : []);
  });

  test.each<[string, (folder: string) => unknown]>([
    ["its head flipped", (folder) => flip(folder, 0)],
    ["both its headers flipped", (folder) => [4_096, 8_192].map((at) => flip(folder, at))],
    ["cut within its head", (folder) => truncateSync(database(folder), 5_000)],
    ["empty", (folder) => truncateSync(database(folder), 0)],
    ["something else", (folder) => writeFileSync(database(folder), "not a database\n".repeat(2_000))],
  ])("%s is one sentence, to readers and writers, and the file is left as it is", async (_, damage) => {
    const folder = await fullStore(1);
    damage(folder);
    const before = readFileSync(database(folder));
    for (const opening of [
      () => openStore(folder, { field: "--store" }),
      () => readStore(folder, { field: "--store", onDamaged: () => undefined }),
    ]) {
      const error = await refusal(opening());
      expect(error).toBeInstanceOf(InvalidInput);
      expect(error.message).toMatch(/^--store holds a damaged database \(.*\); nothing in it can be read: put a copy/);
      expect(error.message).not.toContain("\n");
    }
    expect(readFileSync(database(folder)).equals(before)).toBe(true);
  });
});

describe("a damaged log of the last results", () => {
  /** A store as a killed process leaves it: everything is in the log. */
  async function killedStore(records: number): Promise<{ folder: string; log: string }> {
    const [at, folder] = [temporaryFolder(), temporaryFolder()];
    const store = await openStore(at);
    for (let runs = 0; runs < records; runs++)
      await store.produceOrLoad(identity(runs), () => ({ passRate: runs, filling: filling(runs) }));
    const log = "lab.duckdb.wal";
    // By another process: if this one closed the file, its lock would be gone.
    spawnSync("cp", [join(at, "lab.duckdb"), join(at, log), folder]);
    await store.close();
    return { folder, log: join(folder, log) };
  }

  test("cut short, as by a power failure, it costs the transaction that was not whole", async () => {
    const { folder, log } = await killedStore(20);
    truncateSync(log, statSync(log).size - 100);
    expect(await readable(folder)).toEqual({ runs: Array.from({ length: 19 }, (_, i) => i), said: [] });
    await (await openStore(folder)).close();
    expect((await readable(folder)).runs).toHaveLength(19);
  });

  test("flipped in the middle, what came before stays readable, and nothing is changed", async () => {
    const { folder, log } = await killedStore(20);
    const bytes = readFileSync(log);
    bytes[bytes.length >> 1] ^= 0xff;
    writeFileSync(log, bytes);
    expect((await refusal(openStore(folder, { field: "--store" }))).message).toMatch(/`results export --records` saves what is sound/);
    const { runs, said } = await readable(folder);
    expect(runs).toEqual(Array.from({ length: runs.length }, (_, i) => i));
    expect(runs.length).toBeGreaterThanOrEqual(8);
    expect(said).toEqual([expect.stringMatching(/^the log of the last results in .*: it cannot be read beyond byte \d+ of \d+$/)]);
    expect(readFileSync(log).equals(bytes)).toBe(true);
  });
});

describe("a database that is not this lab's", () => {
  test("of a newer schema is refused with the lab that wrote it, and not touched", async () => {
    const folder = await fullStore(3);
    await sql(folder, "update lab set schema_version = 3, lab_version = '9.1.0'");
    const before = readFileSync(join(folder, "lab.duckdb"));
    for (const opening of [
      () => openStore(folder, { field: "--store" }),
      () => readStore(folder, { field: "--store", onDamaged: () => undefined }),
    ]) {
      const error = await refusal(opening());
      expect(error.message).toBe(
        `--store must be of store schema 2 or older; this one is of schema 3, written by lab 9.1.0: use that version or a later one, got ${JSON.stringify(folder)}`,
      );
    }
    expect(readFileSync(join(folder, "lab.duckdb")).equals(before)).toBe(true);
    expect(existsSync(join(folder, "lab.duckdb.wal"))).toBe(false);
    await sql(folder, "update lab set schema_version = 2"); // what the newer lab would read is all there
    expect((await readable(folder)).runs).toHaveLength(3);
  });

  test("of somebody else is refused", async () => {
    const folder = temporaryFolder();
    await sql(folder, "create table theirs (x integer)");
    expect((await refusal(openStore(folder))).message).toMatch(/must hold a database of the lab; its lab\.duckdb is not one/);
    expect(await sql(folder, "select count(*) from theirs")).toEqual([[0n]]);
  });

  test("a folder without results is said to readers, and not made", async () => {
    const folder = temporaryFolder();
    const options = { field: "--store", onDamaged: () => undefined };
    expect((await refusal(readStore(folder, options))).message).toMatch(/must be a folder with stored results; it has no lab\.duckdb/);
    expect((await refusal(readStore(join(folder, "none"), options))).message).toMatch(/must be a folder with stored results, got/);
    expect(existsSync(join(folder, "none"))).toBe(false);
  });
});

describe("two on one store", () => {
  test("the second is refused with the first one's process, for reading and for writing, and nothing is harmed", async () => {
    const folder = temporaryFolder();
    const store = await openStore(folder);
    await store.produceOrLoad(identity(0), () => ({ passRate: 0, filling: filling(0) }));
    for (const words of [
      ["results", "list", "--store", folder],
      ["results", "import", join(folder, "x.parquet"), "--store", folder],
    ]) {
      writeFileSync(join(folder, "x.parquet"), "");
      const { code, stdout, stderr } = await lab(folder, words);
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toBe(
        `error: --store must be used by one process at a time: another process (pid ${process.pid}) is using it; wait for it to end or name another folder, got ${JSON.stringify(folder)}\n`,
      );
    }
    await expect(openStore(folder)).rejects.toThrow(/one process at a time/); // the same process again
    await store.produceOrLoad(identity(1), () => ({ passRate: 1, filling: filling(1) }));
    await store.close();
    expect((await readable(folder)).runs).toEqual([0, 1]);
  });

  test("any number may read at once", async () => {
    const folder = await fullStore(2);
    const reader = await readStore(folder, { field: "--store", onDamaged: () => undefined });
    const other = await lab(folder, ["results", "list", "--store", folder, "--json"]);
    expect(JSON.parse(other.stdout)).toHaveLength(2);
    await reader.close();
  });
});
