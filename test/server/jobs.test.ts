import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { Job, JobRequest, JobResults, ResultsAnswer, SweepAnswer } from "../../server/api.ts";
import { here } from "../cli/here.ts";
import { pointFile } from "../cli/lab.ts";
import { examplePoint as point } from "../examplePoint.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { type Reply, testServer } from "./testServer.ts";

const server = testServer({ limits: { lonelyMs: 200, unheardMs: 400, jobsQueued: 3, jobsKept: 12, storeIdleMs: 100 } });
const { ask, ended } = server;

const submit = (body: JobRequest): Promise<Reply> => ask("POST", "/api/v1/jobs", body);
async function begun(body: JobRequest): Promise<Job> {
  const reply = await submit({ detached: true, ...body });
  expect(reply.status, reply.text).toBe(202);
  const job = reply.json as Job;
  expect(reply.headers.location).toBe(`/api/v1/jobs/${job.id}`);
  return job;
}
const view = async (id: string) => (await ask("GET", `/api/v1/jobs/${id}`)).json as Job;
const result = async <K extends keyof JobResults>(_: K, id: string) =>
  (await ask("GET", `/api/v1/jobs/${id}/result`)).json as JobResults[K];
const tolerances = (count: number) => ({ name: "half-way", base: point, vary: { tolerance: { range: { from: 1, to: 3, count } } } });

test("a sweep cancelled half-way and asked for again goes on where it was: no point is solved twice", async () => {
  const POINTS = 200;
  const spec = tolerances(POINTS);
  const first = await begun({ kind: "sweep", spec });
  while ((await view(first.id)).progress.done < POINTS / 4) await wait(5);
  expect((await ask("DELETE", `/api/v1/jobs/${first.id}`)).status).toBe(200);
  const stopped = await ended(first.id);
  expect(stopped.state).toBe("cancelled");
  expect(stopped.progress.done).toBeLessThan(POINTS);
  const part = await result("sweep", first.id);
  expect(part.rows).toHaveLength(stopped.progress.done);
  const stored = ((await ask("GET", "/api/v1/results?text=half-way")).json as ResultsAnswer).total;
  expect(stored).toBeGreaterThanOrEqual(part.rows.length);

  const second = await begun({ kind: "sweep", spec });
  const whole = await ended(second.id);
  expect(whole).toMatchObject({ state: "done", progress: { done: POINTS, total: POINTS, unit: "points", reused: stored } });
  expect(((await ask("GET", "/api/v1/results?text=half-way")).json as ResultsAnswer).total).toBe(POINTS);
  const rows = (await result("sweep", second.id)).rows;
  expect(rows.slice(0, part.rows.length)).toEqual(part.rows);

  const third = await begun({ kind: "sweep", spec });
  expect((await ended(third.id)).progress.reused).toBe(POINTS);
  // Solved at once, without the store, every row is the same to the last digit.
  const anew = (await ask("POST", "/api/v1/sweep", spec)).json as SweepAnswer;
  expect(anew.rows).toEqual(rows);
});

test("simulate and compare say what the command line says, whatever the threads", async () => {
  const folder = temporaryFolder();
  const file = `${folder}/${pointFile(folder)}`;
  const printed = async (words: string[]) => JSON.parse((await here(words)).stdout) as unknown;
  const simulated = await begun({ kind: "simulate", point: point as never, runs: 20_000, seed: "s" });
  const other = { ...point, retryBudget: 6 };
  const compared = await begun({ kind: "compare", first: point as never, second: other as never, runs: 5_000, seed: "s" });
  expect((await ended(simulated.id)).progress).toMatchObject({ done: 20_000, total: 20_000, unit: "runs" });
  await ended(compared.id);
  expect(await result("simulate", simulated.id)).toEqual(
    await printed(["simulate", "--point", file, "--runs", "20000", "--seed", "s", "--json", "--workers", "1"]),
  );
  const folder2 = temporaryFolder();
  const second = `${folder2}/${pointFile(folder2, { retryBudget: 6 })}`;
  expect(await result("compare", compared.id)).toEqual(
    await printed(["compare", "--point", file, "--with", second, "--runs", "5000", "--seed", "s", "--json"]),
  );
});

