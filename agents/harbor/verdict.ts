import type { AttemptRecord, StageRecord } from "../../model/trial.ts";
import type { WorkflowStage } from "../harness/workflowStages.ts";
import { at, listAt, textAt } from "../json.ts";

/** What Harbor's verifier said of a trial. */
export interface HarborVerdict {
  readonly stages: readonly StageRecord[];
  /** Absent where there is no verdict. */ readonly passed?: boolean;
  readonly notices: readonly string[];
}

/** Least reward of what is accepted. */
const PASS = 1;

/**
 * The verdict of a trial's result, by the lab's own rules: its reward is `verifier_result.rewards.reward`, and it passes at 1. Steps of the
 * task's own are stages; else those of the workflow are: accepted where the rewards that they name are 1, the last one where the task is.
 *
 * @param claims  what the agent said of its stages, by number
 */
export function harborVerdict(result: unknown, stages: readonly WorkflowStage[], claims: ReadonlyMap<number, boolean>): HarborVerdict {
  const rewards = at(result, "verifier_result", "rewards");
  const whole = rewardOf(rewards, "reward");
  if (whole === undefined) return { stages: [], notices: [] };
  const passed = whole >= PASS;
  const steps = listAt(result, "step_results");
  if (steps.length > 0)
    return {
      stages: steps.map((step, index) => {
        const reward = rewardOf(at(step, "verifier_result", "rewards"), "reward");
        const name = textAt(step, "step_name") ?? `step ${index + 1}`;
        return stageOf(name, reward !== undefined && reward >= PASS, undefined, reward === undefined);
      }),
      passed,
      notices: ["Steps of the task count as accepted at a reward of 1; the task itself may ask for less."],
    };
  return {
    stages: stages.map(({ name, checks }, index) => {
      const isChecked = checks.every((check) => (rewardOf(rewards, check) ?? 0) >= PASS);
      return stageOf(name, isChecked && (index < stages.length - 1 || passed), claims.get(index + 1));
    }),
    passed,
    notices: [],
  };
}

function stageOf(name: string, accepted: boolean, claimed: boolean | undefined, isUnknown = false): StageRecord {
  const attempt: AttemptRecord = accepted ? { accepted } : { accepted, rejection: isUnknown ? "no verdict" : "check failed" };
  return { name, accepted, attempts: [claimed === undefined ? attempt : { ...attempt, claimed }] };
}

function rewardOf(rewards: unknown, name: string): number | undefined {
  const found = at(rewards, name);
  return typeof found === "number" && Number.isFinite(found) ? found : undefined;
}
