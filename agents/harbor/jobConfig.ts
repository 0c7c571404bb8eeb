import { createHash } from "node:crypto";
import { InvalidInput } from "../../model/invalid.ts";
import { type Cell, isWorkflow, type WorkflowHarness } from "../../model/trial.ts";
import { harborAgent, harborEnvironment, harborModel } from "./names.ts";
import { aroundInstruction, promptTemplate } from "./template.ts";

/** A cell before its trials are numbered. Without a task it stands for every task that `HarborOptions.tasks` finds. */
export type HarborCell = Omit<Cell, "trial" | "task"> & { readonly task?: Cell["task"] };

/** Where Harbor finds the tasks. Names of tasks may be patterns with `*`. */
export type HarborTasks =
  | { readonly dataset: string; readonly include?: readonly string[]; readonly exclude?: readonly string[] }
  | { readonly folders: Readonly<Record<string, string>> /** Name of the task → its folder, as an absolute path. */ };

export interface HarborOptions {
  readonly tasks: HarborTasks;
  /** Trials of each task. */ readonly attempts: number;
  /** Where trials run; docker where absent. */ readonly environment?: string;
  /** Trials at a time, in each job; 4 where absent, as with Harbor. */ readonly concurrency?: number;
  /** In place of the task's own. */ readonly agentTimeoutMs?: number;
  readonly verifierTimeoutMs?: number;
  /** Provider of the models, as Harbor names it, where their server does not tell. */ readonly provider?: string;
}

/** One job of Harbor's: a cell, so that Harbor does not pool it with others of the same agent. */
export interface HarborJob {
  /** Unique to the cell and the number of its attempts. */ readonly name: string;
  readonly cell: HarborCell;
  /** What Harbor makes the prompt of. */ readonly template: string;
  /** The JobConfig, for a job that is kept in a folder. Both paths are absolute. */ readonly config: (place: {
    readonly jobsFolder: string;
    readonly templateFile: string;
  }) => Readonly<Record<string, unknown>>;
}

/** @throws InvalidInput naming what Harbor cannot do, and why */
export function jobOf(cell: HarborCell, options: HarborOptions): HarborJob {
  const harness = told(cell);
  count("attempts", options.attempts);
  const template = promptTemplate(aroundInstruction(harness));
  const tasks = tasksOf(cell, options.tasks);
  const agent = agentOf(cell, options);
  const environment = harborEnvironment(options.environment);
  const hash = createHash("sha256").update(sortedJson({ cell, tasks, template })).digest("hex").slice(0, 12);
  const extent = harness.extent === undefined ? "" : `r${harness.extent}`;
  return {
    name: `${agent.name}-k${harness.steps.length}${extent}-${hash}-x${options.attempts}`,
    cell,
    template,
    config: ({ jobsFolder, templateFile }) => ({
      jobs_dir: jobsFolder,
      n_attempts: options.attempts,
      n_concurrent_trials: count("concurrency", options.concurrency ?? 4),
      environment: { type: environment },
      ...(options.verifierTimeoutMs === undefined ? {} : { verifier: { override_timeout_sec: seconds(options, "verifierTimeoutMs") } }),
      agents: [{ ...agent, kwargs: { ...agent.kwargs, prompt_template_path: templateFile } }],
      ...tasks,
    }),
  };
}

/** The harness, if one prompt can tell it. */
function told({ harness, task }: HarborCell): WorkflowHarness {
  if (!isWorkflow(harness) || task?.kind === "addition")
    throw new InvalidInput("task", "must be a task of Harbor's format: the addition task is the lab's own, with its own proxy and judge");
  if (harness.telling !== "prompt")
    throw new InvalidInput(
      "telling",
      "must be prompt: Harbor gives an agent one prompt a trial, and a template cannot make turns of it",
      harness.telling,
    );
  if (harness.retryBudget !== 1)
    throw new InvalidInput(
      "retryBudget",
      "must be 1: Harbor's retries start a failed trial anew and its attempts are independent trials; neither prompts again after a failed check",
      harness.retryBudget,
    );
  return harness;
}

function agentOf(cell: HarborCell, options: HarborOptions) {
  // A version as the agent told it; Harbor installs that one. What is no number it would hand to a package manager.
  const version = /^\d+(\.\d+){1,3}(-[0-9A-Za-z.]+)?$/.test(cell.version) ? { version: cell.version } : {};
  return {
    name: harborAgent(cell.agent),
    model_name: harborModel(cell.model, cell.source, options.provider),
    ...(options.agentTimeoutMs === undefined ? {} : { override_timeout_sec: seconds(options, "agentTimeoutMs") }),
    kwargs: version,
  };
}

function tasksOf({ task }: HarborCell, tasks: HarborTasks): object {
  const wanted = task?.kind === "folder" ? task.name : undefined;
  if ("folders" in tasks) {
    const names = wanted === undefined ? Object.keys(tasks.folders) : [wanted];
    if (names.length === 0) throw new InvalidInput("tasks", "must name one folder or more");
    return {
      tasks: names.map((name) => {
        if (!Object.hasOwn(tasks.folders, name)) throw new InvalidInput("tasks", "must have the folder of each task", name);
        return { path: tasks.folders[name] };
      }),
    };
  }
  const [, name, version] = /^([\w./-]+?)(?:@([\w.:-]+))?$/.exec(tasks.dataset) ?? [];
  if (name === undefined) throw new InvalidInput("dataset", "must be a name, or name@version", tasks.dataset);
  const include = wanted === undefined ? tasks.include : [wanted];
  return {
    datasets: [
      {
        name,
        // A dataset of an organisation ("org/name") is a package, whose version Harbor calls ref.
        ...(version === undefined ? {} : name.includes("/") ? { ref: version } : { version }),
        ...(include === undefined || include.length === 0 ? {} : { task_names: include }),
        ...(tasks.exclude === undefined || tasks.exclude.length === 0 ? {} : { exclude_task_names: tasks.exclude }),
      },
    ],
  };
}

function count(field: string, value: number): number {
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidInput(field, "must be a whole number of 1 or more", value);
  return value;
}

function seconds(options: HarborOptions, field: "agentTimeoutMs" | "verifierTimeoutMs"): number {
  const ms = options[field] ?? Number.NaN;
  if (!(ms > 0) || !Number.isFinite(ms)) throw new InvalidInput(field, "must be > 0", ms);
  return ms / 1000;
}

/** JSON with sorted keys, so that equal cells have equal names however they were written. */
export const sortedJson = (value: unknown): string =>
  JSON.stringify(value, (_, item: unknown) =>
    item !== null && typeof item === "object" && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
