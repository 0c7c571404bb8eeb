import { realpath } from "node:fs/promises";
import type { Readable } from "node:stream";
import { endOf } from "./ending.ts";
import { Kept } from "./kept.ts";
import { checkedLimits } from "./limits.ts";
import { Lines } from "./lines.ts";
import { killLeftovers } from "./plain.ts";
import type { SandboxResult, SandboxRun } from "./sandboxRun.ts";
import { startBubblewrap } from "./startBubblewrap.ts";
import { startPlain } from "./startPlain.ts";
import { Watch } from "./watch.ts";

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
  const own = { ...run, work, home };
  const { isolation } = run;
  const { child, mark, told, notices, close } = await (isolation.kind === "bubblewrap"
    ? startBubblewrap(own, isolation, limits)
    : startPlain(own, isolation));
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
      isolation: isolation.kind,
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
      ...endOf(code, signal, isolation.kind),
      stdout: stdout.printed(),
      stderr: stderr.printed(),
      durationMs: performance.now() - startMs,
      isolation: isolation.kind,
      notices: [...notices, ...(left ? ["Processes of this run could not be ended."] : [])],
    };
  } finally {
    close();
  }
}
