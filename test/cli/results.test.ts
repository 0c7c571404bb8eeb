import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { MODEL_VERSION } from "../../model/canonical.ts";
import { parsePoint } from "../../model/validate.ts";
import { openStore } from "../../store/openStore.ts";
import { resultKey } from "../../store/resultKey.ts";
import { examplePoint } from "../examplePoint.ts";
import { countKept, sql } from "../store/sql.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { here } from "./here.ts";

/** Two points of a sweep, exact and simulated, by the sweep command itself. */
let store: string;
beforeAll(async () => {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "harness-lab-"));
  store = join(folder, "store");
  const spec = {
    name: "two",
    base: examplePoint,
    vary: { K: { field: "stages.count", values: [10, 12] } },
    method: "both",
    runs: 500,
    seed: 'ü, "x"',
  };
  writeFileSync(join(folder, "spec.json"), JSON.stringify(spec));
  const { code, stderr } = await here(["sweep", "--spec", join(folder, "spec.json"), "--store", store]);
  expect([code, stderr]).toEqual([0, expect.stringContaining("2 points")]);
  return () => rmSync(folder, { recursive: true, force: true });
});

const results = (...words: string[]) => here(["results", ...words]);
const keyOf = (method: string, count: number): string =>
  resultKey({
    experiment: "sweep-point",
    modelVersion: MODEL_VERSION,
    method,
    parameters: parsePoint({ ...examplePoint, stages: { kind: "uniform", count } }),
    ...(method === "simulate" ? { runs: 500, seed: 'ü, "x"' } : {}),
  });
interface Listed {
  readonly name: string;
  readonly key: string;
  readonly method: string;
  readonly startedAt: string;
}
const listed = async (...words: string[]): Promise<Listed[]> =>
  JSON.parse((await results("list", "--store", store, "--json", ...words)).stdout) as Listed[];

/** A copy of the store, which a test may harm. */
async function copyOfStore(): Promise<string> {
  const folder = temporaryFolder();
  await results("export", "--store", store, "--records", "--out", join(folder, "all.parquet"));
  const { code, stderr } = await results("import", join(folder, "all.parquet"), "--store", join(folder, "copy"));
  expect([code, stderr]).toEqual([0, `4 results added to ${join(folder, "copy")}\n`]);
  return join(folder, "copy");
}

