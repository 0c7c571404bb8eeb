import { InvalidInput } from "../../model/invalid.ts";
import type { WorkflowHarness, WorkflowStep } from "../../model/trial.ts";

/** A stage of a workflow: a step of it, or what a partial harness leaves to the agent. */
export interface WorkflowStage extends WorkflowStep {
  /** Whether the agent continues on its own in it. */ readonly isTail: boolean;
}

/**
 * The stages of a workflow: its first r steps, and what is left as one stage. A harness of no step, or of extent 0, leaves the whole task
 * to the agent.
 *
 * @throws InvalidInput for an extent beyond the steps
 */
export function workflowStages({ steps, extent = steps.length }: Pick<WorkflowHarness, "steps" | "extent">): readonly WorkflowStage[] {
  if (!Number.isInteger(extent) || extent < 0 || extent > steps.length)
    throw new InvalidInput("harness.extent", `must be a whole number from 0 to the workflow's ${steps.length} steps`, extent);
  const scaffolded = steps.slice(0, extent).map((step) => ({ ...step, isTail: false }));
  const rest = steps.slice(extent);
  if (rest.length === 0 && scaffolded.length > 0) return scaffolded;
  const instruction = scaffolded.length > 0 ? "The rest is yours: continue on your own until the whole task is done." : "";
  return [...scaffolded, { name: "on its own", instruction, checks: [...new Set(rest.flatMap(({ checks }) => checks))], isTail: true }];
}
