import { parse } from "yaml";
import { InvalidInput } from "../../model/invalid.ts";
import type { WorkflowStep } from "../../model/trial.ts";
import { at, textAt } from "../json.ts";
import { harmlessLine } from "../sandbox/harmless.ts";
import { readResult } from "../sandbox/readResult.ts";

const MOST_BYTES = 256 * 1024;
const MOST_STEPS = 200;
const FILE = "workflow.yaml";
const FIELDS = ["name", "instruction", "checks"];

/**
 * Reads `workflow.yaml` of a task's folder: its finest workflow, a list of steps with `name`, `instruction` and `checks`.
 *
 * @throws InvalidInput naming the file, the step and the rule
 */
export async function readWorkflow(folder: string): Promise<readonly WorkflowStep[]> {
  const left = await readResult(folder, FILE, MOST_BYTES);
  if (left.status === "missing") throw new InvalidInput(FILE, "must be there");
  if (left.status === "refused") throw new InvalidInput(FILE, `cannot be used: it ${left.reason}`);
  if (left.cut) throw new InvalidInput(FILE, `must be at most ${MOST_BYTES} bytes`);
  return checkedWorkflow(yaml(left.bytes.toString("utf8")));
}

/** Steps from a value of unknown shape. @throws InvalidInput as `readWorkflow` does */
export function checkedWorkflow(value: unknown): readonly WorkflowStep[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > MOST_STEPS)
    throw new InvalidInput(FILE, `must be a list of 1 to ${MOST_STEPS} steps`);
  const steps = value.map((step: unknown, index) => {
    const field = (name: string) => `${FILE}[${index}].${name}`;
    for (const name of Object.keys(typeof step === "object" && step !== null ? step : {}))
      if (!FIELDS.includes(name)) throw new InvalidInput(field(harmlessLine(name, 40)), `is unknown; known are ${FIELDS.join(", ")}`);
    const name = textAt(step, "name")?.trim() ?? "";
    if (name === "" || name.length > 100 || name.includes("\n"))
      throw new InvalidInput(field("name"), "must be one line of 1 to 100 characters", name);
    const instruction = textAt(step, "instruction")?.trim() ?? "";
    if (instruction === "") throw new InvalidInput(field("instruction"), "must be a text");
    const checks = at(step, "checks") ?? [];
    if (!Array.isArray(checks) || checks.some((check) => typeof check !== "string" || check === ""))
      throw new InvalidInput(field("checks"), "must be a list of names of the verifier's rewards", checks);
    return { name, instruction, checks: checks as string[] };
  });
  if (new Set(steps.map(({ name }) => name)).size < steps.length) throw new InvalidInput(FILE, "must have names that differ");
  return steps;
}

/**
 * The same workflow in k steps: neighbours are joined, as evenly as possible, longer groups first. Instructions of a group become one
 * numbered list, and its checks are united.
 *
 * @param k  integer from 1 to the number of steps
 * @throws InvalidInput for another k
 */
export function groupSteps(steps: readonly WorkflowStep[], k: number): readonly WorkflowStep[] {
  if (!Number.isInteger(k) || k < 1 || k > steps.length)
    throw new InvalidInput("k", `must be an integer from 1 to ${steps.length}, the number of steps`, k);
  const [size, longer] = [Math.floor(steps.length / k), steps.length % k];
  const startOf = (group: number) => group * size + Math.min(group, longer);
  return Array.from({ length: k }, (_, group) => joined(steps.slice(startOf(group), startOf(group + 1))));
}

function joined(group: readonly WorkflowStep[]): WorkflowStep {
  const [first] = group;
  if (first && group.length === 1) return first;
  return {
    name: group.map(({ name }) => name).join(", "),
    instruction: group.map(({ instruction }, index) => `${index + 1}. ${instruction.replaceAll("\n", "\n   ")}`).join("\n"),
    checks: [...new Set(group.flatMap(({ checks }) => checks))],
  };
}

function yaml(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0 });
  } catch {
    throw new InvalidInput(FILE, "must be YAML, without aliases");
  }
}
