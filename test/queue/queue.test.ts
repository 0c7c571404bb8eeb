import { expect, test } from "vitest";
import { cutNext, cutsOf, forgetJob } from "../../queue/cuts.ts";
import { jobKey } from "../../queue/order.ts";
import { findParts, readPart, writePart } from "../../queue/parts.ts";
import { openQueueSimulator } from "../../queue/queueSimulator.ts";
import { Collector } from "../../sim/part.ts";
import { simulate } from "../../sim/simulate.ts";
import { startThreads } from "../../sim/threads.ts";
import { sha256 } from "../../store/resultKey.ts";
import { ownDatabase, pointOf, until, workerHere } from "./here.ts";

const own = ownDatabase();
const text = (value: unknown) => JSON.stringify(value);

test("points at a queue have the bytes of one machine, several at once and one asked for twice", async () => {
  const points = [
    pointOf(),
    pointOf({ retryBudget: 1, onUnrecovered: "abort" }),
    pointOf({ pool: [...pointOf().pool, { mu: 6, sigma: 2, min: 4, max: 8 }], prune: 1 }),
    pointOf({ stages: { kind: "partial", chunk: 10, chunks: 3 } }),
    pointOf(),
  ];
  const worker = workerHere(own.url, { threads: 2 });
  const simulator = await openQueueSimulator(own.url);
  const progress: number[] = [];
  const [runs, seed] = [100_001, "queue"];
  const queued = await Promise.all(
    points.map((point, i) => simulator.simulate(point, { runs, seed, onProgress: (n) => i === 0 && progress.push(n) })),
  );
  for (const [i, point] of points.entries()) expect(text(queued[i])).toBe(text(await simulate(point, { runs, seed })));
  expect(progress.at(-1)).toBe(runs);
  // Until the interval is narrow enough: the run at which that is so must not depend on who did the work.
  const until = { runs: 10_000_000, seed, until: 0.004 };
  const narrow = await simulator.simulate(points[0], until);
  expect(text(narrow)).toBe(text(await simulate(points[0], until)));
  expect(narrow.runs).toBeLessThan(until.runs / 10);
  expect(progress).toEqual([...progress].sort((a, b) => a - b));
  // Negative control: the comparison tells one run, or one letter of the seed.
  expect(text(queued[0])).not.toBe(text(await simulate(points[0], { runs: runs - 1, seed })));
  expect(text(queued[0])).not.toBe(text(await simulate(points[0], { runs, seed: "Queue" })));

  const rows = async () => (await own.database.query("SELECT key FROM harness_lab.part")).rows.length;
  expect(await rows()).toBeGreaterThan(0);
  await simulator.forget(points[0], { runs, seed });
  await simulator.forgetFinished();
  expect(await rows()).toBe(0);
  await simulator.close();
  await worker.end();
});

