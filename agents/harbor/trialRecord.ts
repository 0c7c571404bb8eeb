import { InvalidInput } from "../../model/invalid.ts";
import { type Cell, isSample, isWorkflow, type TrialRecord, type TrialUsage } from "../../model/trial.ts";
import { workflowStages } from "../harness/workflowStages.ts";
import { at, countAt, listAt, textAt } from "../json.ts";
import { harmlessLine } from "../sandbox/harmless.ts";
import { claimsIn } from "../tasks/claims.ts";
import { present, type Trajectory } from "../trace/trajectory.ts";
import { harborTask, toldVersion } from "./foreignCell.ts";
import type { HarborCell } from "./jobConfig.ts";
import { harborAgent } from "./names.ts";
import { brokeVerifier, harborStatus } from "./status.ts";
import { harborVerdict } from "./verdict.ts";

/** A record before its trial has a number, and so a key. */
export type UnnumberedRecord = Omit<TrialRecord, "key" | "cell"> & { readonly cell: Omit<Cell, "trial">; readonly finishedMs: number };

/** What a trial is read as. */
export interface ReadAs {
  readonly cell: HarborCell;
  /** No export planned it: nothing is known of its stages, and it was asked for no claims. */ readonly foreign: boolean;
  /** As in `TrialRecord.origin`. */ readonly origin: string;
  readonly lab: TrialRecord["lab"];
}

/**
 * A trial's result.json as a record. Its tokens and its cost are Harbor's word; nobody counted them.
 *
 * @throws InvalidInput for a result that is of another agent, model or task than the cell, or has no times
 */
export function recordOf(
  result: unknown,
  trajectory: Trajectory | undefined,
  { cell: planned, foreign, origin, lab }: ReadAs,
): UnnumberedRecord {
  const { cell, notices } = ranCell(planned, result);
  const { harness } = cell;
  if (!isWorkflow(harness)) throw new InvalidInput("harness", "must be a workflow");
  const steps = listAt(result, "step_results");
  const exception = [result, ...steps]
    .map((part) => at(part, "exception_info"))
    .find((info) => textAt(info, "exception_type") !== undefined);
  const type = textAt(exception, "exception_type");
  const said = trajectory?.steps.findLast(({ source }) => source === "agent");
  const claims = claimsIn(foreign || said?.tool_calls ? "" : (said?.message ?? ""));
  const verdict = harborVerdict(result, workflowStages(foreign ? { steps: [] } : harness), claims);
  const status = harborStatus(type, verdict.passed !== undefined);
  const [started, finished] = [timeAt(result, "started_at"), timeAt(result, "finished_at")];
  const usage = usageOf(steps.length > 0 ? steps : [result]);
  return present<UnnumberedRecord>({
    schema: 1,
    cell,
    status,
    reason: status === "finished" ? undefined : reasonOf(type, exception, verdict.passed !== undefined),
    passed: isSample(status) ? (verdict.passed ?? false) : undefined,
    stages: verdict.stages,
    toolCalls: trajectory?.steps.reduce((calls, step) => calls + (step.tool_calls?.length ?? 0), 0),
    usage,
    startedAt: new Date(started).toISOString(),
    durationMs: Math.max(0, finished - started),
    agentMs: agentMs(steps.length > 0 ? steps : [result]),
    isolation: "container",
    origin,
    notices: [
      ...notices,
      ...verdict.notices,
      ...(brokeVerifier(type) && verdict.passed === undefined
        ? [`The task's verifier gave no verdict (${type}), which counts as not passed.`]
        : []),
      ...(usage.cost === undefined ? [] : ["The cost is as Harbor reports it, in US dollars: the lab did not count it."]),
    ],
    lab,
    finishedMs: finished,
  });
}

/** What was run, where the plan says it was that: the version is the one that ran. */
function ranCell(planned: HarborCell, result: unknown): { cell: Omit<Cell, "trial">; notices: string[] } {
  const [agent, model, task] = [
    textAt(result, "agent_info", "name"),
    textAt(result, "agent_info", "model_info", "name"),
    harborTask(result),
  ];
  if (agent !== undefined && agent !== planned.agent && agent !== harborAgent(planned.agent))
    throw new InvalidInput("agent_info.name", `must be ${planned.agent}, as its job's cell says`, agent);
  if (model !== undefined && model !== planned.model && !model.endsWith(`/${planned.model}`) && !planned.model.endsWith(`/${model}`))
    throw new InvalidInput("agent_info.model_info.name", `must be ${planned.model}, as its job's cell says`, model);
  if (task?.kind !== "folder") throw new InvalidInput("task_name", "must be a text that is not empty");
  if (planned.task?.kind === "folder" && last(planned.task.name) !== last(task.name))
    throw new InvalidInput("task_name", `must be ${planned.task.name}, as its job's cell says`, task.name);
  const version = toldVersion(result) ?? planned.version;
  const notice = `Harbor ran version ${version}, where ${planned.version} was planned.`;
  return {
    cell: { ...planned, version, task: planned.task ?? task },
    notices: version === planned.version || planned.version === "unknown" ? [] : [notice],
  };
}

const last = (name: string): string => name.split("/").at(-1) as string;

function reasonOf(type: string | undefined, exception: unknown, hasVerdict: boolean): string {
  const said = type === undefined ? [] : [`${type}: ${textAt(exception, "exception_message")?.split("\n", 1)[0] ?? ""}`];
  return harmlessLine([...said, ...(hasVerdict ? [] : ["Harbor's verifier gave no reward named reward."])].join(" "), 400);
}

function timeAt(value: unknown, name: string): number {
  const time = Date.parse(textAt(value, name) ?? "");
  if (!Number.isFinite(time)) throw new InvalidInput(name, "must be a time", at(value, name));
  return time;
}

function agentMs(parts: readonly unknown[]): number | undefined {
  return sum(parts, (part) => {
    const [from, to] = ["started_at", "finished_at"].map((end) => Date.parse(textAt(part, "agent_execution", end) ?? ""));
    const ms = (to as number) - (from as number);
    return ms >= 0 ? ms : undefined;
  });
}

function usageOf(parts: readonly unknown[]): TrialUsage {
  const count = (name: string) => sum(parts, (part) => countAt(part, "agent_result", name));
  const cost = sum(parts, (part) => {
    const found = at(part, "agent_result", "cost_usd");
    return typeof found === "number" && Number.isFinite(found) && found >= 0 ? found : undefined;
  });
  return present<TrialUsage>({
    inputTokens: count("n_input_tokens"),
    cachedTokens: count("n_cache_tokens"),
    outputTokens: count("n_output_tokens"),
    cost,
  });
}

/** A sum, where every part of it is known. */
function sum(parts: readonly unknown[], of: (part: unknown) => number | undefined): number | undefined {
  return parts.map(of).reduce((total, part) => (total === undefined || part === undefined ? undefined : total + part), 0);
}
