import { resolve } from "node:path";
import type { HarborCell } from "../../agents/harbor/jobConfig.ts";
import type { AgentSweepSpec } from "../../agents/trial/spec.ts";
import { InvalidInput } from "../../model/invalid.ts";
import { WORDING } from "../../model/trial.ts";
import { readSpecFile } from "./sweep.ts";

/** A sweep as Harbor is to run it. */
export interface HarborSweep {
  readonly cells: readonly HarborCell[];
  /** Trials of each task. */ readonly attempts: number;
  /** Folder of each task that the sweep names by one. */ readonly folders: Readonly<Record<string, string>>;
}

/** @param dataset  whether Harbor finds the tasks itself, in place of the sweep's */
export async function harborSweep(file: string, dataset: boolean): Promise<HarborSweep> {
  const { parseAgentSweep } = await import("../../agents/trial/spec.ts");
  const spec = parseAgentSweep(await readSpecFile(file));
  return { ...(await cellsOf(spec, dataset)), attempts: spec.trials };
}

/** Cells of a spec without its agents being here: Harbor installs them. With a dataset they stand for all of its tasks. */
async function cellsOf(spec: AgentSweepSpec, dataset: boolean): Promise<Omit<HarborSweep, "attempts">> {
  const { source, agents, models, choices } = spec;
  if (source.kind !== "server")
    throw new InvalidInput("source.kind", "must be server: Harbor's agents ask a model's server themselves", source.kind);
  const { workflowHarness } = await import("../../agents/trial/workflowChoice.ts");
  const host = new URL(source.address).host;
  const tasks = dataset ? [undefined] : await Promise.all(spec.tasks.map(taskOf));
  const cells: HarborCell[] = [];
  for (const agent of agents)
    for (const model of models)
      for (const task of tasks)
        for (const choice of choices) {
          const shared = { agent, version: "unknown", model, source: host, wording: WORDING };
          const harness = await workflowHarness(choice, task);
          cells.push({ ...shared, ...(task ? { task: { kind: "folder", name: task.name, checksum: task.checksum } } : {}), harness });
        }
  return { cells, folders: Object.fromEntries(tasks.flatMap((task) => (task ? [[task.name, task.path]] : []))) };
}

async function taskOf(choice: AgentSweepSpec["tasks"][number]) {
  if (choice.kind === "addition")
    throw new InvalidInput("tasks", "must not hold addition: it is the lab's own, with its own proxy and judge", choice.kind);
  const [{ builtinTask }, { readHarborTask }, { taskChecksum }] = await Promise.all([
    import("../../agents/tasks/builtin.ts"),
    import("../../agents/tasks/harbor.ts"),
    import("../../agents/tasks/checksum.ts"),
  ]);
  const path = resolve(choice.kind === "builtin" ? builtinTask(choice.name) : choice.path);
  const { name, stages } = await readHarborTask(path);
  return { name, path, checksum: await taskChecksum(path), instruction: stages[0]?.instruction ?? "" };
}
