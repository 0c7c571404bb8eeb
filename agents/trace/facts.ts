import { servedSourceIn } from "../../model/servedSource.ts";
import { type Cell, isWorkflow, type TrialRecord } from "../../model/trial.ts";
import { at, listAt, textAt } from "../json.ts";
import { harmlessLine } from "../sandbox/harmless.ts";
import { element, type Markup } from "./markup.ts";
import { grouped } from "./shortened.ts";
import type { Trajectory } from "./trajectory.ts";

/** What a trial was and what it came to, as names and values. What is unknown has no row. */
export function factsOf({ cell, ...trial }: TrialRecord, trajectory?: Trajectory): Markup {
  const { inputTokens, cachedTokens, outputTokens, requests, cost } = trial.usage;
  const told = trajectory?.agent;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["Agent", `${cell.agent} ${cell.version}`],
    ["Traced as", told && told.name !== cell.agent ? `${told.name} ${told.version}` : undefined],
    ["Model", `${cell.model} from ${sourceLine(cell.source)}`],
    ["Task", taskLine(cell)],
    ["Harness", harnessLine(cell)],
    ["Progress", trial.progress === undefined ? undefined : `${short(trial.progress)} units of work`],
    ["Final bias", trial.finalBias === undefined ? undefined : `${short(trial.finalBias)} units of work`],
    ["Requests", requests === undefined ? undefined : grouped(requests)],
    ["Tokens in", inputTokens === undefined ? undefined : `${grouped(inputTokens)}${cached(cachedTokens)}`],
    ["Tokens out", outputTokens === undefined ? undefined : grouped(outputTokens)],
    ["Cost", cost === undefined ? undefined : String(short(cost))],
    ["Tool calls", trial.toolCalls === undefined ? undefined : grouped(trial.toolCalls)],
    ["Time", time(trial)],
    ["Started", trial.startedAt],
    ["Isolation", trial.isolation],
    ["Key", trial.key],
    ["Lab", `${trial.lab.version}${trial.lab.commit === undefined ? "" : ` (${trial.lab.commit.slice(0, 12)})`}`],
  ];
  return element(
    "dl",
    {},
    facts.map(([name, value]) =>
      value === undefined ? undefined : element("div", {}, element("dt", {}, name), element("dd", {}, harmlessLine(value, 400))),
    ),
  );
}

/** The lab's own model is its law: members in short, the rest is in the record. */
function sourceLine(source: string): string {
  const served = servedSourceIn(source);
  if (served === undefined) return source;
  const [pool, seed] = [listAt(served, "pool"), textAt(served, "seed")];
  const members = pool.slice(0, 4).map((member) => {
    const [mu, sigma, min, max] = ["mu", "sigma", "min", "max"].map((name) => at(member, name));
    return `N(${mu}, ${sigma}²) on [${min}, ${max}]`;
  });
  return `the lab's own: ${members.join(", ")}${pool.length > 4 ? ` and ${pool.length - 4} more` : ""}${seed === undefined ? "" : `, seed ${seed}`}`;
}

const cached = (tokens: number | undefined): string => (tokens === undefined ? "" : `, ${grouped(tokens)} of them cached`);

function time({ durationMs, agentMs }: Pick<TrialRecord, "durationMs" | "agentMs">): string {
  return `${seconds(durationMs)}${agentMs === undefined ? "" : `, the agent ${seconds(agentMs)}`}`;
}

const seconds = (ms: number): string => (ms < 10_000 ? `${grouped(Math.round(ms))} ms` : `${short(Math.round(ms / 100) / 10)} s`);

export const taskName = ({ task }: Pick<Cell, "task">): string => (task.kind === "addition" ? "addition" : task.name);

function taskLine({ task }: Cell): string {
  if (task.kind === "folder") return `${task.name} (files ${task.checksum.slice(0, 20)})`;
  return `addition: to ${short(task.goal)} within ${short(task.tolerance)}, at most ${task.stepBudget} numbers an attempt, total ${task.total}`;
}

function harnessLine({ harness }: Cell): string {
  const told = `told ${harness.telling === "turns" ? "stage by stage" : "in one prompt"}`;
  return `${plan(harness)}, ${told}, retry budget ${harness.retryBudget}, guidance ${harness.guidance}, where a stage fails: ${harness.onUnrecovered}`;
}

function plan(harness: Cell["harness"]): string {
  if (isWorkflow(harness)) {
    if (harness.steps.length === 0) return "bare instruction";
    const extent = harness.extent === undefined ? "all" : String(harness.extent);
    return `workflow of ${harness.steps.length} steps, ${extent} of them scaffolded`;
  }
  const { stages } = harness;
  if (stages.kind === "uniform") return `${stages.count} equal stages`;
  if (stages.kind === "partial") return `${stages.chunks} stages of ${short(stages.chunk)}, then the tail`;
  return `stages of ${stages.requests.slice(0, 50).map(short).join(", ")}`;
}

/** A number without the last digits of floating-point sums. */
export const short = (value: number): number => Number(value.toPrecision(10));
