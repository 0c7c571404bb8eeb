import type { AttemptRecord, StageRecord, WorkflowHarness } from "../../model/trial.ts";
import { workflowPrompt, workflowStagePrompt } from "../harness/workflowPrompts.ts";
import { type WorkflowStage, workflowStages } from "../harness/workflowStages.ts";
import type { Isolation } from "../sandbox/isolation.ts";
import type { HarborStage, HarborTask } from "../tasks/harborTask.ts";
import { prepareStage, prepareWork, type Verdict, verify } from "../tasks/verify.ts";
import type { Judgement, StagedTask } from "./staged.ts";

/**
 * A task of Harbor's format with one instruction, under a workflow. A stage is checked by the task's verifier: its step names the rewards
 * that must be 1 or more. A step without names cannot be rejected; the last stage must satisfy the whole task. Nothing is undone after a
 * rejected attempt: as people do, the agent mends what is there.
 *
 * @throws InvalidInput for an extent beyond the steps
 */
export function stagedWorkflow(task: HarborTask, harness: WorkflowHarness, isolation: Isolation): StagedTask {
  const [stage] = task.stages as [HarborStage];
  const stages = workflowStages(harness);
  let failed: readonly string[] = [];
  const judgeStage = (at: number, verdict: Verdict): AttemptRecord => {
    failed = failedChecks(stages[at - 1] as WorkflowStage, verdict);
    if (verdict.reward.status === "no reward") return { accepted: false, rejection: "no verdict" };
    const accepted = failed.length === 0 && (at < stages.length || verdict.accepted);
    return accepted ? { accepted } : { accepted, rejection: "check failed" };
  };
  return {
    stages: stages.map(({ name }) => ({ name })),
    workPath: task.workPath,
    environment: task.environment,
    turnWallMs: stage.agentTimeoutMs ?? task.agentTimeoutMs,
    ...(task.memoryBytes === undefined ? {} : { memoryBytes: task.memoryBytes }),
    ...(task.diskBytes === undefined ? {} : { diskBytes: task.diskBytes }),
    prepare: async (work) => {
      await prepareWork({ task, work });
      await prepareStage({ task, stage, work });
    },
    wholePrompt: () => workflowPrompt(stage.instruction, stages, harness),
    stagePrompt: (at, attempt, before) => workflowStagePrompt(stage.instruction, stages, harness, { stage: at, attempt, before, failed }),
    begin: async () => undefined,
    check: async (work, at) => judgeStage(at, await verify({ task, stage, work, isolation })),
    judge: async (work, told, claims): Promise<Judgement> => {
      const verdict = await verify({ task, stage, work, isolation });
      const { reward } = verdict;
      return {
        stages: told ?? stages.map(({ name }, index) => withClaim(name, judgeStage(index + 1, verdict), claims.get(index + 1))),
        passed: verdict.accepted,
        // Not passed, and not left out either: an agent that breaks its verifier must not be spared by it.
        ...(reward.status === "no reward"
          ? { notices: [`The task's verifier gave no verdict, which counts as not passed. ${reward.reason}`] }
          : {}),
      };
    },
  };
}

function failedChecks({ checks }: WorkflowStage, { reward }: Verdict): readonly string[] {
  if (reward.status === "no reward") return [];
  return checks.filter((name) => !(Object.hasOwn(reward.rewards, name) && (reward.rewards[name] as number) >= 1));
}

function withClaim(name: string, judged: AttemptRecord, claimed: boolean | undefined): StageRecord {
  return { name, attempts: [claimed === undefined ? judged : { ...judged, claimed }], accepted: judged.accepted };
}
