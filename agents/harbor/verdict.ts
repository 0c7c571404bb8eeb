import type { StageRecord, WorkflowHarness } from "../../model/trial.ts";
import { at, listAt, textAt } from "../json.ts";

/** What Harbor's verifier said of a trial. */
export interface HarborVerdict {
  readonly stages: readonly StageRecord[];
  /** Absent where there is no verdict. */ readonly passed?: boolean;
  /** Why not, one sentence. */ readonly missing?: string;
  readonly notices: readonly string[];
}

/** Least reward of what is accepted. */
const PASS = 1;

/**
 * The verdict of a trial's result: its reward is `verifier_result.rewards.reward`, and the whole passes at 1. Steps of the task's own are
 * stages; else the workflow's steps are, as far as they have checks, and the whole task is the last.
 */
export function harborVerdict(result: unknown, harness: WorkflowHarness): HarborVerdict {
  const rewards = at(result, "verifier_result", "rewards");
  const whole = rewardOf(rewards, "reward");
  if (whole === undefined) return { stages: [], missing: "Harbor's verifier gave no reward named reward.", notices: [] };
  const steps = listAt(result, "step_results");
  if (steps.length > 0) {
    const stages = steps.map((step, index) => {
      const reward = rewardOf(at(step, "verifier_result", "rewards"), "reward");
      return stageOf(textAt(step, "step_name") ?? `step ${index + 1}`, reward);
    });
    return {
      stages,
      passed: whole >= PASS && stages.every(({ accepted }) => accepted),
      notices: ["Steps of the task count as accepted at a reward of 1; the task itself may ask for less."],
    };
  }
  const checked = harness.steps.slice(0, harness.extent).filter(({ checks }) => checks.length > 0);
  const unknown = checked.flatMap(({ checks }) => checks).find((check) => rewardOf(rewards, check) === undefined);
  if (unknown !== undefined) return { stages: [], missing: `Harbor's verifier gave no reward named ${unknown}.`, notices: [] };
  const stages = [
    ...checked.map(({ name, checks }) => stageOf(name, Math.min(...checks.map((check) => rewardOf(rewards, check) as number)))),
    stageOf("task", whole),
  ];
  return { stages, passed: stages.every(({ accepted }) => accepted), notices: [] };
}

function stageOf(name: string, reward: number | undefined): StageRecord {
  const accepted = reward !== undefined && reward >= PASS;
  if (accepted) return { name, accepted, attempts: [{ accepted }] };
  return { name, accepted, attempts: [{ accepted, rejection: reward === undefined ? "no verdict" : "check failed" }] };
}

function rewardOf(rewards: unknown, name: string): number | undefined {
  const found = at(rewards, name);
  return typeof found === "number" && Number.isFinite(found) ? found : undefined;
}
