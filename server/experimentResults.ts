import type { ExperimentResult } from "../model/experiment.ts";
import type { Threads } from "./threads/threads.ts";

interface Asked {
  readonly id: string;
  /** Per simulated point; 0: exact only. */ readonly runs: number;
  readonly seed: string;
}

/** Results of the paper's experiments, made once each: the same question has the same answer. */
export interface ExperimentResults {
  result(asked: Asked, signal: AbortSignal): Promise<ExperimentResult>;
}

/** Results kept: all experiments exact and at two or three other questions. Each takes some 50 KB. */
const KEPT = 32;

export function experimentResults(threads: Threads): ExperimentResults {
  const kept = new Map<string, ExperimentResult>();
  return {
    async result(asked, signal) {
      const key = JSON.stringify([asked.id, asked.runs, asked.runs > 0 ? asked.seed : ""]);
      const known = kept.get(key) ?? (await threads.ask("experiment", asked, { signal }));
      // Set again, it is the latest: the map's order is the order of use.
      kept.delete(key);
      kept.set(key, known);
      for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest);
      return known;
    },
  };
}
