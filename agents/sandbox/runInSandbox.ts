import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { realpath } from "node:fs/promises";
import type { Readable, Writable } from "node:stream";
import { InvalidInput } from "../../model/invalid.ts";
import { bubblewrapCall, insideBubblewrap, insidePath } from "./bubblewrap.ts";
import { endOf } from "./ending.ts";
import { Kept } from "./kept.ts";
import { checkedLimits, type Limits } from "./limits.ts";
import { Lines } from "./lines.ts";
import { killLeftovers, MARK, openPort } from "./plain.ts";
import type { Command, Inside, SandboxResult, SandboxRun } from "./sandboxRun.ts";
import { Watch } from "./watch.ts";
import { writeInto } from "./writeInto.ts";

/**
 * Runs one command to its end and leaves nothing of it running. In bubblewrap it sees a read-only system, its work folder, its home, the
 * folders bound for it and the model's socket (as a port of its own loopback), and nothing else: no network, no other process, no
 * variable but those given. In a plain process it sees what the user sees; the result says so.
 *
 * Limits end it by TERM, then KILL. What holds: time, output and the size of /tmp always; the size of one file and the number of
 * threads by the kernel where `prlimit` is (the latter not when the lab runs as root); disk, processes and memory by a look every
 * quarter of a second, so that a burst may pass them for so long. RLIMIT_AS is no help: Node and Bun reserve far more than they use.
 *
 * The process that calls must live on: with it the sandbox dies. A worker thread that starts one takes it along when it ends.
 *
 * @throws InvalidInput for a limit or a command that cannot be taken as given; Error where the folders are missing or bubblewrap fails
 */
export async function runInSandbox(run: SandboxRun): Promise<SandboxResult> {
  const limits = checkedLimits(run.limits);
  // Links in the path of our own folders are the user's business, and bubblewrap and the watch should see the same place.
  const [work, home] = await Promise.all([realpath(run.work), realpath(run.home)]);
  const started = run.isolation.kind === "bubblewrap" ? startBubblewrap : startPlain;
  const { child, mark, told, notices, close } = await started({ ...run, work, home }, limits);
  const startMs = performance.now();
  try {
    const [stdout, stderr] = [new Kept(limits.keptBytes), new Kept(limits.keptBytes)];
    const lines = run.onLine && new Lines(limits.lineBytes, run.onLine);
    const watch = new Watch({
      child,
      mark,
      first: told?.first,
      limits,
      folders: [work, home],
      isolation: run.isolation.kind,
      signal: run.signal,
    });
    const read = (stream: Readable, kept: Kept, take?: Lines) =>
      stream.on("data", (chunk: Buffer) => {
        if (watch.ending !== undefined && stdout.bytes + stderr.bytes > limits.outputBytes) return; // read on, so that it can end
        kept.add(chunk);
        take?.add(chunk);
        if (stdout.bytes + stderr.bytes > limits.outputBytes) watch.end("output limit");
      });
    read(child.stdout as Readable, stdout, lines);
    read(child.stderr as Readable, stderr);
    const { code, signal, ending } = await watch.untilEnd();
    // Ended by a limit or a signal it could not tell; otherwise its silence means that the command never started.
    if (told && ending === "finished" && signal === null && !(await told.wasMade))
      throw new Error("the sandbox could not be made; is a folder bound into it missing?", { cause: stderr.printed().text });
    lines?.end();
    const left = mark !== undefined && !(await killLeftovers(mark));
    return {
      ending,
      ...endOf(code, signal, run.isolation.kind),
      stdout: stdout.printed(),
      stderr: stderr.printed(),
      durationMs: performance.now() - startMs,
      isolation: run.isolation.kind,
      notices: [...notices, ...(left ? ["Processes of this run could not be ended."] : [])],
    };
  } finally {
    close();
  }
}

interface Started {
  readonly child: ChildProcess;
  /** Of a plain run; a sandbox needs none. */ readonly mark?: string;
  readonly told?: Told;
  readonly notices: readonly string[];
  readonly close: () => void;
}

