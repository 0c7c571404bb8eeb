import type { Command } from "commander";
import type { WorkflowStep } from "../../model/trial.ts";
import { jsonOption } from "../options.ts";
import { print, printJson } from "../print.ts";

export function addTasks(group: Command): void {
  group
    .command("tasks")
    .summary("tasks that come with the lab")
    .description(
      "Lists the terminal tasks that come with the lab, the steps of their finest workflow with their checks, and what a machine lacks for one.",
    )
    .addOption(jsonOption())
    .action(list);
}

async function list({ json }: { readonly json?: true }): Promise<void> {
  const [{ builtinTask, builtinTasks }, { readHarborTask }, { readWorkflow }] = await Promise.all([
    import("../../agents/tasks/builtin.ts"),
    import("../../agents/tasks/harbor.ts"),
    import("../../agents/tasks/workflow.ts"),
  ]);
  const tasks = await Promise.all(
    builtinTasks().map(async (name) => {
      const folder = builtinTask(name);
      const [task, steps] = await Promise.all([readHarborTask(folder), readWorkflow(folder)]);
      return {
        name,
        steps: steps.map((step) => ({ name: step.name, checks: step.checks })),
        ...(task.refusal === undefined ? {} : { refusal: task.refusal }),
      };
    }),
  );
  if (json) return printJson([{ name: "addition" }, ...tasks]);
  const lines = tasks.map(
    ({ name, steps, refusal }) => `${name.padEnd(WIDTH)}${refusal ?? `${steps.length} steps: ${steps.map(inWords).join(", ")}`}\n`,
  );
  const addition = "a ledger to be brought to a total in stages (--goal, --tolerance, --step-budget)";
  await print(`${lines.join("")}${"addition".padEnd(WIDTH)}${addition}\n`);
}

const inWords = ({ name, checks }: Pick<WorkflowStep, "name" | "checks">): string => `${name} (${checks.join(", ")})`;

const WIDTH = 18;
