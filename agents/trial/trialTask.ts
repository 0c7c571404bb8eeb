import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { InvalidInput } from "../../model/invalid.ts";
import type { AdditionHarness, AdditionTask, Cell, WorkflowHarness, WorkflowStep } from "../../model/trial.ts";
import type { Isolation } from "../sandbox/isolation.ts";
import { builtinTask } from "../tasks/builtin.ts";
import { taskChecksum } from "../tasks/checksum.ts";
import { readHarborTask } from "../tasks/harbor.ts";
import { checkedWorkflow, groupSteps, readWorkflow } from "../tasks/workflow.ts";
import type { HarnessChoice, TaskChoice } from "./spec.ts";
import type { StagedTask } from "./staged.ts";
import { stagedAddition } from "./stagedAddition.ts";
import { stagedWorkflow } from "./stagedWorkflow.ts";

/** A task of a sweep, read and checked once for all its trials. */
export interface TrialTask {
  /** As people call it. */ readonly name: string;
  readonly id: Cell["task"];
  /** The harness that a choice means for this task. @throws InvalidInput for what the task cannot have */ readonly harness: (
    choice: HarnessChoice,
  ) => Promise<Cell["harness"]>;
  /** For one trial. */ readonly staged: (harness: Cell["harness"]) => StagedTask;
}

/** Writes a workflow of k steps for a task, or finds the one that was written before. */
export type WriteWorkflow = (instruction: string, checksum: string, k: number) => Promise<readonly WorkflowStep[]>;

/**
 * Reads a task.
 *
 * @param generate  absent where no model is at hand
 * @throws InvalidInput for one that is not there, is broken, or cannot run here
 */
export async function trialTask(choice: TaskChoice, isolation: Isolation, generate?: WriteWorkflow): Promise<TrialTask> {
  if (choice.kind === "addition") return addition({ total: "shown", ...choice });
  const path = choice.kind === "builtin" ? builtinTask(choice.name) : choice.path;
  const task = await readHarborTask(path);
  if (task.refusal !== undefined) throw new InvalidInput("task", `cannot run here. ${task.refusal}`, task.name);
  const [stage, ...more] = task.stages;
  if (more.length > 0) throw new InvalidInput("task", "must have one instruction: tasks of several steps run by Harbor", task.name);
  const checksum = await taskChecksum(path);
  return {
    name: task.name,
    id: { kind: "folder", name: task.name, checksum },
    harness: async (choice) => {
      const { chunk, extent, workflow, generated } = choice;
      if (chunk !== undefined) throw new InvalidInput("harness.chunk", "is for the addition task: a workflow has steps", chunk);
      if (generated && workflow !== undefined)
        throw new InvalidInput("harness.workflow", "must not be given where one is generated", workflow);
      return { steps: await stepsOf(choice), ...(extent === undefined ? {} : { extent }), ...filled(choice) };
    },
    staged: (harness) => stagedWorkflow(task, harness as WorkflowHarness, isolation),
  };

  async function stepsOf({
    k,
    workflow,
    generated,
  }: Pick<HarnessChoice, "k" | "workflow" | "generated">): Promise<readonly WorkflowStep[]> {
    if (k === 0) return [];
    if (generated) {
      if (k === undefined) throw new InvalidInput("harness.k", "must be given where the workflow is generated");
      if (!generate) throw new InvalidInput("harness.generated", "needs a model that writes workflows: the lab's own cannot");
      return generate((stage as { instruction: string }).instruction, checksum, k);
    }
    const steps = workflow === undefined ? await readWorkflow(path) : checkedWorkflow(await readYaml(workflow));
    return k === undefined ? steps : groupSteps(steps, k);
  }
}

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

function addition(id: AdditionTask): TrialTask {
  return {
    name: "addition",
    id,
    harness: async (choice) => {
      const { workflow, generated } = choice;
      if (workflow !== undefined || generated)
        throw new InvalidInput("harness.workflow", "is for tasks with an instruction, not for addition");
      const harness: AdditionHarness = { stages: stagesOf(choice), ...filled(choice) };
      stagedAddition(id, harness); // refuses what does not fit
      return harness;
    },
    staged: (harness) => stagedAddition(id, harness as AdditionHarness),
  };
}

function stagesOf({ k, chunk, extent }: HarnessChoice): AdditionHarness["stages"] {
  if (chunk !== undefined || extent !== undefined) {
    if (k !== undefined) throw new InvalidInput("harness.k", "must not be given beside chunk and extent", k);
    if (chunk === undefined) throw new InvalidInput("harness.chunk", "must be given with extent");
    if (extent === undefined) throw new InvalidInput("harness.extent", "must be given with chunk");
    return { kind: "partial", chunk, chunks: extent };
  }
  if (k === 0) throw new InvalidInput("harness.k", "must be 1 or more for addition", k);
  return { kind: "uniform", count: k ?? 1 };
}

const filled = ({ retryBudget = 1, onUnrecovered = "carry", telling = "prompt", guidance = "none" }: HarnessChoice) => ({
  retryBudget,
  onUnrecovered,
  telling,
  guidance,
});