async function startBubblewrap(run: SandboxRun, limits: Limits): Promise<Started> {
  if (run.isolation.kind !== "bubblewrap") throw new Error("not reached");
  const inside = insideBubblewrap(run);
  const command = await prepared(run, inside);
  const environment = { ...environmentOf(inside, insidePath(), "agent"), TMPDIR: "/tmp", ...command.environment };
  const { options, argv, notices } = bubblewrapCall(run, command, environment, limits, run.isolation.disableUserns);
  // Nothing of our own environment: that of bubblewrap's first process can be read inside.
  const child = spawn(run.isolation.path, ["--args", "3", "--json-status-fd", "4", "--", ...argv], {
    env: {},
    stdio: ["ignore", "pipe", "pipe", "pipe", "pipe"],
    detached: true,
  });
  await started(child);
  const pipe = child.stdio[3] as Writable;
  pipe.on("error", () => undefined); // it has ended, and its exit says why
  pipe.end(options.map((option) => `${option}\0`).join(""));
  return { child, notices, told: listen(child.stdio[4] as Readable), close: () => undefined };
}

/** What bubblewrap itself tells: where it is, and at its end whether it came so far as to start the command. */
interface Told {
  /** Process id, as seen from outside, of the first process inside; undefined where the sandbox could not be made. */ readonly first: Promise<
    number | undefined
  >;
  readonly wasMade: Promise<boolean>;
}

function listen(stream: Readable): Told {
  let text = "";
  const first = new Promise<number | undefined>((done) => {
    const look = () => {
      const pid = /"child-pid": *(\d+)/.exec(text)?.[1];
      if (pid !== undefined) done(Number(pid));
    };
    stream.on("data", (chunk: Buffer) => {
      text += chunk;
      look();
    });
    stream.once("close", () => done(undefined));
  });
  const wasMade = new Promise<boolean>((done) => stream.once("close", () => done(text.includes('"exit-code"'))));
  return { first, wasMade };
}

async function startPlain(run: SandboxRun, _limits: Limits): Promise<Started> {
  if (run.isolation.kind !== "none") throw new Error("not reached");
  const port = run.modelSocket === undefined ? undefined : await openPort(run.modelSocket);
  try {
    const inside: Inside = {
      isolation: "none",
      work: run.work,
      home: run.home,
      ...(port ? { modelAddress: port.address } : {}),
      path: (host) => host,
    };
    const command = await prepared(run, inside);
    const mark = crypto.randomUUID();
    const path = process.env.PATH ?? "/usr/bin:/bin";
    const env = { ...environmentOf(inside, path, "agent"), ...command.environment, [MARK]: mark };
    const [program, ...args] = command.argv as [string, ...string[]];
    const child = spawn(program, args, { cwd: run.work, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
    await started(child);
    return { child, mark, notices: [run.isolation.notice], close: () => port?.close() };
  } catch (error) {
    port?.close();
    throw error;
  }
}

async function prepared(run: SandboxRun, inside: Inside): Promise<Command> {
  const command = run.command(inside);
  const words = [...command.argv, ...Object.entries(command.environment ?? {}).flat()];
  if (command.argv.length === 0) throw new InvalidInput("command", "must name a program");
  if (words.some((word) => word.includes("\0"))) throw new InvalidInput("command", "must be free of NUL characters");
  const longest = Math.max(...words.map((word) => Buffer.byteLength(word)));
  if (longest > MOST_WORD_BYTES) throw new InvalidInput("command", `must have no word above ${MOST_WORD_BYTES} bytes`, longest);
  for (const { path, text } of command.files ?? []) await writeInto(run.home, path, text);
  return command;
}

/** Linux refuses an argument of 128 KiB. */
const MOST_WORD_BYTES = 120_000;

/** An allow-list: what is not here or given by the port does not exist inside. */
const environmentOf = (inside: Inside, path: string, user: string): Record<string, string> => ({
  PATH: path,
  HOME: inside.home,
  LANG: "C.UTF-8",
  TERM: "dumb",
  TZ: "UTC",
  USER: user,
  SHELL: "/bin/sh",
});

/** @throws Error naming the code where the program itself is missing, without a path of the machine */
async function started(child: ChildProcess): Promise<void> {
  if (child.pid !== undefined) return;
  const [error] = (await once(child, "error")) as [NodeJS.ErrnoException];
  throw new InvalidInput("command", `cannot be started (${error.code ?? "no reason given"})`);
}
