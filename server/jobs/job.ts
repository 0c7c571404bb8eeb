import { randomUUID } from "node:crypto";
import { setMaxListeners } from "node:events";
import type { SweepRow } from "../../experiments/sweep/columns.ts";
import type { Job, JobKind, JobProgress, JobState, Problem, SweepAnswer } from "../api.ts";
import type { Limits } from "../limits.ts";

const UNITS: Readonly<Record<JobKind, JobProgress["unit"]>> = {
  sweep: "points",
  experiment: "points",
  simulate: "runs",
  compare: "runs",
  recommend: "samples",
  validate: "checks",
};

export type SweepHead = Omit<SweepAnswer, "rows">;

/** One job as the server holds it: what became of it so far, and who listens. */
export class HeldJob {
  readonly id = randomUUID();
  readonly kind: JobKind;
  readonly detached: boolean;
  readonly createdAt = new Date();
  state: JobState = "queued";
  /** Counts changes. */ version = 0;
  /** Of a sweep, in order. */ readonly rows: SweepRow[] = [];
  /** The result as JSON text, once it is done; a sweep's is its rows. */ result: string | undefined;

  readonly #controller = new AbortController();
  readonly #limits: Pick<Limits, "lonelyMs" | "unheardMs">;
  readonly #waiting = new Set<() => void>();
  #sweep: SweepHead | undefined;
  #progress = { done: 0, total: 0, reused: 0 };
  #startedAt: Date | undefined;
  #endedAt: Date | undefined;
  #problem: Problem | undefined;
  #listeners = 0;
  #lonely: NodeJS.Timeout | undefined;

  constructor(kind: JobKind, detached: boolean, limits: Pick<Limits, "lonelyMs" | "unheardMs">) {
    this.kind = kind;
    this.detached = detached;
    this.#limits = limits;
    setMaxListeners(0, this.#controller.signal); // every point under way listens
    this.#endUnlessHeard(limits.unheardMs);
  }

  /** Aborted once the job is cancelled. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get ended(): boolean {
    return this.#endedAt !== undefined;
  }

  /** Bytes it keeps, about: a row of a sweep takes some 600. */
  get weight(): number {
    return (this.result?.length ?? 0) + 600 * this.rows.length;
  }

  /** Of a sweep: its columns and how many rows there will be. */
  get sweep(): SweepHead | undefined {
    return this.#sweep;
  }

  plan(sweep: SweepHead): void {
    this.#sweep = sweep;
    this.#progress = { done: 0, total: sweep.count, reused: 0 };
  }

  begin(): void {
    this.state = "running";
    this.#startedAt = new Date();
    this.#changed();
  }

  progress(done: number, total: number, reused = 0): void {
    this.#progress = { done, total, reused };
    this.#changed();
  }

  add(row: SweepRow): void {
    this.rows.push(row);
    this.#changed();
  }

  end(state: "done" | "failed" | "cancelled", problem?: Problem): void {
    if (this.ended) return;
    clearTimeout(this.#lonely);
    this.state = state;
    this.#problem = problem;
    this.#endedAt = new Date();
    this.#changed();
  }

  /** Harmless once it has ended. */
  cancel(): void {
    if (this.ended) return;
    this.#controller.abort(new Error("the job was cancelled"));
    if (this.state === "queued") this.end("cancelled");
  }

  /** @returns what ends the listening; a job that is not detached does not outlive its last listener for long */
  listen(): () => void {
    this.#listeners++;
    clearTimeout(this.#lonely);
    let listening = true;
    return () => {
      if (!listening) return;
      listening = false;
      this.#listeners--;
      this.#endUnlessHeard(this.#limits.lonelyMs);
    };
  }

  /** Settles once there is a change that came after that version, or when the signal is aborted. */
  change(since: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#waiting.delete(done);
        signal.removeEventListener("abort", done);
        resolve();
      };
      if (signal.aborted || this.version !== since) return resolve();
      this.#waiting.add(done);
      signal.addEventListener("abort", done);
    });
  }

  progressNow(): JobProgress {
    const { done, total, reused } = this.#progress;
    const etaMs = this.#etaMs();
    return { done, total, unit: UNITS[this.kind], reused, ...(etaMs === undefined ? {} : { etaMs }) };
  }

  view(): Job {
    const [startedAt, endedAt] = [this.#startedAt?.toISOString(), this.#endedAt?.toISOString()];
    return {
      id: this.id,
      kind: this.kind,
      state: this.state,
      detached: this.detached,
      progress: this.progressNow(),
      createdAt: this.createdAt.toISOString(),
      ...(startedAt === undefined ? {} : { startedAt }),
      ...(endedAt === undefined ? {} : { endedAt }),
      ...(this.#problem ? { problem: this.#problem } : {}),
      ...(this.#sweep ? { sweep: this.#sweep } : {}),
    };
  }

  /** At the pace so far of what was not taken from the store. */
  #etaMs(): number | undefined {
    const { done, total, reused } = this.#progress;
    if (this.state !== "running" || !this.#startedAt || done <= reused) return undefined;
    return Math.round(((Date.now() - this.#startedAt.getTime()) / (done - reused)) * Math.max(0, total - done));
  }

  #endUnlessHeard(ms: number): void {
    if (this.detached || this.ended || this.#listeners > 0) return;
    clearTimeout(this.#lonely);
    this.#lonely = setTimeout(() => this.cancel(), ms);
  }

  #changed(): void {
    this.version++;
    for (const tell of [...this.#waiting]) tell();
  }
}
