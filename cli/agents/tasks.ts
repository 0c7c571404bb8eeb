import type { Command } from "commander";
import { jsonOption } from "../options.ts";
import { print, printJson } from "../print.ts";
import { table } from "../table.ts";

export function addTasks(group: Command): void {
  group
    .command("tasks")
    .summary("tasks that come with the lab")
    .description("Lists the terminal tasks that come with the lab, the steps of their finest workflow, and what a machine lacks for one.")
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
      return { name, steps: steps.map((step) => step.name), ...(task.refusal === undefined ? {} : { refusal: task.refusal }) };
    }),
  );
  if (json) return printJson([{ name: "addition" }, ...tasks]);
  const rows = tasks.map(({ name, steps, refusal }) => [name, String(steps.length), refusal ?? steps.join(", ")]);
  await print(
    `${table([["task", "steps", ""], ...rows])}And addition: a ledger to be brought to a total (--goal, --tolerance, --step-budget).\n`,
  );
}
