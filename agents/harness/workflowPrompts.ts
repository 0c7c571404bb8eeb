import type { AttemptRecord, WorkflowHarness } from "../../model/trial.ts";
import { claimLine } from "../tasks/claims.ts";
import { GUIDANCE_TEXTS } from "../tasks/guidanceText.ts";
import type { WorkflowStage } from "./workflowStages.ts";

/** The whole harness in one prompt. @param instruction  the task's own, given as it stands */
export function workflowPrompt(instruction: string, stages: readonly WorkflowStage[], { guidance }: WorkflowHarness): string {
  if (stages.length === 1 && stages[0]?.isTail === true) return paragraphs(instruction, GUIDANCE_TEXTS[guidance], claimRequest(1));
  return paragraphs(
    instruction,
    `Work in these stages, in this order:\n\n${stages.map(({ instruction: step }, index) => `Stage ${index + 1}: ${step}`).join("\n\n")}`,
    GUIDANCE_TEXTS[guidance],
    claimRequest(stages.length),
  );
}

/**
 * The prompt of one attempt at one stage, in a session that goes on.
 *
 * @param failed  names of the checks that failed in the attempt before, at this stage
 */
export function workflowStagePrompt(
  instruction: string,
  stages: readonly WorkflowStage[],
  { guidance, retryBudget }: WorkflowHarness,
  at: { readonly stage: number; readonly attempt: number; readonly before: AttemptRecord | undefined; readonly failed: readonly string[] },
): string {
  const { stage, attempt, before, failed } = at;
  const terms = stages[stage - 1];
  if (!terms) throw new RangeError(`stage must be from 1 to ${stages.length}, got ${stage}`);
  const isWhole = stages.length === 1 && terms.isTail;
  const which = failed.length > 0 ? ` (${failed.join(", ")})` : "";
  const opening =
    before === undefined
      ? paragraphs(
          instruction,
          isWhole ? "" : `You are given this task in ${stages.length} stages, one message each. Do only the stage that is asked.`,
        )
      : attempt > 1
        ? `The check of stage ${stage} failed${which}. What you did is still there: find what is wrong and mend it.`
        : before.accepted
          ? `Stage ${stage - 1} was accepted.`
          : `Stage ${stage - 1} was not accepted; go on from what is there.`;
  const asked = isWhole ? "" : `Stage ${stage} of ${stages.length}, attempt ${attempt} of ${retryBudget}: ${terms.instruction}`;
  return paragraphs(
    opening,
    asked,
    GUIDANCE_TEXTS[guidance],
    `Do this now, without asking back. End your answer with the line \`${claimLine(stage, true)}\` if ${isWhole ? "the task" : "the stage"} is done, or \`${claimLine(stage, false)}\` if it is not.`,
  );
}

const claimRequest = (stages: number): string =>
  stages === 1
    ? `Do this now, without asking back. End your answer with the line \`${claimLine(1, true)}\` if the task is done, or \`${claimLine(1, false)}\` if it is not.`
    : `Do this now, without asking back. End your answer with one line for each stage, from the first to the last: \`${claimLine("n", true)}\` if it is done, or \`${claimLine("n", false)}\` if it is not.`;

const paragraphs = (...parts: readonly string[]): string =>
  parts
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .join("\n\n");
