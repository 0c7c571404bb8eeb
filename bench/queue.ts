/**
 * `npm run trial:queue`: one sweep at a queue with three workers, of which one is killed a hundred times; the submitter is
 * killed twice and the database restarted twice, once while a worker stands still, so that a part is made twice. The rows must
 * be those of one machine, byte for byte; else exit 1. Moments are drawn from a seed, and measured in work done, so that the
 * trial is the same on slow machines and fast ones. Options: kills, runs per point, seed.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { CANONICAL, MODEL_3 } from "../model/canonical.ts";
import { namedStream, nextUnit } from "../numerics/streams.ts";
import { openDatabase } from "../queue/database.ts";
import { startEmbedded } from "../queue/embedded.ts";
import { openQueueSimulator } from "../queue/queueSimulator.ts";

const [KILLS = 100, RUNS = 3_000_000, SEED = "trial"] = process.argv.slice(2).map((word, i) => (i < 2 ? Number(word) : word)) as [
  number?,
  number?,
  string?,
];
const WORKERS = 3;
const POINTS = 40;
const STANDSTILL_MS = 8_000;

const folder = mkdtempSync(join(tmpdir(), "harness-lab-trial-"));
const spec = {
  name: "trial",
  base: { ...CANONICAL, stages: { kind: "uniform", count: 10 }, pool: [MODEL_3] },
  vary: { K: { field: "stages.count", range: { from: 1, to: POINTS / 2, step: 1 } }, R: { field: "retryBudget", values: [3, 5] } },
  method: "simulate",
  runs: RUNS,
  seed: SEED,
};
writeFileSync(join(folder, "spec.json"), JSON.stringify(spec));

const main = join(import.meta.dirname, "..", "cli", "main.ts");
const loader = join(import.meta.dirname, "..", "node_modules", "tsx", "dist", "loader.mjs");
let url = "";
function lab(...words: string[]) {
  const env = { ...process.env, ...(url === "" ? {} : { HARNESS_LAB_QUEUE: url }) };
  const child = spawn(process.execPath, ["--import", loader, main, ...words], { cwd: folder, env, stdio: ["ignore", "ignore", "pipe"] });
  process.once("exit", () => child.kill("SIGKILL")); // however this ends, nothing of it stays behind
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const ended = once(child, "exit").then(([code]) => ({ code: code as number | null, said }));
  return { child, ended };
}
process.setMaxListeners(0);
const begunAt = Date.now();
const seconds = (since: number) => ((Date.now() - since) / 1000).toFixed(1);
const say = (line: string) => console.log(`${seconds(begunAt).padStart(7)} s  ${line}`);

const alone = await lab("sweep", "--spec", "spec.json", "--no-store", "--out", "alone.csv").ended;
if (alone.code !== 0) throw new Error(alone.said);
say(`one machine is done: ${POINTS} points of ${RUNS.toLocaleString("en")} runs`);

const server = await startEmbedded("trial");
url = server.url;
await (await openQueueSimulator(url)).close(); // makes the tables, which are asked from now on
const database = await openDatabase(url, { field: "trial", patienceMs: () => 120_000, waitAtFirst: true, onOutage: (line) => say(line) });
const ask = async (text: string) => Number((await database.query<{ n: string }>(text)).rows[0]?.n ?? 0);
/** Share of the sweep's blocks that are done; nothing is forgotten before the rows are out. */
const blocksInAll = POINTS * Math.ceil(RUNS / 8192);
const progress = async () =>
  (await ask("SELECT coalesce(sum(blocks), 0) AS n FROM harness_lab.cut JOIN harness_lab.part USING (key)")) / blocksInAll;

const sweep = () => lab("sweep", "--spec", "spec.json", "--no-store", "--out", "queued.csv");
const worker = () => lab("worker", "--workers", "1");
let submitter = sweep();
const workers = Array.from({ length: WORKERS }, worker);
const sweepBegunAt = Date.now();

