import { InvalidInput } from "../../model/invalid.ts";
import { at, countAt, listAt, textAt } from "../json.ts";
import { plainJson } from "./plainJson.ts";
import {
  type Extra,
  type FinalMetrics,
  present,
  type StepMetrics,
  type ToolCall,
  type ToolResult,
  type Trajectory,
  type TrajectoryStep,
} from "./trajectory.ts";

/** Longest trace that is read, in characters. */
const MOST_TRACE = 64 * 2 ** 20;
const MOST_STEPS = 20_000;
const MOST_CALLS = 1_000;
/** Longest text of a field that is kept whole, in characters. */
const MOST_TEXT = 2 ** 20;
const MOST_NAME = 1_000;

/** A trace from elsewhere. */
export interface ReadTrajectory {
  readonly trajectory: Trajectory;
  /** What was not taken over, one sentence each. */ readonly notices: readonly string[];
}

/**
 * Reads a trajectory of ATIF-v1.x that the lab did not write, or whose file others could change. Only fields that the lab knows are
 * taken over, with their types checked; texts above 2^20 characters are cut. Its texts are untrusted.
 *
 * @throws InvalidInput naming the first field that breaks the format
 */
export function readAtif(text: string): ReadTrajectory {
  if (text.length > MOST_TRACE) throw new InvalidInput("trajectory", `must be at most ${MOST_TRACE} characters`, text.length);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InvalidInput("trajectory", "must be JSON");
  }
  return new Reader().read(value);
}

class Reader {
  #cut = 0;

  read(value: unknown): ReadTrajectory {
    const version = textAt(value, "schema_version") ?? "";
    if (!/^ATIF-v1\.\d{1,2}$/.test(version)) throw new InvalidInput("schema_version", "must be ATIF-v1.x", version);
    const name = this.#name(value, "agent", "name");
    if (name === undefined || name === "") throw new InvalidInput("agent.name", "must be a text that is not empty");
    const steps = listAt(value, "steps");
    if (steps.length === 0 || steps.length > MOST_STEPS)
      throw new InvalidInput("steps", `must be a list of 1 to ${MOST_STEPS}`, steps.length);
    const trajectory = present<Trajectory>({
      schema_version: version,
      session_id: this.#name(value, "session_id"),
      trajectory_id: this.#name(value, "trajectory_id"),
      agent: present<Trajectory["agent"]>({
        name,
        version: this.#name(value, "agent", "version") || "unknown",
        model_name: this.#name(value, "agent", "model_name"),
        extra: extraAt("agent.extra", at(value, "agent", "extra")),
      }),
      steps: steps.map((step, index) => this.#step(step, index)),
      notes: this.#text(at(value, "notes")),
      final_metrics: finalMetrics(at(value, "final_metrics")),
      extra: extraAt("extra", at(value, "extra")),
    });
    return { trajectory, notices: this.#notices(listAt(value, "subagent_trajectories").length) };
  }

  #step(step: unknown, index: number): TrajectoryStep {
    const field = `steps[${index}]`;
    const id = at(step, "step_id");
    if (id !== index + 1) throw new InvalidInput(`${field}.step_id`, `must be ${index + 1}: they count from 1`, id);
    const source = at(step, "source");
    if (source !== "system" && source !== "user" && source !== "agent")
      throw new InvalidInput(`${field}.source`, "must be system, user or agent", source);
    const calls = this.#calls(`${field}.tool_calls`, listAt(step, "tool_calls"));
    const results = this.#results(`${field}.observation.results`, listAt(step, "observation", "results"), calls);
    return present<TrajectoryStep>({
      step_id: id,
      timestamp: this.#name(step, "timestamp"),
      source,
      model_name: this.#name(step, "model_name"),
      message: this.#text(at(step, "message")) ?? "",
      reasoning_content: this.#text(at(step, "reasoning_content")),
      tool_calls: calls.length > 0 ? calls : undefined,
      observation: results.length > 0 ? { results } : undefined,
      metrics: stepMetrics(at(step, "metrics")),
      extra: extraAt(`${field}.extra`, at(step, "extra")),
    });
  }

  #calls(field: string, calls: readonly unknown[]): ToolCall[] {
    if (calls.length > MOST_CALLS) throw new InvalidInput(field, `must be at most ${MOST_CALLS}`, calls.length);
    return calls.map((call, index) => {
      const [id, name] = [this.#name(call, "tool_call_id"), this.#name(call, "function_name")];
      if (id === undefined || name === undefined) throw new InvalidInput(`${field}[${index}]`, "must have tool_call_id and function_name");
      return { tool_call_id: id, function_name: name, arguments: extraAt(`${field}[${index}].arguments`, at(call, "arguments")) ?? {} };
    });
  }

  #results(field: string, results: readonly unknown[], calls: readonly ToolCall[]): ToolResult[] {
    if (results.length > MOST_CALLS) throw new InvalidInput(field, `must be at most ${MOST_CALLS}`, results.length);
    return results.map((result, index) => {
      const id = this.#name(result, "source_call_id");
      if (id !== undefined && !calls.some(({ tool_call_id }) => tool_call_id === id))
        throw new InvalidInput(`${field}[${index}].source_call_id`, "must be a call of the same step", id);
      return present<ToolResult>({
        source_call_id: id,
        content: this.#text(at(result, "content")),
        extra: extraAt(`${field}[${index}].extra`, at(result, "extra")),
      });
    });
  }

