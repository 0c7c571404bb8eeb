import { runJob } from "../api/jobs.ts";
import { inWords } from "../shell/inWords.ts";
import { solveField } from "../solver/field.ts";
import { type Cell, cellOfHeadline, cellOfRow } from "./cell.ts";
import { coarseToFineField } from "./order.ts";
import type { Plan } from "./plan.ts";
import type { MethodChoice } from "./state.ts";

/** How far a sweep is. */
export interface Progress {
  readonly state: "waiting" | "running" | "stopped" | "done" | "failed";
  /** Points with an answer, those kept from before included. */ readonly done: number;
  readonly total: number;
  /** Points a second, of those worked out since the last start. */ readonly ratePerS?: number;
  readonly leftMs?: number;
  /** Points that workers of this page were asked for, since the sweep was first shown. */ readonly handed: number;
  /** Why it failed. */ readonly trouble?: string;
}

/** A sweep that is worked out place by place; what is there is kept over a stop. */
export interface FieldRun {
  readonly plan: Plan;
  readonly cells: readonly (Cell | undefined)[];
  readonly progress: Progress;
  /** Begins, or goes on with what is missing. */ start(): void;
  stop(): void;
}

/** The axes along which neighbours share their attempts: retries and extents do not enter one. */
const SHARING: readonly string[] = ["retryBudget", "stages.chunks"];

/**
 * @param cells     filled in place
 * @param onChange  told of every change of cells or progress
 */
export function fieldRun(plan: Plan, method: MethodChoice, cells: (Cell | undefined)[], onChange: () => void): FieldRun {
  let done = cells.reduce((count, cell) => count + (cell ? 1 : 0), 0);
  let state: Progress["state"] = done === plan.count ? "done" : "waiting";
  let handed = 0;
  let trouble: string | undefined;
  let begun = { at: 0, done: 0 };
  let leftMs: number | undefined;
  let running: AbortController | undefined;

  const put = (place: number, cell: Cell) => {
    if (!cells[place]) done++;
    cells[place] = cell;
  };
  const inBrowser = async (signal: AbortSignal) => {
    const lengths = plan.axes.map(({ values }) => values.length);
    const order = coarseToFineField(lengths, SHARING.includes(plan.axes[0]?.path ?? "") ? 0 : 1);
    const missing = order.filter((place) => !cells[place]);
    await solveField(missing, plan.pointAt, {
      signal,
      onHanded: (count) => {
        handed += count;
      },
      onSolved(solved) {
        for (const { place, headline } of solved) put(place, cellOfHeadline(headline));
        onChange();
      },
    });
  };
  const onServer = async (signal: AbortSignal) => {
    const result = await runJob<"sweep">(
      { kind: "sweep", spec: plan.spec },
      {
        onRows({ from, rows }) {
          rows.forEach((row, i) => {
            put(from + i, cellOfRow(row));
          });
          onChange();
        },
        onProgress({ etaMs }) {
          leftMs = etaMs;
          onChange();
        },
      },
      signal,
    );
    result.rows.forEach((row, i) => {
      put(i, cellOfRow(row));
    });
  };

  const start = async () => {
    if (running || done === plan.count) return;
    const stop = new AbortController();
    running = stop;
    [state, trouble, leftMs] = ["running", undefined, undefined];
    begun = { at: performance.now(), done };
    onChange();
    try {
      await (method === "browser" ? inBrowser(stop.signal) : onServer(stop.signal));
      state = "done";
    } catch (error) {
      state = stop.signal.aborted ? "stopped" : "failed";
      if (state === "failed") trouble = inWords(error);
    } finally {
      running = undefined;
      onChange();
    }
  };

  return {
    plan,
    cells,
    get progress() {
      const tookS = (performance.now() - begun.at) / 1000;
      const ratePerS = state === "running" && done > begun.done && tookS > 0.2 ? (done - begun.done) / tookS : undefined;
      const left = leftMs ?? (ratePerS && (1000 * (plan.count - done)) / ratePerS);
      return {
        state,
        done,
        total: plan.count,
        handed,
        ...(ratePerS === undefined ? {} : { ratePerS }),
        ...(left === undefined || state !== "running" ? {} : { leftMs: left }),
        ...(trouble === undefined ? {} : { trouble }),
      };
    },
    start: () => void start(),
    stop: () => running?.abort(new DOMException("stopped by the user", "AbortError")),
  };
}
