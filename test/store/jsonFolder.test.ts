import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { openStore } from "../../store/openStore.ts";
import { readStore } from "../../store/readStore.ts";
import { type ResultRecord, sealed } from "../../store/record.ts";
import { resultKey } from "../../store/resultKey.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { countKept, sql } from "./sql.ts";

/** Written by the lab when a store was a folder of files. */
const OLD = join(import.meta.dirname, "schema1");
const [OLD_FILE] = readdirSync(OLD);
const { checksum: _, ...old } = JSON.parse(readFileSync(join(OLD, OLD_FILE), "utf8")) as ResultRecord & { checksum: string };
const loader = join(import.meta.dirname, "../../node_modules/tsx/dist/loader.mjs");

/** A folder of schema 1 with many records, made from the one that is real. */
function oldFolder(records: number): string {
  const folder = temporaryFolder();
  for (let runs = 0; runs < records; runs++) {
    const identity = { ...old.identity, runs };
    const key = resultKey(identity);
    writeFileSync(join(folder, `retry-${key.slice(0, 24)}.json`), sealed({ ...old, key, identity }));
  }
  return folder;
}

test("records of a store of schema 1 are taken in once, and their files moved to a subfolder", async () => {
  const folder = temporaryFolder();
  copyFileSync(join(OLD, OLD_FILE), join(folder, OLD_FILE));
  writeFileSync(join(folder, "notes.json"), "not a record");
  for (let opening = 0; opening < 2; opening++) {
    const store = await openStore(folder);
    expect(await store.load(old.key)).toEqual(old);
    await store.close();
    expect(readdirSync(folder).toSorted()).toEqual(["json-records", "lab.duckdb", "notes.json"]);
  }
  expect(readdirSync(join(folder, "json-records"))).toEqual([OLD_FILE]);
  expect(await sql(folder, "select name from results")).toEqual([["retry-R-=-5"]]);
});

test("a damaged file is reported once and moved with the others; what the database has already stays", async () => {
  const folder = temporaryFolder();
  const text = readFileSync(join(OLD, OLD_FILE), "utf8");
  const damaged = `retry-${"0".repeat(24)}.json`;
  writeFileSync(join(folder, damaged), text.replace('"mean": 0.3', '"mean": 0.4'));
  const reports: string[] = [];
  const onDamaged = (file: string) => reports.push(file);
  const store = await openStore(folder, { onDamaged });
  await store.save({ ...old, passed: "ours" });
  await store.close();
  expect(reports).toEqual([join(folder, "json-records", damaged)]);
  copyFileSync(join(OLD, OLD_FILE), join(folder, OLD_FILE)); // put back by hand
  const again = await openStore(folder, { onDamaged });
  expect((await again.load(old.key))?.passed).toBe("ours");
  await again.close();
  expect(reports).toHaveLength(1);
});

test("opened for reading, an old folder is taken in as well", async () => {
  const folder = oldFolder(3);
  const store = await readStore(folder, { field: "--store", onDamaged: () => expect.unreachable() });
  expect(await store.count()).toBe(3);
  await store.close();
});

test("killed in the middle of taking in, the next opening goes on: nothing lost, nothing twice", async () => {
  const RECORDS = 300;
  const folder = oldFolder(RECORDS);
  const inFolder = () => readdirSync(folder).filter((name) => name.endsWith(".json")).length;
  for (const afterMs of [20, 150, 400]) {
    const child = spawn(process.execPath, ["--import", loader, join(import.meta.dirname, "openOnce.ts"), folder], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    await pause(afterMs);
    child.kill("SIGKILL");
    await once(child, "close");
    const moved = existsSync(join(folder, "json-records")) ? readdirSync(join(folder, "json-records")).length : 0;
    expect(inFolder() + moved).toBe(RECORDS);
  }
  await (await openStore(folder)).close();
  expect([inFolder(), readdirSync(join(folder, "json-records")).length]).toEqual([0, RECORDS]);
  expect(await countKept(folder)).toBe(RECORDS);
});

test("what killed processes left is cleared away once it is old; a fresh file may be at work", async () => {
  const folder = temporaryFolder();
  const names = [".a.json.1-ab.tmp", ".lab.duckdb.1-ab.tmp.wal", ".b.json.2-cd.tmp"];
  for (const name of names) writeFileSync(join(folder, name), "half");
  mkdirSync(join(folder, "other"));
  const twoHoursAgo = Date.now() / 1_000 - 7_200;
  for (const name of names.slice(0, 2)) utimesSync(join(folder, name), twoHoursAgo, twoHoursAgo);
  await (await openStore(folder)).close();
  expect(readdirSync(folder).toSorted()).toEqual([names[2], "lab.duckdb", "other"]);
});
