import type { ClaimRates, Experiment } from "../experiments/experiment.ts";
import type { ExperimentResult } from "../model/experiment.ts";
import { InvalidInput } from "../model/invalid.ts";
import type { Store } from "../store/openStore.ts";
import { interruptible } from "./interrupt.ts";

export interface ExperimentWork {
  /** Runs per simulated point; 0 leaves the simulation out. */ readonly runs: number;
  readonly seed: string;
  readonly workers: number;
  readonly store?: Store | undefined;
  /** Said when it is interrupted, after the count of points. */ readonly kept: string;
}

export interface PointCount {
  readonly points: number;
  /** Of these, taken from the store. */ readonly reused: number;
}

/**
 * Runs experiments one after another with a bar over all their points, and says of each on standard error what came of it.
 *
 * @throws Interrupted when the user stops it; finished points are in the store
 */
export async function runExperiments(
  experiments: readonly Experiment[],
  { runs, seed, workers, store, kept }: ExperimentWork,
): Promise<{ readonly results: ReadonlyMap<string, ExperimentResult>; readonly count: PointCount }> {
  const [{ pointsOf, runExperiment }, { solve }, { createSimulator }, { simulateFalseClaims }, { progressBar }] = await Promise.all([
    import("../experiments/runExperiment.ts"),
    import("../theory/solve.ts"),
    import("../sim/simulate.ts"),
    import("../sim/hallucination.ts"),
    import("./progress.ts"),
  ]);
  const total = experiments.reduce((sum, experiment) => sum + pointsOf(experiment, runs), 0);
  const bar = progressBar("reproducing", total, "points");
  const simulator = createSimulator({ workers: runs > 0 ? workers : 1 });
  const results = new Map<string, ExperimentResult>();
  const count = { points: 0, reused: 0 };
  const onPoint = (reused: boolean) => {
    count.points++;
    if (reused) count.reused++;
    bar.update(count.points);
  };
  const tools = {
    solve,
    simulate: simulator.simulate,
    simulateClaims: (rates: ClaimRates, { runs, seed }: { runs: number; seed: string }) => simulateFalseClaims({ ...rates, runs, seed }),
  };
  const work = async (signal: AbortSignal) => {
    for (const experiment of experiments) {
      // One point more than there are threads: while they simulate, this thread solves.
      const result = await runExperiment(experiment, { ...tools, runs, seed, store, atOnce: workers + 1, signal, onPoint });
      results.set(experiment.id, result);
    }
  };
  try {
    await interruptible(work, () => `${count.points} of ${total} points done; ${kept}`);
  } finally {
    bar.stop();
    await simulator.close();
  }
  return { results, count };
}

/**
 * The items that an ID names.
 *
 * @throws InvalidInput naming --only and the ids there are
 */
export function named<T>(items: readonly T[], id: string, idsOf: (item: T) => readonly string[]): T[] {
  const found = items.filter((item) => idsOf(item).includes(id));
  if (found.length > 0) return found;
  throw new InvalidInput("--only", `must be one of ${[...new Set(items.flatMap(idsOf))].join(", ")}`, id);
}
