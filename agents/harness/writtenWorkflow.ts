import { parse } from "yaml";
import type { WorkflowStep } from "../../model/trial.ts";
import { textAt } from "../json.ts";

const MOST_CHARACTERS = 4_000;

/** The fixed prompt by which a model writes a workflow. */
export const workflowRequest = (instruction: string, k: number): string =>
  `Here is a task that an agent with a terminal will be given:

<task>
${instruction.trim()}
</task>

Split it into exactly ${k} ${k === 1 ? "step" : "steps"}, in the order in which they are to be done, so that all of them together solve the whole task. Each step should ask for about the same amount of work, be clear on its own, and say what must be true when it is done. Do not solve the task.

Answer with nothing but a JSON list of ${k} ${k === 1 ? "object" : "objects"}, each {"name": short name, "instruction": what to do}.`;

/**
 * Reads a model's workflow. Its steps have no checks: a model does not know the names of the task's.
 *
 * @param answer  untrusted; what stands before and after the list is let pass
 * @throws Error saying what is wrong with it
 */
export function writtenWorkflow(answer: string, k: number): readonly WorkflowStep[] {
  const list = /\[[\s\S]*\]/.exec(answer)?.[0];
  if (list === undefined) throw new Error("the model wrote no list of steps");
  let value: unknown;
  try {
    value = parse(list); // JSON, and the trailing commas that models write
  } catch {
    throw new Error("the model's list of steps cannot be read");
  }
  const steps = Array.isArray(value) ? value : [];
  if (steps.length !== k) throw new Error(`the model wrote ${steps.length} steps, not ${k}`);
  return steps.map((step: unknown, index) => {
    const [name, instruction] = [textAt(step, "name") ?? `step ${index + 1}`, textAt(step, "instruction")];
    if (instruction === undefined || instruction.trim() === "") throw new Error(`the model's step ${index + 1} has no instruction`);
    return { name: name.slice(0, 100), instruction: instruction.slice(0, MOST_CHARACTERS).trim(), checks: [] };
  });
}
