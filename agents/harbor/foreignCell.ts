import type { Cell, WorkflowHarness, WorkflowStep } from "../../model/trial.ts";
import { at, listAt, textAt } from "../json.ts";
import { plainJson } from "../trace/plainJson.ts";
import { type HarborCell, sortedJson } from "./jobConfig.ts";
import { labAgent } from "./names.ts";

/**
 * The cell of a trial that no export of the lab's planned, from the trial's own config and result. What it was told beside the task is
 * known only by name: a template's file is not read, since its path comes from elsewhere. It stands in the harness, so that trials under
 * different templates are not taken for repeats of each other.
 *
 * @throws InvalidInput for settings nested too deep
 */
export function foreignCell(config: unknown, result: unknown): HarborCell {
  const agent = textAt(result, "agent_info", "name") ?? textAt(config, "agent", "name") ?? "unknown";
  const [provider, name] = [textAt(result, "agent_info", "model_info", "provider"), textAt(result, "agent_info", "model_info", "name")];
  const { prompt_template_path: template, ...settings } = objectAt(config, "agent", "kwargs");
  const told = Object.keys(settings).length > 0 ? ` ${sortedJson(settings)}` : "";
  const steps: WorkflowStep[] = [
    ...(typeof template === "string" ? [stepOf("prompt template", template)] : []),
    ...textsOf(config, "extra_instruction_paths").map((path) => stepOf("extra instruction of a file", path)),
    ...textsOf(config, "extra_instructions").map((text) => stepOf("extra instruction", text)),
  ];
  const harness: WorkflowHarness = { steps, retryBudget: 1, onUnrecovered: "abort", telling: "prompt", guidance: "none" };
  return {
    agent: labAgent(agent),
    version: toldVersion(result) ?? "unknown",
    model: name ?? textAt(config, "agent", "model_name") ?? "unknown",
    source: `${provider ?? "unknown"} by harbor${told}`,
    harness,
    wording: 0, // none of the lab's texts was told
  };
}

/** The agent's version as Harbor found it; undefined where it did not. */
export function toldVersion(result: unknown): string | undefined {
  const version = textAt(result, "agent_info", "version");
  return version === undefined || version === "" || version === "unknown" ? undefined : version;
}

/** The task that a trial ran, by Harbor's name and checksum: its checksum is not the lab's, and is marked. */
export function harborTask(result: unknown): Cell["task"] | undefined {
  const [name, checksum] = [textAt(result, "task_name"), textAt(result, "task_checksum")];
  return name === undefined || name === "" ? undefined : { kind: "folder", name, checksum: `harbor:${checksum ?? "unknown"}` };
}

const stepOf = (name: string, instruction: string): WorkflowStep => ({ name, instruction, checks: [] });

const textsOf = (config: unknown, field: string): string[] => listAt(config, field).filter((text) => typeof text === "string");

function objectAt(value: unknown, ...path: readonly string[]): Readonly<Record<string, unknown>> {
  const found = at(value, ...path);
  if (found === null || typeof found !== "object" || Array.isArray(found)) return {};
  return plainJson(path.join("."), found) as Readonly<Record<string, unknown>>;
}