test("a submitter that starts anew finds what is done, and a part that was tampered with is refused and made again", async () => {
  const point = pointOf({ goal: 90 });
  const [runs, seed] = [2_000_000, "anew"];
  const job = { point, runs, seed };
  const worker = workerHere(own.url);
  const first = await openQueueSimulator(own.url);
  const stop = new AbortController();
  const given = first.simulate(point, {
    runs,
    seed,
    signal: stop.signal,
    onProgress: (n) => n > 200_000 && stop.abort(new Error("stopped")),
  });
  await expect(given).rejects.toThrow("stopped");
  await first.close();
  await worker.end();

  const cuts = await cutsOf(own.database, jobKey(job));
  const done = await findParts(
    own.database,
    cuts.map(({ key }) => key),
  );
  expect(done.length).toBeGreaterThan(2);
  // One part is altered, one is altered with a checksum that fits, one is another's.
  const set = (key: string, tally: string) =>
    own.database.query("UPDATE harness_lab.part SET tally = $2, checksum = $3 WHERE key = $1", [key, tally, sha256(`${key} ${tally}`)]);
  await own.database.query("UPDATE harness_lab.part SET tally = replace(tally, '\"passed\":', '\"passed\":1') WHERE key = $1", [
    done[0].key,
  ]);
  await set(done[1].key, (done[1].tally as string).replace('"passed":', '"passed":1'));
  const other = done.find(({ key }) => blocksIn(cuts, key) !== blocksIn(cuts, done[2].key))?.tally ?? "{}";
  await set(done[2].key, other);

  const notices: string[] = [];
  const again = workerHere(own.url);
  const second = await openQueueSimulator(own.url, { onNotice: (line) => notices.push(line) });
  expect(text(await second.simulate(point, { runs, seed }))).toBe(text(await simulate(point, { runs, seed })));
  expect(notices.join("\n")).toMatch(/refused \(its checksum does not fit/);
  expect(notices.join("\n")).toMatch(/refused \(not a tally: its counts disagree/);
  expect(notices).toHaveLength(3);
  await again.end();
  // What was done well is not done again, what was refused is.
  const refused = done.slice(0, 3).map(({ key }) => blocksIn(cuts, key));
  const good = done.slice(3).reduce((sum, { key }) => sum + runsIn(job, cuts, key), 0);
  expect(again.made.runs).toBe(runs - good);
  expect(refused.every((blocks) => blocks > 0)).toBe(true);
  await second.forget(point, { runs, seed });
  await second.close();
});

test("two submitters of one simulation share its jobs: both have the result, and no block is run twice", async () => {
  const point = pointOf({ goal: 70 });
  const options = { runs: 1_000_000, seed: "shared" };
  const worker = workerHere(own.url, { threads: 2 });
  const [one, two] = [await openQueueSimulator(own.url), await openQueueSimulator(own.url)];
  const results = await Promise.all([one.simulate(point, options), two.simulate(point, options)]);
  const alone = text(await simulate(point, options));
  expect(results.map(text)).toEqual([alone, alone]);
  await worker.end();
  expect(worker.made.runs).toBe(options.runs);
  await one.forgetFinished();
  await one.close();
  await two.close();
});

test("a part written twice counts once; one that is not wanted any more is no fault", async () => {
  const job = { point: pointOf(), runs: 100_000, seed: "twice" };
  const threads = startThreads(1);
  const { part, busyMs } = await threads.part(job, { from: 0, to: 4 });
  await threads.close();
  const cut = await cutNext(own.database, jobKey(job), 0, 4);
  // Another submitter that cuts there gets the cut that is there, whatever size it had in mind.
  expect(await cutNext(own.database, jobKey(job), 0, 7)).toEqual(cut);
  expect(await writePart(own.database, cut.key, part, busyMs)).toBe("written");
  expect(await writePart(own.database, cut.key, part, busyMs)).toBe("repeated");
  const found = await findParts(own.database, [cut.key]);
  expect(found).toHaveLength(1);
  const collector = new Collector(job);
  collector.add(readPart(found[0], cut));
  expect(collector.doneRuns).toBe(4 * 8192);
  // Negative control: were it there twice, the collector would not have it.
  expect(() => collector.add(readPart(found[0], cut))).toThrow(/twice/);
  await forgetJob(own.database, jobKey(job));
  expect(await writePart(own.database, cut.key, part, busyMs)).toBe("unwanted");
});

test("a point without numbers fails with the worker's reason; an abort makes the worker stop", async () => {
  const point = pointOf({ goal: 80 });
  const simulator = await openQueueSimulator(own.url);
  const options = { runs: 900_000_000, seed: "abort" };
  const stop = new AbortController();
  const given = simulator.simulate(point, { ...options, signal: stop.signal });
  const cuts = () => cutsOf(own.database, jobKey({ point, ...options }));
  await until(async () => (await cuts()).length > 1);
  const [cut] = await cuts();
  await writePart(own.database, cut.key, new RangeError("no such law"), 0);
  await expect(given).rejects.toThrow("no such law");

  const worker = workerHere(own.url);
  const long = simulator.simulate(point, {
    ...options,
    signal: stop.signal,
    onProgress: (n) => n > 1e6 && stop.abort(new Error("enough")),
  });
  await expect(long).rejects.toThrow("enough");
  await simulator.close();
  const held = async () => (await own.database.query("SELECT 1 FROM pg_locks WHERE locktype = 'advisory'")).rows.length;
  await until(async () => (await held()) === 0);
  // It turned to nothing else: far from all runs are done, and no job of it waits.
  const { rows } = await own.database.query<{ blocks: string }>(
    "SELECT coalesce(sum(blocks), 0) AS blocks FROM harness_lab.cut JOIN harness_lab.part USING (key) WHERE tally IS NOT NULL",
  );
  expect(Number(rows[0]?.blocks) * 8192).toBeLessThan(options.runs / 2);
  const live = await own.database.query("SELECT 1 FROM harness_lab_jobs.job WHERE state IN ('created', 'retry', 'active')");
  expect(live.rows).toHaveLength(0);
  await worker.end();
  await forgetJob(own.database, jobKey({ point, ...options }));
});

const blocksIn = (cuts: readonly { key: string; blocks: number }[], key: string): number =>
  cuts.find((cut) => cut.key === key)?.blocks ?? 0;
function runsIn(job: { runs: number }, cuts: readonly { key: string; firstBlock: number; blocks: number }[], key: string): number {
  const cut = cuts.find((each) => each.key === key);
  if (!cut) return 0;
  return Math.min(job.runs, (cut.firstBlock + cut.blocks) * 8192) - cut.firstBlock * 8192;
}