describe("results list and show", () => {
  test("lists what is stored, by any filter", async () => {
    const all = await listed();
    expect(all.map(({ key }) => key).toSorted()).toEqual(
      [keyOf("exact", 10), keyOf("exact", 12), keyOf("simulate", 10), keyOf("simulate", 12)].toSorted(),
    );
    expect(await listed("--method", "exact", "--experiment", "sweep-point")).toHaveLength(2);
    expect(await listed("--experiment", "retry")).toEqual([]);
    expect(await listed("--key", keyOf("exact", 10).slice(0, 9).toUpperCase())).toEqual(
      all.filter(({ key }) => key === keyOf("exact", 10)),
    );
    expect(await listed("--since", all[2].startedAt)).toHaveLength(all.filter(({ startedAt }) => startedAt >= all[2].startedAt).length);
    expect(await listed("--since", "2100-01-01")).toEqual([]);
    expect(await listed("--name", "EXACT")).toEqual(all.filter(({ name }) => name.includes("exact")));
    expect(await listed("--name", "no such name")).toEqual([]);
    expect(await listed("--last", "1")).toEqual(all.slice(-1));
    const { stdout, stderr } = await results("list", "--store", store);
    expect(stdout.split("\n")).toHaveLength(6);
    expect(stderr).toBe("4 results\n");
  });

  test("shows one by the beginning of its key, with units and where it comes from", async () => {
    const { stdout } = await results("show", keyOf("simulate", 10).slice(0, 8), "--store", store);
    expect(stdout).toMatch(/^key +[0-9a-f]{64}\nname +two-simulate-K=10\n/);
    expect(stdout).toMatch(/\nseed +ü, "x"\nruns +500\n/);
    expect(stdout).toMatch(/\npass rate +0\.\d+ +- +0\.\d+ +0\.\d+ +500 +probability\n/);
    const record = JSON.parse((await results("show", keyOf("exact", 10), "--store", store, "--json")).stdout) as object;
    expect(record).toMatchObject({ key: keyOf("exact", 10), result: { passRate: expect.any(Number) } });
  });

  test.each([
    [["show", "abc"], /KEY must begin the key of a stored result/],
    [["show", "xyz"], /KEY must be the beginning of a key, 1 to 64 hex digits, got "xyz"/],
    [["list", "--since", "yesterday"], /--since must be a date/],
    [["list", "--since", "2026-13-45"], /--since must be a date/],
    [["list", "--store", "/nowhere"], /--store must be a folder with stored results, got "\/nowhere"/],
    [["export", "--out", "a.txt"], /--out must end in \.parquet or \.csv/],
    [["export", "--records", "--out", "a.csv"], /--out must end in \.parquet for whole records/],
    [["import", "/nowhere.parquet"], /FILE must be a file that can be read/],
    [["verify", "--sample", "0"], /--sample must be a whole number/],
    [["compare", "a"], /missing required argument 'other'/],
  ])("results %j is refused in one line", async (words, said) => {
    const { code, stdout, stderr } = await results(...words, ...(words.includes("--store") ? [] : ["--store", store]));
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(said);
    expect(stderr).toMatch(/^[^\n]+\n$/);
  });

  test.each(["list", "show", "compare", "export", "import", "verify"])("%s has an example in its help", async (command) => {
    expect((await results(command, "--help")).stdout).toMatch(new RegExp(`Examples?:\\n +harness-lab results ${command} `));
  });
});

describe("results compare", () => {
  interface Compared {
    readonly figures: readonly {
      readonly figure: string;
      readonly first: number;
      readonly second: number;
      readonly difference: number;
      readonly low: number;
      readonly high: number;
    }[];
    readonly notes: readonly string[];
  }
  const compared = async (a: string, b: string): Promise<Compared> =>
    JSON.parse((await results("compare", a, b, "--store", store, "--json")).stdout) as Compared;

  test("gives each figure's difference with its interval, the other way round with the other sign", async () => {
    const [there, back] = [
      await compared(keyOf("simulate", 10), keyOf("simulate", 12)),
      await compared(keyOf("simulate", 12), keyOf("simulate", 10)),
    ];
    expect(there.figures.map(({ figure }) => figure)).toEqual(["finalBias", "finalBiasPassed", "passRate", "signedBias"]);
    for (const [i, { first, second, difference, low, high }] of there.figures.entries()) {
      expect(difference).toBe(second - first);
      expect(low).toBeLessThan(difference);
      expect(high).toBeGreaterThan(difference);
      expect(back.figures[i].low).toBeCloseTo(-high, 12);
    }
    expect(there.notes).toEqual([expect.stringMatching(/taken for independent; they share a seed/)]);
  });

  test("of an exact and a simulated one, the interval is the simulated one's; of two exact ones, their errors", async () => {
    const mixed = await compared(keyOf("exact", 10), keyOf("simulate", 10));
    for (const { low, high } of mixed.figures) expect(low).toBeLessThan(high);
    const [rate] = (await compared(keyOf("exact", 10), keyOf("exact", 12))).figures.filter(({ figure }) => figure === "passRate");
    expect(rate.high - rate.low).toBeLessThan(1e-6);
  });
});