  /** A text, or parts of one: pictures are named in their place. */
  #text(value: unknown): string | undefined {
    if (typeof value === "string") return this.#bounded(value, MOST_TEXT);
    if (!Array.isArray(value)) return undefined;
    const parts = value.slice(0, MOST_CALLS).map((part) => textAt(part, "text") ?? `[${textAt(part, "type") ?? "part"}]`);
    return this.#bounded(parts.join("\n"), MOST_TEXT);
  }

  #name(value: unknown, ...path: readonly string[]): string | undefined {
    const found = textAt(value, ...path);
    return found === undefined ? undefined : this.#bounded(found, MOST_NAME);
  }

  #bounded(text: string, most: number): string {
    if (text.length <= most) return text;
    this.#cut++;
    return text.slice(0, most);
  }

  #notices(subagents: number): string[] {
    return [
      ...(this.#cut > 0 ? [`The trace had ${this.#cut} texts that were too long; they are cut.`] : []),
      ...(subagents > 0 ? [`The trace holds ${subagents} traces of agents below it; they are not shown.`] : []),
    ];
  }
}

function extraAt(field: string, value: unknown): Extra | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "object" || Array.isArray(value)) throw new InvalidInput(field, "must be an object");
  return plainJson(field, value) as Extra;
}

function stepMetrics(value: unknown): StepMetrics | undefined {
  const metrics = present<StepMetrics>({
    prompt_tokens: countAt(value, "prompt_tokens"),
    completion_tokens: countAt(value, "completion_tokens"),
    cached_tokens: countAt(value, "cached_tokens"),
    cost_usd: moneyAt(value, "cost_usd"),
    extra: extraAt("metrics.extra", at(value, "extra")),
  });
  return Object.keys(metrics).length > 0 ? metrics : undefined;
}

function finalMetrics(value: unknown): FinalMetrics | undefined {
  const metrics = present<FinalMetrics>({
    total_prompt_tokens: countAt(value, "total_prompt_tokens"),
    total_completion_tokens: countAt(value, "total_completion_tokens"),
    total_cached_tokens: countAt(value, "total_cached_tokens"),
    total_cost_usd: moneyAt(value, "total_cost_usd"),
    total_steps: countAt(value, "total_steps"),
    extra: extraAt("final_metrics.extra", at(value, "extra")),
  });
  return Object.keys(metrics).length > 0 ? metrics : undefined;
}

function moneyAt(value: unknown, name: string): number | undefined {
  const found = at(value, name);
  return typeof found === "number" && Number.isFinite(found) && found >= 0 ? found : undefined;
}