test("the other kinds come to an end with a result", async () => {
  const jobs = [
    await begun({ kind: "recommend", pool: point.pool, goal: 100, tolerance: 2 }),
    await begun({ kind: "experiment", id: "trade-offs", runs: 200 }),
    await begun({ kind: "sweep", spec: { ...tolerances(3), method: "both", runs: 200 } }),
  ];
  for (const { id } of jobs) expect(await ended(id)).toMatchObject({ state: "done" });
  expect((await result("recommend", jobs[0].id)).harness?.stages).toBeDefined();
  const { claims } = await result("experiment", jobs[1].id);
  expect(claims.every(({ holds, simulation }) => holds && simulation?.verdict !== "no")).toBe(true);
  for (const { exact, simulated } of (await result("sweep", jobs[2].id)).rows) {
    expect(exact?.passRate).toBeGreaterThan(0);
    expect(simulated?.passRate?.count).toBe(200);
  }
});

describe("while a job is under way", () => {
  const long = { kind: "simulate", point: point as never, runs: 1e9, store: false } as const;

  test("it has no result, can be cancelled, and frees its threads", async () => {
    const { id } = await begun(long);
    expect((await ask("GET", `/api/v1/jobs/${id}/result`)).json).toMatchObject({ code: "no-result", status: 409 });
    while ((await view(id)).progress.done === 0) await wait(10);
    expect((await view(id)).progress.etaMs).toBeGreaterThan(0);
    await ask("DELETE", `/api/v1/jobs/${id}`);
    const begunAt = Date.now();
    expect((await ended(id)).state).toBe("cancelled");
    expect(Date.now() - begunAt).toBeLessThan(5_000);
    expect((await ask("GET", `/api/v1/jobs/${id}/result`)).json).toMatchObject({ code: "no-result", detail: "the job was cancelled" });
  });

  test("one that nobody listens to ends by itself, unless it is detached", async () => {
    const [lonely, detached] = [(await submit({ ...long, detached: false })).json as Job, await begun(long)];
    await wait(600);
    expect((await ended(lonely.id)).state).toBe("cancelled");
    expect((await view(detached.id)).state).toBe("running");
    await ask("DELETE", `/api/v1/jobs/${detached.id}`);
    await ended(detached.id);
  });

  test("as many wait as may; then 503 with the time to wait, and what waits can be cancelled", async () => {
    const jobs = [];
    for (let i = 0; i < 5; i++) jobs.push(await begun(long)); // two run, three wait
    const refused = await submit({ ...long, detached: true });
    expect(refused.json).toMatchObject({ code: "too-many-jobs", status: 503 });
    expect(Number(refused.headers["retry-after"])).toBeGreaterThanOrEqual(1);
    expect((await view(jobs[4].id)).state).toBe("queued");
    for (const { id } of jobs.reverse()) await ask("DELETE", `/api/v1/jobs/${id}`);
    for (const { id } of jobs) expect((await ended(id)).state).toBe("cancelled");
  });
});

test("a job that cannot be done fails with its problem", async () => {
  const narrow = { ...point, goal: 1e9, stages: { kind: "uniform", count: 1 }, tolerance: 0, stepBudget: 1000 };
  const { id } = await begun({
    kind: "recommend",
    pool: [{ mu: 1e-3, sigma: 1e-6, min: 0, max: 2e-3 }],
    goal: narrow.goal,
    tolerance: 1e-9,
  });
  const { state, problem } = await ended(id);
  if (state === "failed") expect(problem?.status).toBe(422);
  else expect((await result("recommend", id)).absent?.harness).toBeDefined();
});

test("ended jobs are forgotten by number; an id that is none is 404", async () => {
  for (let i = 0; i < 14; i++) await ended((await begun({ kind: "sweep", spec: tolerances(1), store: false })).id);
  const { jobs } = (await ask("GET", "/api/v1/jobs")).json as { jobs: Job[] };
  expect(jobs.length).toBeLessThanOrEqual(13);
  for (const url of ["/api/v1/jobs/none", "/api/v1/jobs/none/result", "/api/v1/jobs/none/events"])
    expect((await ask("GET", url)).json, url).toMatchObject({ code: "not-found" });
  expect(server.faults).toEqual([]);
});
