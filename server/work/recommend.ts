import { DEFAULT_SEED } from "../../experiments/sweep/limits.ts";
import type { RecommendedAgent } from "../../model/recommendation.ts";
import { fitAgent } from "../../theory/fit/fitAgent.ts";
import { type KnownAgent, recommend, type Task } from "../../theory/recommend/recommend.ts";
import { type ReportedRecommendation, reported } from "../../theory/recommend/reported.ts";
import type { WorkContext } from "../threads/task.ts";

/** An agent given, or steps observed of one. */
export type RecommendInput = { readonly task: Task } & ({ readonly agent: RecommendedAgent } | { readonly steps: readonly number[] });

/** As `lab recommend --json`. */
export default function recommendFor(input: RecommendInput, { check, progress }: WorkContext): ReportedRecommendation {
  const told = (done: number, total: number) => {
    check();
    progress(done, total);
  };
  const fitted = (steps: readonly number[]): KnownAgent => {
    const { agent, report, replicates } = fitAgent(steps, { seed: DEFAULT_SEED, onProgress: told });
    return { agent, fit: report, replicates };
  };
  const known: KnownAgent = "agent" in input ? { agent: input.agent, replicates: [] } : fitted(input.steps);
  return reported(recommend(known, input.task, told));
}
