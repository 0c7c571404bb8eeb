import type { ChildProcess } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { DiskWatch } from "./disk.ts";
import type { Isolation } from "./isolation.ts";
import type { Limits } from "./limits.ts";
import { plainProcesses } from "./plain.ts";
import { descendants, isThere, processTable, signalAll } from "./processes.ts";
import type { Ending } from "./sandboxRun.ts";

const LOOK_EVERY_MS = 250;
/** How long to wait for the kernel to be done with a sandbox that was killed. */
const REAP_MS = 5_000;

interface Watched {
  readonly child: ChildProcess;
  /** Of a plain run. */ readonly mark: string | undefined;
  /** The first process inside of a sandbox. */ readonly first: Promise<number | undefined> | undefined;
  readonly limits: Limits;
  readonly folders: readonly string[];
  readonly isolation: Isolation["kind"];
  readonly signal: AbortSignal | undefined;
}

/** Holds the limits of one running command, and ends it. The first limit that is passed names the ending. */
export class Watch {
  ending: Exclude<Ending, "finished"> | undefined;
  readonly #watched: Watched;
  readonly #disk: DiskWatch;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #closed: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  #fault: unknown;
  #gone = false;
  #looking = false;

  constructor(watched: Watched) {
    this.#watched = watched;
    const { child, limits, folders, signal } = watched;
    this.#disk = new DiskWatch(folders, limits);
    this.#closed = new Promise((done) => child.once("close", (code, name) => done({ code, signal: name })));
    this.#timers.push(setTimeout(() => this.end("timeout"), limits.wallMs));
    // A pipe that a leftover of a plain run holds open would keep "close" away for ever.
    if (watched.mark !== undefined) child.once("exit", () => this.#signalPlain("SIGKILL"));
    if (signal?.aborted) this.end("stopped");
    else signal?.addEventListener("abort", this.#stop, { once: true });
  }

  readonly #stop = () => this.end("stopped");

  async untilEnd(): Promise<{ code: number | null; signal: NodeJS.Signals | null; ending: Ending }> {
    const { signal } = this.#watched;
    try {
      const begun = this.#disk.begin();
      await Promise.race([begun, this.#closed]);
      this.#timers.push(setInterval(() => void this.#look(begun), LOOK_EVERY_MS));
      const end = await this.#closed;
      this.#gone = true;
      // bubblewrap ends as its command ends, some milliseconds before the kernel has ended all that was left inside.
      const first = await this.#watched.first;
      for (let waited = 0; first !== undefined && isThere(first) && waited < REAP_MS; waited += 2) await pause(2);
      await begun;
      if (this.#fault !== undefined) throw this.#fault;
      if (this.ending === undefined && (await this.#disk.isOver(true))) this.ending = "disk limit";
      return { ...end, ending: this.ending ?? "finished" };
    } finally {
      for (const timer of this.#timers) clearTimeout(timer);
      signal?.removeEventListener("abort", this.#stop);
    }
  }

  /** TERM to all of it, and KILL after the grace. */
  end(ending: Exclude<Ending, "finished">): void {
    if (this.ending !== undefined) return;
    this.ending = ending;
    const { limits, mark } = this.#watched;
    // bubblewrap's own two processes get no TERM: they would die of it and take the rest along before it could clean up.
    if (mark === undefined) signalAll(this.#processes().slice(2), "SIGTERM");
    else this.#signalPlain("SIGTERM");
    this.#timers.push(setTimeout(() => this.#kill(), limits.graceMs));
  }

  #kill(): void {
    const { child, mark } = this.#watched;
    // The second process is the first inside: with it the kernel ends its whole PID namespace.
    if (mark === undefined) signalAll(this.#processes().slice(0, 2), "SIGKILL");
    else this.#signalPlain("SIGKILL");
    // A process that the kernel cannot end (waiting on a dead disk) must not hold the lab.
    const giveUp = setTimeout(() => {
      child.stdout?.destroy();
      child.stderr?.destroy();
    }, REAP_MS);
    this.#timers.push(giveUp);
  }

  async #look(begun: Promise<void>): Promise<void> {
    if (this.#looking || this.#gone || this.ending !== undefined) return;
    this.#looking = true;
    try {
      const { child, limits } = this.#watched;
      const own = descendants(child.pid as number);
      if (own.length > limits.processes) this.end("process limit");
      else if (own.reduce((sum, { bytes }) => sum + bytes, 0) > limits.memoryBytes) this.end("memory limit");
      await begun;
      if (!this.#gone && (await this.#disk.isOver())) this.end("disk limit");
    } catch (error) {
      this.#fault ??= error; // a limit that cannot be held is no limit: the run is ended, and its caller told
      this.end("stopped");
    } finally {
      this.#looking = false;
    }
  }

  /** The group as well as what has left it: without /proc the group is all that is known. */
  #signalPlain(signal: NodeJS.Signals): void {
    signalAll([-(this.#watched.child.pid as number), ...this.#processes().slice(1)], signal);
  }

  /** Process ids: the child, then (in bubblewrap) the first process inside, then the others. */
  #processes(): readonly number[] {
    const { child, mark } = this.#watched;
    const root = child.pid as number;
    if (mark !== undefined) return plainProcesses(root, mark);
    const rows = processTable(0);
    const first = rows.filter(({ parent }) => parent === root).map(({ pid }) => pid);
    const others = descendants(root, rows).map(({ pid }) => pid);
    return [root, ...first, ...others.filter((pid) => !first.includes(pid))];
  }
}
