import { EXPERIMENTS } from "../../experiments/catalogue.ts";
import type { ClaimRates } from "../../experiments/experiment.ts";
import { runExperiment } from "../../experiments/runExperiment.ts";
import type { ExperimentResult } from "../../model/experiment.ts";
import type { Point } from "../../model/point.ts";
import { simulateFalseClaims } from "../../sim/hallucination.ts";
import { createSimulator } from "../../sim/simulate.ts";
import { solve } from "../../theory/solve.ts";
import type { WorkContext } from "../threads/task.ts";

interface ExperimentInput {
  readonly id: string;
  readonly runs: number;
  readonly seed: string;
}

/** An experiment, all of it in this thread: nothing is taken from the store, nothing kept. */
export default async function experiment({ id, runs, seed }: ExperimentInput, { signal, check }: WorkContext): Promise<ExperimentResult> {
  const found = EXPERIMENTS.find((each) => each.id === id);
  if (!found) throw new Error(`no experiment is called ${id}`);
  const checkedSolve = (point: Point) => {
    check();
    return solve(point);
  };
  return runExperiment(found, {
    runs,
    seed,
    signal,
    solve: checkedSolve,
    simulate: createSimulator({ workers: 1 }).simulate,
    simulateClaims: (rates: ClaimRates, options: { readonly runs: number; readonly seed: string }) =>
      simulateFalseClaims({ ...rates, ...options }),
  });
}
