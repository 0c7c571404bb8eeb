import type { Point } from "../../../model/point.ts";
import { requestsOf } from "../../../model/requests.ts";
import type { Trajectories } from "../../../model/trajectory.ts";
import { parsePoint } from "../../../model/validate.ts";
import { sampleTrajectories } from "../../../sim/trajectories.ts";
import { type SubsetRun, subsetRuns } from "../../../theory/pointLaws.ts";
import { ORDER } from "../../../theory/stage.ts";
import { Unresolved } from "../../../theory/unresolved.ts";

/** Runs to be drawn: fewer than were asked for where each is long, and no sample where even one is too long. */
export interface DrawnRuns {
  readonly sample?: Trajectories;
  readonly runs: number;
  /** Exact, of all runs; left out where it is not known. */ readonly passRate?: number;
  /** Whether a run can pass at all: a pass rate may be too small for a double. */ readonly canPass?: boolean;
  /** E[low-level steps of a run, all attempts]; where that is not known, the most it can take. */ readonly meanSteps: number;
}

/** Low-level steps of all runs together: some tenths of a second of work, some megabytes. */
const MOST_STEPS = 300_000;

/** Whole runs, step by step. */
export function trajectories({
  point: input,
  runs: most,
  seed,
}: {
  readonly point: unknown;
  readonly runs: number;
  readonly seed: string;
}): DrawnRuns {
  const point = parsePoint(input);
  const known = expected(point);
  const runs = Math.min(most, Math.floor(MOST_STEPS / known.meanSteps));
  return runs < 1 ? { ...known, runs: 0 } : { ...known, runs, sample: sampleTrajectories(point, { runs, seed }) };
}

function expected(point: Point): Pick<DrawnRuns, "meanSteps" | "passRate" | "canPass"> {
  try {
    const subsets = subsetRuns(point, ORDER);
    const mean = (of: (run: SubsetRun) => number) => subsets.reduce((sum, run) => sum + of(run), 0) / subsets.length;
    const canPass = subsets.some(({ distinct }) => distinct.every((stage) => stage.passRate > 0));
    return { canPass, passRate: mean((run) => run.passRate), meanSteps: mean((run) => run.meanSteps) };
  } catch (error) {
    if (!(error instanceof Unresolved)) throw error;
    return { meanSteps: requestsOf(point.stages, point.goal).length * point.retryBudget * point.stepBudget };
  }
}
