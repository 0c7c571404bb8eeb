import type { AgentEvent } from "../ports/outcome.ts";
import { plainJson } from "./plainJson.ts";
import type { Extra, StepMetrics, ToolCall, ToolResult } from "./trajectory.ts";

/** A step of a trajectory while it is put together. */
export interface AgentStep {
  source: "agent" | "system";
  message: string;
  tool_calls?: ToolCall[];
  observation?: { results: ToolResult[] };
  metrics?: StepMetrics;
  extra?: Extra;
}

/**
 * Events of an agent as steps. A step is what the model said, the calls that followed, and their results: the format wants a result in
 * the step of its call. So a text opens a step, and so does a call after a result, or one whose id the step has already.
 */
export class AgentSteps {
  readonly all: AgentStep[] = [];
  #open: AgentStep | undefined;

  take(event: AgentEvent): void {
    if (event.kind === "text") this.#begin(event.text);
    else if (event.kind === "tool call") this.#call(event);
    else if (event.kind === "tool result") this.#result(event);
    else this.all.push({ source: "system", message: event.text }); // a notice does not part a call from its result
  }

  #begin(message: string): AgentStep {
    this.#open = { source: "agent", message };
    this.all.push(this.#open);
    return this.#open;
  }

  #call({ id, tool, input }: AgentEvent & { kind: "tool call" }): void {
    const fits = this.#open !== undefined && this.#open.observation === undefined && !has(this.#open, id);
    const step = fits ? (this.#open as AgentStep) : this.#begin("");
    step.tool_calls = [...(step.tool_calls ?? []), { tool_call_id: id, function_name: tool, arguments: argumentsOf(input) }];
  }

  #result({ id, output, exit, failed }: AgentEvent & { kind: "tool result" }): void {
    const called = this.all.findLast((step) => has(step, id));
    // A result without a call is kept too: what an agent tells is not always whole.
    const step = called ?? this.#open ?? this.#begin("");
    const extra = { ...(exit === undefined ? {} : { exit }), ...(failed ? { failed } : {}) };
    const result = {
      ...(called ? { source_call_id: id } : {}),
      content: output,
      ...(Object.keys(extra).length > 0 ? { extra } : {}),
    };
    step.observation ??= { results: [] };
    step.observation.results.push(result);
  }
}

const has = (step: AgentStep, id: string): boolean => step.tool_calls?.some((call) => call.tool_call_id === id) ?? false;

/** A tool's input as the object that the format wants; a text that is none is kept under the name "input". */
function argumentsOf(input: string): Extra {
  try {
    const value: unknown = JSON.parse(input);
    if (value !== null && typeof value === "object" && !Array.isArray(value)) return plainJson("input", value) as Extra;
  } catch {
    // Cut, no JSON, or nested too deep.
  }
  return { input };
}