describe("results export and import", () => {
  test("figures are a row each with key and unit, the same bytes every time, the same numbers in CSV and Parquet", async () => {
    const folder = temporaryFolder();
    const files = ["a.csv", "b.csv", "a.parquet", "b.parquet"].map((name) => join(folder, name));
    for (const out of files) expect((await results("export", "--store", store, "--out", out)).code).toBe(0);
    const [csv, again, parquet, parquetAgain] = files.map((file) => readFileSync(file));
    expect(again.equals(csv)).toBe(true);
    expect(parquetAgain.equals(parquet)).toBe(true);
    expect(csv.toString().split("\n")[0]).toBe(
      "key,name,experiment,method,model_version,seed,runs,goal,tolerance,step_budget,retry_budget,parameters,figure,unit,value,error,low,high,count",
    );
    const columns = "key, figure, unit, value, error, low, high, count, seed, goal, step_budget";
    const read = (file: string) => sql(folder, `select ${columns} from '${file}' order by key, figure`);
    const rows = await read(files[2]);
    expect(await read(files[0])).toEqual(rows);
    const { result } = JSON.parse((await results("show", keyOf("exact", 12), "--store", store, "--json")).stdout) as {
      result: Record<string, number> & { error: Record<string, number> };
    };
    const exact = rows.filter(([key]) => key === keyOf("exact", 12));
    expect(exact.map(([, figure]) => figure)).toEqual(["failRate", "finalBias", "finalBiasPassed", "passRate", "signedBias"]);
    for (const [, figure, unit, value, error, low, , count, seed, goal, stepBudget] of exact) {
      const name = String(figure);
      expect([value, error, low, count, seed, goal, stepBudget]).toEqual([
        result[name],
        result.error[name],
        null,
        null,
        null,
        100,
        examplePoint.stepBudget,
      ]);
      expect(unit).toBe(/Rate$/.test(name) ? "probability" : "units of work");
    }
    expect(await sql(store, "select figure, value from figures order by key, figure")).toEqual(
      rows.map(([, figure, , value]) => [figure, value]),
    );
  });

  test("whole records come back whole; the same file again is harmless; what is exported again is the same", async () => {
    const copy = await copyOfStore();
    const file = join(copy, "../all.parquet");
    expect((await results("import", file, "--store", copy)).stderr).toBe(`0 results added to ${copy}, 4 were there already\n`);
    const all = "select key, name, record from results order by key";
    expect(await sql(copy, all)).toEqual(await sql(store, all));
    await results("export", "--store", copy, "--records", "--out", `${file}.2.parquet`);
    expect(readFileSync(`${file}.2.parquet`).equals(readFileSync(file))).toBe(true);
  });

  test("a damaged file is refused wherever it is damaged, and nothing is half-imported", async () => {
    const copy = await copyOfStore();
    const file = join(copy, "../all.parquet");
    const whole = readFileSync(file);
    const bad = join(copy, "../bad.parquet");
    let refused = 0;
    for (let at = 0; at < whole.length; at += 131) {
      const bytes = Buffer.from(whole);
      bytes[at] ^= 0x55;
      writeFileSync(bad, bytes);
      const { code, stderr } = await results("import", bad, "--store", join(copy, "../other"));
      if (code === 0) continue; // statistics that nobody reads: what was imported was held against its checksum
      refused++;
      expect([code, stderr]).toEqual([
        2,
        expect.stringMatching(/^error: FILE must (be sound \(.*\); nothing was imported|hold whole records.*), got .*\n$/),
      ]);
    }
    expect(refused).toBeGreaterThan(10);
    for (const bytes of [whole.subarray(0, whole.length / 2), Buffer.from("key,name\n"), Buffer.alloc(0)]) {
      writeFileSync(bad, bytes);
      const { code, stderr } = await results("import", bad, "--store", join(copy, "../third"));
      expect([code, stderr]).toEqual([2, expect.stringMatching(/^error: FILE must be sound/)]);
    }
    expect(await countKept(join(copy, "../third"))).toBe(0);
  });

  test("figures are no records, and a result that differs from the store's is refused with its key", async () => {
    const copy = await copyOfStore();
    const file = join(copy, "../all.parquet");
    await results("export", "--store", store, "--out", join(copy, "../figures.parquet"));
    expect((await results("import", join(copy, "../figures.parquet"), "--store", copy)).stderr).toMatch(/FILE must hold whole records/);
    const key = keyOf("exact", 10);
    await alterResult(copy, key);
    const { code, stderr } = await results("import", file, "--store", copy);
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining(`under key ${key.slice(0, 12)} it has another result, so nothing was imported`),
    ]);
  });

  test("a file that cannot be written is known by its name", async () => {
    const { code, stderr } = await results("export", "--store", store, "--out", "/nowhere/a.csv");
    expect([code, stderr]).toEqual([2, 'error: --out must be writable (no such folder), got "/nowhere/a.csv"\n']);
  });
});

