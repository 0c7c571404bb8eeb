/**
 * Judges what is left in the work folder, and writes the reward. Each built-in task has this same file, since a task must be whole.
 *
 * Some checks run a program of the agent's, under the verifier's own user. It gets no word in the reward by itself: the reward is written
 * last, once every process but those that were there before is killed, over whatever was written meanwhile. What remains: a program
 * made to attack its verifier could debug or kill it. test.sh lets itself be killed with it, which the lab takes for no verdict; other
 * runners may not.
 * It could also read this folder while it runs, so nothing in here is an answer: what is right is worked out from the inputs.
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { lstatSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";

const LOGS = "/logs/verifier";
const MOST_BYTES = 4 * 2 ** 20;
const earlier = new Set(running());
process.on("SIGUSR1", () => undefined); // or Node would open its debugger to whoever sends it
// A check answers by its promise alone: what a program of the agent's does to a socket or a pipe must not end its judge.
for (const event of ["uncaughtException", "unhandledRejection"]) process.on(event, () => undefined);

/** @param checks  a function for each milestone; one that throws, or whose promise fails, gives 0, and any other 1 */
export async function judge(checks) {
  const rewards = {};
  const said = [];
  const hold = async (check) => check();
  for (const [name, check] of Object.entries(checks)) {
    const failure = await hold(check).then(
      () => undefined,
      (error) => String(error?.message ?? error).slice(0, 500),
    );
    rewards[name] = failure === undefined ? 1 : 0;
    said.push(`${name}: ${failure ?? "holds"}\n`);
  }
  const reward = Object.values(rewards).every((value) => value === 1) ? 1 : 0;
  while (endOthers()) await new Promise((done) => setTimeout(done, 2));
  for (const name of ["reward.json", "reward.txt"]) rmSync(`${LOGS}/${name}`, { recursive: true, force: true });
  writeFileSync(`${LOGS}/reward.json`, `${JSON.stringify({ reward, ...rewards })}\n`, { flag: "wx" });
  process.stdout.write(said.join(""), () => process.exit(0));
}

/** Runs a program to its end. Its process group ends with it; `limitMs` ends both. */
export function run(argv, { cwd = "/tmp", input = "", environment = {}, limitMs = 10_000 } = {}) {
  const child = start(argv, { cwd, environment });
  child.stdin.end(input);
  const timer = setTimeout(() => child.endAll(), limitMs);
  return new Promise((done, failed) => {
    child.on("error", failed);
    child.on("exit", () => {
      child.endAll();
      // What left the group may hold the streams open for ever.
      const late = setTimeout(() => child.stdout.destroy() && child.stderr.destroy(), 500);
      child.on("close", () => clearTimeout(late));
    });
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      done({ code, signal, stdout: child.printed.stdout, stderr: child.printed.stderr });
    });
  });
}

/** Starts a program in a process group of its own, with few variables. What it prints is kept in `printed`, up to a bound. */
export function start(argv, { cwd = "/tmp", environment = {} } = {}) {
  const env = { PATH: process.env.PATH, HOME: "/tmp", LANG: "C.UTF-8", TZ: "UTC", ...environment };
  const child = spawn(argv[0], argv.slice(1), { cwd, env, detached: true });
  child.printed = { stdout: "", stderr: "" };
  child.endAll = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    } catch {
      // It has ended.
    }
  };
  child.stdin.on("error", () => undefined); // it need not read
  for (const name of ["stdout", "stderr"])
    child[name].setEncoding("utf8").on("data", (text) => {
      if (child.printed[name].length < MOST_BYTES) child.printed[name] += text;
    });
  return child;
}

/** The bytes of a file that is no link and is reached by none: a link could lead to this very folder. */
export function bytes(path) {
  const found = lstatSync(path, { throwIfNoEntry: false });
  assert.ok(found, `${path} is not there`);
  assert.ok(found.isFile() && realpathSync(path) === path, `${path} is no plain file`);
  assert.ok(found.size <= MOST_BYTES, `${path} is too long`);
  return readFileSync(path);
}

export const text = (path) => bytes(path).toString("utf8");

/** A new folder of the verifier's own. */
export const scratch = () => mkdtempSync("/tmp/judge-");

/** Whole numbers in [0, below), the same for the same seed, so that a verdict depends on the work folder alone. */
export function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function running() {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
}

/** Kills what was not there at the start. Returns whether there was something. */
function endOthers() {
  let some = false;
  for (const id of running().filter((name) => !earlier.has(name))) {
    try {
      // A zombie only waits for its parent to look.
      if (/\) [ZX] /.test(readFileSync(`/proc/${id}/stat`, "latin1"))) continue;
      process.kill(Number(id), "SIGKILL");
      some = true;
    } catch {
      // It has ended.
    }
  }
  return some;
}
