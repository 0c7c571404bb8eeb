import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { examplePoint } from "../examplePoint.ts";
import { ownDatabase, until, workerHere } from "../queue/here.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { here } from "./here.ts";
import { start } from "./lab.ts";

const own = ownDatabase();
const count = async (from: string) => (await own.database.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${from}`)).rows[0].n;

function specIn(folder: string, changes: object = {}): string[] {
  const spec = { base: examplePoint, vary: { R: { field: "retryBudget", values: [1, 2, 3] } }, method: "both", runs: 50_000, ...changes };
  writeFileSync(join(folder, "sweep.json"), JSON.stringify(spec));
  return ["sweep", "--spec", join(folder, "sweep.json"), "--workers", "1"];
}

test("a sweep at an embedded queue has the rows of one machine", async () => {
  const sweep = specIn(temporaryFolder());
  const alone = await here([...sweep, "--no-store"]);
  const queued = await here([...sweep, "--no-store", "--queue", "embedded"]);
  expect(queued).toEqual(alone);
  // Negative control: the rows of another seed are others.
  const other = specIn(temporaryFolder(), { seed: "other" });
  expect((await here([...other, "--no-store"])).stdout).not.toBe(alone.stdout);
});

test("a sweep at an embedded queue that is killed leaves no server and no files behind", async () => {
  const folder = temporaryFolder();
  chmodSync(folder, 0o755); // as root, the server has a user of its own, who must get there
  vi.stubEnv("TMPDIR", folder);
  const sweep = specIn(folder, { method: "simulate", runs: 900_000_000 });
  const { child, ended } = start(folder, [...sweep, "--no-store", "--queue", "embedded"]);
  vi.unstubAllEnvs();
  const server = () => readdirSync(folder).filter((name) => name.startsWith("harness-lab-postgres-"));
  const pidFile = () => join(folder, server()[0] ?? "", "postmaster.pid");
  await until(() => existsSync(pidFile()) && /^ready/m.test(readFileSync(pidFile(), "utf8"))); // initdb has such a file too
  const pid = Number(readFileSync(pidFile(), "utf8").split("\n")[0]);
  expect(process.kill(pid, 0)).toBe(true);
  child.kill("SIGKILL");
  await ended;
  await until(() => readdirSync(folder).every((name) => !name.startsWith("harness-lab-"))); // nor the package's copy, where one was needed
  expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
});

test("the password of a queue is neither printed nor stored; stored points are not asked for again", async () => {
  const folder = temporaryFolder();
  const sweep = [...specIn(folder), "--store", join(folder, "store"), "--queue", own.url];
  const worker = workerHere(own.url);
  const first = await here(sweep);
  await worker.end();
  expect(first.code).toBe(0);
  expect(await here(sweep)).toMatchObject({ code: 0, stdout: first.stdout, stderr: expect.stringMatching(/3 points, 3 reused/) });
  const { password } = new URL(own.url);
  const written = readdirSync(join(folder, "store"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)).toString("latin1"));
  expect(written.length).toBeGreaterThan(0);
  for (const text of [first.stdout, first.stderr, ...written]) expect(text).not.toContain(password);
  expect(await count("harness_lab.cut")).toBe(0);
});

test("a sweep without workers says so; cancelled from elsewhere it ends, and so it does at Ctrl-C", async () => {
  const folder = temporaryFolder();
  const sweep = [...specIn(folder, { method: "simulate", runs: 900_000_000 }), "--no-store", "--queue", own.url];
  const jobs = (states: string) => count(`harness_lab_jobs.job WHERE state::text ~ '${states}' AND data->>'runs' = '900000000'`);

  const first = start(folder, sweep);
  await until(async () => (await jobs("created")) > 1);
  expect(await here([...sweep, "--cancel"])).toMatchObject({ code: 0, stderr: expect.stringMatching(/^[1-3] points were under way/) });
  expect(await first.ended).toEqual({
    code: 1,
    stdout: "",
    stderr: expect.stringMatching(/cancelled from elsewhere; what is done is kept/),
  });
  expect((await here([...sweep, "--cancel"])).stderr).toMatch(/^0 points/);

  const second = start(folder, sweep);
  let said = "";
  second.child.stderr.on("data", (text: string) => {
    said += text;
  });
  await until(async () => (await jobs("created")) > 1 && /no worker of this version is at the queue/.test(said));
  second.child.kill("SIGINT");
  expect(await second.ended).toMatchObject({ code: 130, stderr: expect.stringMatching(/workers were asked to stop/) });
  expect(await jobs("created|retry|active")).toBe(0);
});

test("bad input is named without its password", async () => {
  const sweep = [...specIn(temporaryFolder()), "--no-store"];
  const refusals: [words: string[], said: RegExp][] = [
    [["worker"], /--queue must be given, or HARNESS_LAB_QUEUE be set/],
    [["worker", "--queue", "embedded"], /--queue must be a PostgreSQL URL: an embedded queue/],
    [["worker", "--queue", "mysql://ada:secret@db/lab"], /--queue must be a PostgreSQL URL such as/],
    [["worker", "--queue", "postgres://ada:secret@:port/lab"], /--queue must be a PostgreSQL URL such as/],
    [[...sweep, "--queue", "postgres://ada:secret@127.0.0.1:1/lab"], /--queue must lead to a database that lets us in \(ECONNREFUSED\)/],
    [[...sweep, "--queue", own.url.replace(/lab:[^@]*@/, "lab:secret@")], /lets us in \(password authentication failed for user "lab"\)/],
    [[...sweep, "--queue", own.url.replace("/postgres", "/secrets")], /lets us in \(database "secrets" does not exist\)/],
    [[...sweep, "--cancel"], /--cancel must come with --queue/],
  ];
  for (const [words, said] of refusals) {
    const { code, stdout, stderr } = await here(words);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: expect.stringMatching(said) });
    expect(stderr).not.toMatch(/secret\b/);
  }
  await own.database.query("UPDATE harness_lab.version SET version = 99");
  expect((await here([...sweep, "--queue", own.url])).stderr).toMatch(/tables have version 1, got 99/);
  await own.database.query("UPDATE harness_lab.version SET version = 1");
});
