import { InvalidInput } from "../../model/invalid.ts";
import type { AdditionHarness, AdditionTask, Cell, WorkflowHarness } from "../../model/trial.ts";
import type { Isolation } from "../sandbox/isolation.ts";
import { builtinTask } from "../tasks/builtin.ts";
import { taskChecksum } from "../tasks/checksum.ts";
import { readHarborTask } from "../tasks/harbor.ts";
import type { HarborStage } from "../tasks/harborTask.ts";
import type { HarnessChoice, TaskChoice } from "./spec.ts";
import type { StagedTask } from "./staged.ts";
import { stagedAddition } from "./stagedAddition.ts";
import { stagedWorkflow } from "./stagedWorkflow.ts";
import { filled, type WriteWorkflow, workflowHarness } from "./workflowChoice.ts";

/** A task of a sweep, read and checked once for all its trials. */
export interface TrialTask {
  /** As people call it. */ readonly name: string;
  readonly id: Cell["task"];
  /** The harness that a choice means for this task. @throws InvalidInput for what the task cannot have */ readonly harness: (
    choice: HarnessChoice,
  ) => Promise<Cell["harness"]>;
  /** For one trial. */ readonly staged: (harness: Cell["harness"]) => StagedTask;
}

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
    harness: (choice) => workflowHarness(choice, { path, instruction: (stage as HarborStage).instruction, checksum }, generate),
    staged: (harness) => stagedWorkflow(task, harness as WorkflowHarness, isolation),
  };
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