const stream = namedStream(SEED, 0, "trial");
const random = () => nextUnit(stream);
/** A worker that stands still for a while. */
let still: ChildProcess | undefined;
/** What happens, by the share of the work at which it does. */
const events: { readonly at: number; readonly run: () => Promise<void> }[] = [];
let kills = 0;
for (let i = 0; i < KILLS; i++)
  events.push({
    at: random() * 0.97,
    run: async () => {
      await pause(random() * 600);
      let victim = Math.floor(random() * WORKERS);
      if (workers[victim].child === still) victim = (victim + 1) % WORKERS;
      workers[victim].child.kill("SIGKILL");
      await workers[victim].ended;
      workers[victim] = worker();
      kills++;
    },
  });
for (const at of [0.2, 0.7])
  events.push({
    at,
    run: async () => {
      submitter.child.kill("SIGKILL");
      await submitter.ended;
      say("submitter killed and started anew");
      submitter = sweep();
    },
  });
for (const [at, mode] of [
  [0.4, "fast"],
  [0.6, "immediate"],
] as const)
  events.push({
    at,
    run: async () => {
      // One worker stands still meanwhile: its lock goes with its connection, another makes its part, and then both have.
      const [{ child }] = workers;
      while (!(await holdsPart(child.pid as number))) await pause(20);
      still = child;
      child.kill("SIGSTOP");
      await server.restart(mode);
      say(`database restarted, ${mode} mode`);
      setTimeout(() => {
        child.kill("SIGCONT");
        setTimeout(() => {
          still = undefined;
        }, STANDSTILL_MS);
      }, STANDSTILL_MS);
    },
  });
events.sort((a, b) => a.at - b.at);

/** Whether a worker is amid a part: its connections say which process they belong to. */
async function holdsPart(pid: number): Promise<boolean> {
  const text = `SELECT count(*) AS n FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory' AND application_name = 'harness-lab ${pid}'`;
  return (await ask(text)) > 0;
}

let [next, told] = [0, 0];
let done = false;
void submitterEnd();
async function submitterEnd(): Promise<void> {
  for (let current = submitter; ; current = submitter) {
    const { code, said } = await current.ended;
    if (current !== submitter || code === null) {
      await pause(50);
      continue;
    }
    if (code !== 0) say(`the submitter ended with ${code}: ${said}`);
    done = true;
    return;
  }
}
const counts = { redelivered: 0, repeated: 0 };
while (!done) {
  const share = await progress();
  if (next < events.length && share >= events[next].at) await events[next++].run();
  if (Date.now() - told > 15_000) {
    told = Date.now();
    say(`${(100 * share).toFixed(0)}% of the blocks, ${kills} workers killed`);
  }
  counts.redelivered = await ask(
    "SELECT sum(n) AS n FROM (SELECT sum(retry_count) AS n FROM harness_lab_jobs.job UNION ALL SELECT sum(retry_count) FROM harness_lab_jobs.archive) AS each",
  );
  counts.repeated = await ask("SELECT sum(repeated_blocks) AS n FROM harness_lab.worker");
  await pause(100);
}
const took = seconds(sweepBegunAt);
for (const { child } of workers) child.kill("SIGTERM");
const ends = await Promise.all(workers.map(({ ended }) => ended));
await database.close();
await server.stop();

const read = (file: string) => readFileSync(join(folder, file), "utf8");
const same = read("alone.csv") === read("queued.csv");
const stopped = ends.every(({ code }) => code === 0);
say(
  `the sweep took ${took} s: ${kills} workers killed, ${counts.redelivered} jobs given to another, ${counts.repeated} blocks run twice and counted once`,
);
say(same ? "its rows are those of one machine, byte for byte" : "its rows are NOT those of one machine");
if (next < events.length) say(`only ${next} of ${events.length} events had come when it was done`);
if (!stopped) say("a worker did not end with 0 when it was asked to");
rmSync(folder, { recursive: true });
process.exitCode = same && stopped && next === events.length ? 0 : 1;
