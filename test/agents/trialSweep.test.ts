import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { withEnvironment } from "../../agents/sandbox/processes.ts";
import { parseAgentSweep } from "../../agents/trial/spec.ts";
import type { SweepEnd } from "../../agents/trial/sweep.ts";
import { summariesOf } from "../../cli/agents/summaries.ts";
import { trialShelf } from "../../cli/agents/trialShelf.ts";
import type { TrialRecord } from "../../model/trial.ts";
import { TrialFolder, type TrialList } from "../../store/trials.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { hasSandbox } from "./sandboxed.ts";
import { servedSpec, sweepOf } from "./sweepSetup.ts";
import { type Model, modelServer, trialFoldersOf } from "./trialSetup.ts";

const loader = join(import.meta.dirname, "../../node_modules/tsx/dist/loader.mjs");

const kept = (folder: string): Promise<TrialList> => new TrialFolder(folder, "--out").list();
const statuses = async (folder: string) => (await kept(folder)).trials.map(({ record }) => record.status).sort();
const trialsIn = async (folder: string) => summariesOf((await kept(folder)).trials.map(({ record }) => record)).map(({ trials }) => trials);

async function sweep(folder: string, spec: object, signal?: AbortSignal) {
  const planned = await sweepOf(folder, parseAgentSweep(spec), signal ? { signal } : {});
  try {
    return await planned.run();
  } finally {
    await planned.close();
  }
}

/** Waits for what another process does, which cannot tell us; the limit is for a test that fails. */
async function until(isSo: () => boolean): Promise<void> {
  for (let waitedMs = 0; !isSo() && waitedMs < 10_000; waitedMs += 10) await pause(10);
}

/** A server whose answers are all errors until it is well. */
async function failing(failures: number) {
  const model: Model = (_, nth) =>
    nth <= failures ? (answer) => void answer.writeHead(401).end() : { kind: "text", text: "STAGE 1 NOT DONE" };
  const server = await modelServer(model, "port");
  return { server, spec: (trials: number) => servedSpec(trials, { source: { kind: "server", address: server.address }, concurrency: 1 }) };
}

