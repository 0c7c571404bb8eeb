import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openQueueSimulator } from "../../queue/queueSimulator.ts";
import { simulate } from "../../sim/simulate.ts";
import { here } from "../cli/here.ts";
import { start } from "../cli/lab.ts";
import { examplePoint } from "../examplePoint.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { ownDatabase, pointOf, until, workerHere } from "./here.ts";

const own = ownDatabase();
const text = (value: unknown) => JSON.stringify(value);
const count = async (from: string) => (await own.database.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${from}`)).rows[0].n;
const heldLocks = () => count("pg_locks WHERE locktype = 'advisory' AND objsubid = 1");

test("a worker killed amid a job: another does it, within seconds", async () => {
  const point = pointOf();
  const options = { runs: 3_000_000, seed: "killed" };
  const { child } = start(temporaryFolder(), ["worker", "--queue", own.url, "--workers", "1"]);
  const simulator = await openQueueSimulator(own.url);
  const given = simulator.simulate(point, options);
  await until(async () => (await count("harness_lab.part")) >= 2 && (await heldLocks()) > 0);
  child.kill("SIGKILL");
  await until(async () => (await heldLocks()) === 0); // the connection goes with the process, and the lock with it
  const killedAt = Date.now();
  const worker = workerHere(own.url);
  expect(text(await given)).toBe(text(await simulate(point, options)));
  // Seen as dead after 2 to 4 s; pg-boss alone would have waited for the expiry of a quarter of an hour at least.
  expect(Date.now() - killedAt).toBeLessThan(30_000);
  await simulator.forgetFinished();
  await simulator.close();
  await worker.end();
});

test("the database restarted, fast and at once: submitter and worker wait, and go on", async () => {
  const point = pointOf({ goal: 95 });
  const options = { runs: 3_000_000, seed: "restarted" };
  const notices: string[] = [];
  const onNotice = (line: string) => notices.push(line);
  const worker = workerHere(own.url, { onNotice });
  const simulator = await openQueueSimulator(own.url, { onNotice });
  let doneRuns = 0;
  const given = simulator.simulate(point, { ...options, onProgress: (n) => (doneRuns = n) });
  for (const [mode, from] of [
    ["fast", 100_000],
    ["immediate", 1_000_000],
  ] as const) {
    await until(() => doneRuns > from);
    await own.server.restart(mode);
  }
  expect(text(await given)).toBe(text(await simulate(point, options)));
  expect(notices.some((line) => /^the database is away \(.+\); trying again$/.test(line))).toBe(true);
  expect(notices).toContain("the database is back");
  expect(notices.join()).not.toContain("lab:");
  await simulator.forgetFinished();
  await simulator.close();
  await worker.end();
});

test("a sweep killed and started anew goes on: nothing done is run again, and its rows are those of one machine", async () => {
  const folder = temporaryFolder();
  const spec = { base: examplePoint, vary: { R: { field: "retryBudget", values: [2, 3] } }, method: "simulate", runs: 1_000_000 };
  writeFileSync(join(folder, "sweep.json"), text(spec));
  const words = ["sweep", "--spec", join(folder, "sweep.json"), "--no-store", "--workers", "1"];
  const worker = workerHere(own.url);
  const first = start(folder, [...words, "--queue", own.url]);
  await until(async () => (await count("harness_lab.part")) >= 5);
  first.child.kill("SIGKILL");
  await first.ended;
  const [queued, alone] = [await here([...words, "--queue", own.url]), await here(words)];
  expect(queued).toMatchObject({ code: 0, stdout: alone.stdout });
  expect(alone.stdout.split("\n")).toHaveLength(4);
  expect(worker.made.runs).toBe(2 * spec.runs);
  // Once the rows are out, nothing of the sweep stays behind.
  expect(await count("harness_lab.cut")).toBe(0);
  await worker.end();
});

test("a worker asked to stop finishes or gives back its job and says so, exit 0", async () => {
  const point = pointOf({ goal: 85 });
  const { child, ended } = start(temporaryFolder(), ["worker", "--queue", own.url, "--workers", "1"]);
  const simulator = await openQueueSimulator(own.url);
  const stop = new AbortController();
  const options = { runs: 900_000_000, seed: "term" };
  const given = simulator.simulate(point, { ...options, signal: stop.signal });
  await until(async () => (await count("harness_lab.part")) >= 1);
  child.kill("SIGTERM");
  expect(await ended).toMatchObject({ code: 0, stdout: "", stderr: expect.stringMatching(/parts, [\d,]+ runs; ended\n$/) });
  expect(await count("harness_lab_jobs.job WHERE state = 'active' AND data->'point'->>'goal' = '85'")).toBe(0);
  stop.abort(new Error("enough"));
  await expect(given).rejects.toThrow("enough");
  await simulator.forget(point, options);
  await simulator.close();
});
