import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { InvalidInput } from "../../model/invalid.ts";
import type { WorkflowHarness, WorkflowStep } from "../../model/trial.ts";
import { checkedWorkflow, groupSteps, readWorkflow } from "../tasks/workflow.ts";
import type { HarnessChoice } from "./spec.ts";

/** Writes a workflow of k steps for a task, or finds the one that was written before. */
export type WriteWorkflow = (instruction: string, checksum: string, k: number) => Promise<readonly WorkflowStep[]>;

/** A task as its workflow needs it. */
export interface WorkflowTask {
  /** Its folder, which may hold a workflow of its own. */ readonly path: string;
  readonly instruction: string;
  readonly checksum: string;
}

/**
 * The harness that a choice means for a task with an instruction.
 *
 * @param task      absent where many are meant: then the choice names a workflow or asks for none
 * @param generate  absent where no model is at hand
 * @throws InvalidInput for what does not fit
 */
export async function workflowHarness(
  choice: HarnessChoice,
  task: WorkflowTask | undefined,
  generate?: WriteWorkflow,
): Promise<WorkflowHarness> {
  const { chunk, extent, workflow, generated } = choice;
  if (chunk !== undefined) throw new InvalidInput("harness.chunk", "is for the addition task: a workflow has steps", chunk);
  if (generated && workflow !== undefined) throw new InvalidInput("harness.workflow", "must not be given where one is generated", workflow);
  return { steps: await stepsOf(choice, task, generate), ...(extent === undefined ? {} : { extent }), ...filled(choice) };
}

async function stepsOf(
  { k, workflow, generated }: HarnessChoice,
  task: WorkflowTask | undefined,
  generate: WriteWorkflow | undefined,
): Promise<readonly WorkflowStep[]> {
  if (k === 0) return [];
  if (generated) {
    if (k === undefined) throw new InvalidInput("harness.k", "must be given where the workflow is generated");
    if (!generate || !task)
      throw new InvalidInput("harness.generated", "needs a model that writes workflows, and one task: the lab's own writes none");
    return generate(task.instruction, task.checksum, k);
  }
  if (workflow === undefined && !task) throw new InvalidInput("harness.workflow", "must be given, or harness.k 0: the task has none here");
  const steps = workflow === undefined ? await readWorkflow((task as WorkflowTask).path) : checkedWorkflow(await readYaml(workflow));
  if (workflow !== undefined && task) await refuseUnknownChecks(steps, task);
  return k === undefined ? steps : groupSteps(steps, k);
}

/**
 * A check that the verifier does not know is never passed, and the trial would be paid for. A task that has a workflow of its own names all
 * its checks there; of another nobody can say before its verifier has run.
 */
async function refuseUnknownChecks(steps: readonly WorkflowStep[], { path }: WorkflowTask): Promise<void> {
  const own = await readWorkflow(path).catch((error: unknown) => {
    if (error instanceof InvalidInput) return undefined; // it has none
    throw error;
  });
  if (own === undefined) return;
  const known = [...new Set(own.flatMap(({ checks }) => checks))];
  for (const [index, { checks }] of steps.entries())
    for (const check of checks)
      if (!known.includes(check))
        throw new InvalidInput(`harness.workflow[${index}].checks`, `must be of the task's checks: ${known.join(", ")}`, check);
}

/** What every harness has, with its defaults. */
export const filled = ({ retryBudget = 1, onUnrecovered = "carry", telling = "prompt", guidance = "none" }: HarnessChoice) => ({
  retryBudget,
  onUnrecovered,
  telling,
  guidance,
});

/** A file of the user's own, who may give it any size. */
async function readYaml(path: string): Promise<unknown> {
  const text = await readFile(path, "utf8").catch(() => {
    throw new InvalidInput("harness.workflow", "must be a file that can be read", path);
  });
  try {
    return parse(text);
  } catch (error) {
    throw new InvalidInput("harness.workflow", `must be YAML: ${(error as Error).message.split("\n")[0]}`, path);
  }
}
