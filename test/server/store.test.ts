import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import type { ResultAnswer, ResultComparison, ResultsAnswer } from "../../server/api.ts";
import { openStore } from "../../store/openStore.ts";
import { here } from "../cli/here.ts";
import { examplePoint as point } from "../examplePoint.ts";
import { testServer } from "./testServer.ts";

const server = testServer({ limits: { storeIdleMs: 150, storeWaitMs: 100, storeJobWaitMs: 300 } });
const { ask, ended } = server;
const list = async (query = "") => (await ask("GET", `/api/v1/results${query}`)).json as ResultsAnswer;
/** Long enough for an idle store to be closed. */
const idle = () => wait(600);

async function sweep(name: string, spec: object = {}) {
  const reply = await ask("POST", "/api/v1/jobs", {
    kind: "sweep",
    detached: true,
    spec: { name, base: point, vary: { retryBudget: [1, 2, 3] }, ...spec },
  });
  return ended((reply.json as { id: string }).id);
}

test("reading makes no store", async () => {
  expect(await list()).toEqual({ total: 0, offset: 0, limit: 50, results: [], experiments: [], methods: [], damaged: 0 });
  expect((await ask("GET", "/api/v1/results/abc")).json).toMatchObject({ code: "not-found" });
  expect((await ask("GET", "/api/v1/results/export?format=csv")).json).toMatchObject({ code: "not-found" });
  expect(existsSync(server.store)).toBe(false);
});

describe("what is stored", () => {
  beforeAll(async () => {
    expect((await sweep("one", { method: "both", runs: 500 })).state).toBe("done");
  });

  test("is listed page by page, filtered, with headline figures", async () => {
    const whole = await list();
    expect(whole).toMatchObject({ total: 6, experiments: ["sweep-point"], methods: ["exact", "simulate"], damaged: 0 });
    const pages = [await list("?limit=4"), await list("?limit=4&offset=4")];
    expect(pages.flatMap(({ results }) => results)).toEqual(whole.results);
    const exact = await list("?method=exact&text=RETRYBUDGET%3D2");
    expect(exact.total).toBe(1);
    const [{ headline, parameters, key }] = exact.results;
    expect(headline.passRate?.error).toBeLessThan(1e-9);
    expect(parameters).toMatchObject({ retryBudget: 2 });
    expect((await list(`?key=${key.slice(0, 20)}`)).results.map((entry) => entry.key)).toEqual([key]);
    expect((await list("?since=2999-01-01")).total).toBe(0);
    const [simulated] = (await list("?method=simulate")).results;
    expect(simulated.headline.passRate).toMatchObject({ count: 500 });
    expect(simulated).toMatchObject({ runs: 500, seed: "lab" });
  });

  test("is shown and compared as on the command line, which has the store while the server idles", async () => {
    const [one, other] = (await list("?method=exact")).results.map(({ key }) => key);
    const shown = (await ask("GET", `/api/v1/results/${one.slice(0, 16)}`)).json as ResultAnswer;
    const compared = (await ask("GET", `/api/v1/results/compare?first=${one}&second=${other}`)).json as ResultComparison;
    await idle();
    const { name: _, figures, ...record } = shown;
    expect(record).toEqual(JSON.parse((await here(["results", "show", one, "--store", server.store, "--json"])).stdout));
    expect(figures.find(({ figure }) => figure === "passRate")).toMatchObject({
      unit: "probability",
      value: (record.result as { passRate: number }).passRate,
    });
    expect(compared).toEqual(JSON.parse((await here(["results", "compare", one, other, "--store", server.store, "--json"])).stdout));
    expect((await ask("GET", `/api/v1/results/compare?first=${one}&second=${"0".repeat(64)}`)).json).toMatchObject({ code: "not-found" });
    expect((await ask("GET", "/api/v1/results/xyz")).json).toMatchObject({ code: "invalid-input", field: "key" });
  });

  test("is exported as the command line writes it, and leaves nothing behind", async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith("harness-lab-export-"));
    const [csv, json, parquet] = await Promise.all(
      ["csv", "json", "parquet"].map((format) => ask("GET", `/api/v1/results/export?format=${format}&method=exact`)),
    );
    // What a list leaves out by its name, an export leaves out too.
    const [one] = (await list("?method=exact&text=RETRYBUDGET%3D2")).results;
    const named = await ask("GET", "/api/v1/results/export?format=json&method=exact&text=RETRYBUDGET%3D2");
    expect((named.json as { key: string }[]).map(({ key }) => key)).toEqual([one.key]);
    await idle();
    const file = join(server.folder, "figures.csv");
    await here(["results", "export", "--store", server.store, "--out", file, "--method", "exact"]);
    expect(csv.text).toBe(execFileSync("cat", [file], { encoding: "utf8" }));
    expect(csv.headers["content-disposition"]).toBe('attachment; filename="results.csv"');
    expect((json.json as unknown[]).length).toBe(3);
    expect(parquet.text.startsWith("PAR1")).toBe(true);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith("harness-lab-export-") && !before.includes(name))).toEqual([]);
    expect((await ask("GET", "/api/v1/results/export?format=exe")).json).toMatchObject({ code: "invalid-input", field: "format" });
  });

  test("names no place of this machine", async () => {
    const [{ key }] = (await list()).results;
    for (const url of ["/api/v1/results", `/api/v1/results/${key}`, "/api/v1/results/export?format=json"])
      expect((await ask("GET", url)).text).not.toMatch(/\/(home|tmp|work|Users|root)\//);
  });

  test("reads and writes go on side by side while a job has the store", async () => {
    const begun = await ask("POST", "/api/v1/jobs", {
      kind: "sweep",
      detached: true,
      spec: { name: "beside", base: point, vary: { tolerance: { range: { from: 1, to: 3, count: 100 } } } },
    });
    const seen: number[] = [];
    const { id } = begun.json as { id: string };
    for (let i = 0; i < 5; i++) {
      seen.push((await list("?text=beside")).total);
      await wait(30);
    }
    expect((await ended(id)).state).toBe("done");
    expect((await list("?text=beside")).total).toBe(100);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });
});

test("another process has the store: 503 with a code and without its place; then it is there again", async () => {
  await idle();
  const other = await openStore(server.store);
  try {
    for (const url of ["/api/v1/results", "/api/v1/results/export?format=csv"]) {
      const reply = await ask("GET", url);
      expect(reply.json).toMatchObject({ code: "store-busy", status: 503 });
      expect(Number(reply.headers["retry-after"])).toBeGreaterThanOrEqual(1);
      expect(reply.text).not.toContain(server.folder);
    }
    const { state, problem } = await sweep("busy");
    expect([state, problem?.code]).toEqual(["failed", "store-busy"]);
    const exact = { kind: "sweep", detached: true, store: false, spec: { base: point } };
    expect((await ended(((await ask("POST", "/api/v1/jobs", exact)).json as { id: string }).id)).state).toBe("done");
  } finally {
    await other.close();
  }
  expect((await list()).total).toBeGreaterThan(0);
});

test("a store that is none is 503, without its place and without a fault", async () => {
  await idle();
  writeFileSync(join(server.store, "lab.duckdb"), "no database");
  const reply = await ask("GET", "/api/v1/results");
  expect(reply.json).toMatchObject({ code: "store-unusable", status: 503 });
  expect(reply.text).not.toContain(server.folder);
  expect(server.faults).toEqual([]);
});