/** Another result under the same key, as a faulty program would have stored it: its checksum fits. */
async function alterResult(folder: string, key: string): Promise<void> {
  const opened = await openStore(folder);
  const record = await opened.load(key);
  if (record) await opened.save({ ...record, result: { ...(record.result as object), passRate: 0.5 } });
  await opened.close();
}

describe("results verify", () => {
  test("makes a sample again; the same seed takes the same", async () => {
    const words = ["verify", "--store", store, "--sample", "3", "--seed", "a", "--workers", "1"];
    const one = await results(...words);
    expect([one.code, one.stderr]).toEqual([0, "3 of 3 results are the same to the last digit\n"]);
    expect(one.stdout).toMatch(/^(same +[0-9a-f]{12} {2}sweep-point (exact|simulate)\n){3}$/);
    expect((await results(...words)).stdout).toBe(one.stdout);
  });

  test("finds the one result that differs, names other model versions, and tells damage: exit 1", async () => {
    const copy = await copyOfStore();
    await alterResult(copy, keyOf("exact", 10));
    const opened = await openStore(copy);
    const identity = { experiment: "sweep-point", modelVersion: MODEL_VERSION + 1, method: "exact", parameters: parsePoint(examplePoint) };
    await opened.produceOrLoad(identity, () => ({ passRate: 0.1 }));
    await opened.produceOrLoad({ ...identity, experiment: "unheard-of", modelVersion: MODEL_VERSION }, () => ({ passRate: 0.1 }));
    await opened.close();
    const differing = await results("verify", "--store", copy, "--workers", "1");
    expect(differing.code).toBe(1);
    expect(differing.stdout).toMatch(
      new RegExp(`differs +${keyOf("exact", 10).slice(0, 12)} {2}sweep-point exact\\n {4}passRate: stored 0\\.5, now 0\\.7\\d+\\n`),
    );
    expect(differing.stdout).toContain(`made with model version ${MODEL_VERSION + 1}, this is ${MODEL_VERSION}`);
    expect(differing.stdout).toContain("nothing here makes unheard-of by exact");
    expect(differing.stderr).toBe("3 of 4 results are the same to the last digit, 2 not compared\n");
    await sql(copy, `update results set record = replace(record, '"stepBudget":', '"stepBudget": ') || ' ' where method = 'simulate'`);
    await sql(copy, `update results set record = replace(record, '"runs":500', '"runs":501') where key = '${keyOf("simulate", 12)}'`);
    const damaged = await results("verify", "--store", copy, "--workers", "1", "--key", keyOf("simulate", 12), "--json");
    expect([damaged.code, JSON.parse(damaged.stdout)]).toEqual([1, expect.objectContaining({ comparisons: [], damaged: 1 })]);
  });
});

test("an experiment's stored cells are verified as well", async () => {
  const folder = temporaryFolder();
  await here(["reproduce", "--only", "tolerance", "--runs", "100", "--out", folder, "--workers", "1"]);
  const { code, stderr } = await results("verify", "--store", join(folder, "store"), "--sample", "12", "--workers", "1");
  expect([code, stderr]).toEqual([0, "12 of 12 results are the same to the last digit\n"]);
});
