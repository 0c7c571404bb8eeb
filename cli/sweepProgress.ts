import type { Sweep } from "../experiments/sweep/sweep.ts";
import { progressBar } from "./progress.ts";

/** A bar over a sweep: in runs where it simulates, as a few points may take hours, else in points. */
export interface SweepProgress {
  /** Some runs of a point are done. */ ran(index: number, doneRuns: number): void;
  /** Points from the first on whose rows are out. */ finished(points: number): void;
  stop(): void;
}

export function sweepProgress({ count, runs, method }: Sweep): SweepProgress {
  const each = method === "exact" ? 1 : runs;
  const bar = progressBar("sweeping", count * each, method === "exact" ? "points" : "runs");
  /** Runs of points whose rows are not out, by index. */
  const underWay = new Map<number, number>();
  let points = 0;
  const show = () => bar.update(points * each + [...underWay.values()].reduce((sum, n) => sum + n, 0));
  return {
    ran(index, doneRuns) {
      underWay.set(index, doneRuns);
      show();
    },
    finished(done) {
      for (const index of underWay.keys()) if (index < done) underWay.delete(index);
      points = done;
      show();
    },
    stop: () => bar.stop(),
  };
}
