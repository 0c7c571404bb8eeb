/**
 * Trial of the server: 200 clients on loopback ask for sweeps for a minute. Every answer must be 200, 429 or 503, every 200 must be right, and
 * the server's memory must return to within 20% of its start. Run by hand: npm run trial:server [seconds] [clients].
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { runSweep } from "../experiments/sweep/runSweep.ts";
import { parseSweep } from "../experiments/sweep/sweep.ts";
import { AGENTS, CANONICAL } from "../model/canonical.ts";
import { solve } from "../theory/solve.ts";

const SECONDS = Number(process.argv[2] ?? 60);
const CLIENTS = Number(process.argv[3] ?? 200);
const WARM_UP_SECONDS = 20;
/** Memory is looked at once it has not moved by more than 2% for so long, and after so long at the latest. */
const SETTLED_MS = 5_000;
const MOST_SETTLING_MS = 60_000;
const ALLOWED = 1.2;
/** What a client that is told to come again waits: every second one does as told, the others are rude. */
const RUDE_MS = 100;
const STAGES = 10;

interface Question {
  readonly body: string;
  readonly rows: unknown;
}

/** Thirty different sweeps, with the answers of the solver in this process. */
async function questions(): Promise<Question[]> {
  const agents = Object.values(AGENTS);
  return Promise.all(
    Array.from({ length: 30 }, async (_, i) => {
      const spec = {
        name: `trial ${i}`,
        base: { ...CANONICAL, tolerance: 1 + i / 20, stages: { kind: "uniform", count: 1 }, pool: [agents[i % agents.length]] },
        vary: { K: { field: "stages.count", range: { from: 1, to: STAGES, step: 1 } } },
      };
      const rows: unknown[] = [];
      const simulate = () => Promise.reject(new Error("exact only"));
      for await (const row of runSweep(await parseSweep(spec), { solve, simulate })) rows.push(row);
      return { body: JSON.stringify(spec), rows: JSON.parse(JSON.stringify(rows)) as unknown };
    }),
  );
}

interface Count {
  readonly byStatus: Map<number | string, number>;
  wrong: number;
  readonly latenciesMs: number[];
}

async function client(place: number, url: string, asked: readonly Question[], until: number, count: Count): Promise<void> {
  for (let i = place; Date.now() < until; i++) {
    const { body, rows } = asked[i % asked.length];
    const begun = performance.now();
    try {
      const reply = await fetch(`${url}/api/v1/sweep`, { method: "POST", body, headers: { "content-type": "application/json" } });
      const text = await reply.text();
      count.byStatus.set(reply.status, (count.byStatus.get(reply.status) ?? 0) + 1);
      const found = JSON.parse(text) as { rows?: unknown; code?: string };
      if (reply.status === 200) {
        count.latenciesMs.push(performance.now() - begun);
        if (!isDeepStrictEqual(found.rows, rows)) count.wrong++;
      } else {
        if (found.code === undefined) count.wrong++;
        const told = 1_000 * Number(reply.headers.get("retry-after") ?? Number.NaN);
        if (!(told > 0)) count.wrong++;
        await wait(place % 2 === 0 ? Math.min(told || RUDE_MS, Math.max(0, until - Date.now())) : RUDE_MS);
      }
    } catch (error) {
      const said = (error as { cause?: { code?: string } }).cause?.code ?? String(error);
      count.byStatus.set(said, (count.byStatus.get(said) ?? 0) + 1);
      await wait(RUDE_MS);
    }
  }
}

async function load(url: string, asked: readonly Question[], seconds: number, process: ChildProcess) {
  const count: Count = { byStatus: new Map(), wrong: 0, latenciesMs: [] };
  const until = Date.now() + 1_000 * seconds;
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, memoryOf(process));
  }, 500);
  await Promise.all(Array.from({ length: CLIENTS }, (_, place) => client(place, url, asked, until, count)));
  clearInterval(watch);
  return { count, peak };
}

/** Resident memory, MB. */
function memoryOf({ pid }: ChildProcess): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes) / 1024;
}

/** Memory after a collection was asked for, once it has come to rest. */
async function settled(process: ChildProcess): Promise<number> {
  process.kill("SIGUSR2");
  const latest = Date.now() + MOST_SETTLING_MS;
  let [since, level] = [Date.now(), memoryOf(process)];
  while (Date.now() < latest && Date.now() - since < SETTLED_MS) {
    await wait(250);
    const now = memoryOf(process);
    if (Math.abs(now - level) > 0.02 * level) [since, level] = [Date.now(), now];
  }
  return memoryOf(process);
}

async function start(store: string): Promise<{ readonly url: string; readonly process: ChildProcess }> {
  const collector = "data:text/javascript,process.on('SIGUSR2', () => globalThis.gc())";
  const words = ["--expose-gc", "--import", "tsx", "--import", collector, "cli/main.ts", "serve", "--port", "0", "--store", store];
  const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (data: Buffer) => resolve(data.toString().trim()));
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
  });
  return { url, process: child };
}

const folder = mkdtempSync(join(tmpdir(), "harness-lab-trial-"));
const asked = await questions();
const server = await start(join(folder, "store"));
try {
  await load(server.url, asked, WARM_UP_SECONDS, server.process);
  const before = await settled(server.process);
  const { count, peak } = await load(server.url, asked, SECONDS, server.process);
  const after = await settled(server.process);
  const health = (await (await fetch(`${server.url}/api/v1/health`)).json()) as { threads: { busy: number; waiting: number } };

  const total = [...count.byStatus.values()].reduce((sum, n) => sum + n, 0);
  const sorted = count.latenciesMs.toSorted((a, b) => a - b);
  const quantile = (share: number) => `${(sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN).toFixed(0)} ms`;
  const others = [...count.byStatus].filter(([status]) => status !== 200 && status !== 429 && status !== 503);
  const rows: [string, string][] = [
    ["machine", `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}`],
    ["load", `${CLIENTS} clients, ${SECONDS} s, sweeps of ${STAGES} exact points`],
    ["requests", `${total} (${(total / SECONDS).toFixed(0)} a second)`],
    ["answered (200)", String(count.byStatus.get(200) ?? 0)],
    ["of these wrong, or refused without code or time to wait", String(count.wrong)],
    ["too many requests (429)", String(count.byStatus.get(429) ?? 0)],
    ["overloaded (503)", String(count.byStatus.get(503) ?? 0)],
    ["anything else", others.length === 0 ? "none" : others.map(([status, n]) => `${status}: ${n}`).join(", ")],
    ["time to an answer, median, 95%, longest", [0.5, 0.95, 1].map(quantile).join(", ")],
    ["memory at the start, peak, after", [before, peak, after].map((mb) => `${mb.toFixed(0)} MB`).join(", ")],
    ["after / start", (after / before).toFixed(2)],
    ["threads at work or waited for afterwards", String(health.threads.busy + health.threads.waiting)],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  process.stdout.write(rows.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join(""));
  const sound = others.length === 0 && count.wrong === 0 && sorted.length > 0 && after <= ALLOWED * before && health.threads.busy === 0;
  process.stdout.write(sound ? "as it should be\n" : "NOT as it should be\n");
  process.exitCode = sound ? 0 : 1;
} finally {
  server.process.kill("SIGTERM");
  await new Promise((resolve) => server.process.once("exit", resolve));
  rmSync(folder, { recursive: true, force: true });
}