describe.skipIf(!hasSandbox)("a sweep", () => {
  test("whose runner is killed goes on: every trial is there once, no process and no folder is left", async () => {
    const [folder, mark] = [temporaryFolder(), crypto.randomUUID()];
    const words = ["--import", loader, join(import.meta.dirname, "sweepOnce.ts"), folder, mark, "6"];
    const runner = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    runner.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    await until(() => said.split("\n").length > 2 && withEnvironment("TEST_MARK", mark).length > 0);
    runner.kill("SIGKILL");
    await once(runner, "close");
    const first = [...said.matchAll(/^ran (\w+)$/gm)].map(([, key]) => key);
    expect(first.length).toBeGreaterThan(0);
    // It was killed amid a trial: else this test would show nothing.
    expect(trialFoldersOf(runner.pid as number).length).toBeGreaterThan(0);
    await until(() => withEnvironment("TEST_MARK", mark).length === 0);
    expect(withEnvironment("TEST_MARK", mark)).toEqual([]);
    const before = await kept(folder);
    expect(before.trials.map(({ record }) => record.key)).toEqual(expect.arrayContaining(first));

    const end = await sweep(folder, servedSpec(6));
    expect(trialFoldersOf(runner.pid as number)).toEqual([]);
    expect(end).toMatchObject({ found: before.trials.length, ran: 6 - before.trials.length });
    const { trials, damaged } = await kept(folder);
    expect([new Set(trials.map(({ record }) => record.key)).size, trials.length, damaged]).toEqual([6, 6, []]);
    expect(trials.every(({ record }) => record.status === "finished")).toBe(true);
  });

  test("run twice at once in one folder loses nothing, counts no trial twice, and both tell the same", async () => {
    const folder = temporaryFolder();
    const planned = await Promise.all([3, 4].map((trials) => sweepOf(folder, parseAgentSweep(servedSpec(trials)))));
    const [one, two] = (await Promise.all(planned.map(({ run }) => run()))) as [SweepEnd, SweepEnd];
    await Promise.all(planned.map(({ close }) => close()));
    const { trials } = await kept(folder);
    expect(trials).toHaveLength(one.ran + two.ran);
    expect(trials.length).toBeGreaterThan(4); // they did run the same trials
    expect(await trialsIn(folder)).toEqual([4]);
    expect(one.records).toEqual(two.records.slice(0, 3));
    const more = await sweep(folder, servedSpec(5));
    expect([more.found, more.ran]).toEqual([4, 1]);
    expect(more.records.slice(0, 4)).toEqual(two.records);
  });

  test("with the same cell twice in it runs it once", async () => {
    const folder = temporaryFolder();
    const end = await sweep(folder, servedSpec(1, { models: ["any", "any"], vary: { k: [1, 1] } }));
    expect([end.ran, end.records.length, (await kept(folder)).trials.length]).toEqual([1, 1, 1]);
  });

  test("keeps a trial whose model failed, and runs it again the next time; N more come later", async () => {
    const [folder, { spec }] = [temporaryFolder(), await failing(2)];
    const first = await sweep(folder, spec(3));
    expect(first).toMatchObject({ found: 0, ran: 3, records: [undefined, undefined, { status: "finished" }] });
    expect(first).not.toHaveProperty("endedEarly");
    expect(await statuses(folder)).toEqual(["finished", "model failed", "model failed"]);
    expect(await trialsIn(folder)).toEqual([1]);
    expect(await sweep(folder, spec(3))).toMatchObject({ found: 1, ran: 2 });
    expect(await sweep(folder, spec(5))).toMatchObject({ found: 3, ran: 2 });
    expect(await statuses(folder)).toHaveLength(7);
    expect(await trialsIn(folder)).toEqual([5]);
  });

  test("ends after five failures of the model in a row, and says why", async () => {
    const [folder, { server, spec }] = [temporaryFolder(), await failing(1_000)];
    const end = await sweep(folder, spec(8));
    expect(end).toMatchObject({ ran: 5, endedEarly: expect.stringMatching(/failed 5 times in a row: .*401/) });
    expect(server.requests()).toBe(5);
    expect(await statuses(folder)).toEqual(Array.from({ length: 5 }, () => "model failed"));
  });

  test("that is interrupted keeps what was finished, and what was not is no sample", async () => {
    const [folder, stop] = [temporaryFolder(), new AbortController()];
    const planned = await sweepOf(folder, parseAgentSweep(servedSpec(20)), { signal: stop.signal });
    const records: TrialRecord[] = [];
    const end = await planned.run((record) => {
      records.push(record);
      if (records.length === 2) stop.abort();
    });
    await planned.close();
    expect(end.endedEarly).toBe("It was interrupted.");
    expect(end.ran).toBe((await kept(folder)).trials.length);
    expect(end.ran).toBeLessThan(5);
    expect(await trialsIn(folder)).toEqual([end.records.filter((record) => record !== undefined).length]);
    expect(trialFoldersOf(process.pid)).toEqual([]);
  });
});

describe("the folder of trials", () => {
  test("that cannot be written is named before the first trial", async () => {
    const file = join(temporaryFolder(), "file");
    writeFileSync(file, "");
    for (const folder of [file, join(file, "trials"), "/proc/trials"])
      await expect(trialShelf(folder, "--out")).rejects.toThrow(/^--out must be writable/);
  });

  test("reads no half folder as a trial, and clears half ones away once they are old", async () => {
    const folder = temporaryFolder();
    const [old, young] = [".0123-old.tmp", ".0123-young.tmp"].map((name) => join(folder, name)) as [string, string];
    for (const half of [old, young, join(folder, "0".repeat(64)), join(folder, "1".repeat(64), "1")]) mkdirSync(half, { recursive: true });
    writeFileSync(join(old, "record.json"), "{");
    utimesSync(old, new Date(0), new Date(0));
    await trialShelf(folder, "--out");
    expect([existsSync(old), existsSync(young)]).toEqual([false, true]);
    const { trials, damaged } = await kept(folder);
    expect([trials, damaged.map(({ damage }) => damage)]).toEqual([[], ["it has no record"]]);
    expect(readdirSync(folder)).toHaveLength(3);
  });
});
