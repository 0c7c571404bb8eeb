/**
 * A trace in Harbor's trajectory format, ATIF-v1.7, as far as the lab writes and reads it. Names are the format's own. What is unknown
 * is absent: the format takes a null for it, and the lab reads one so.
 */
export interface Trajectory {
  /** Such as "ATIF-v1.7". */ readonly schema_version: string;
  readonly session_id?: string;
  readonly trajectory_id?: string;
  readonly agent: {
    readonly name: string;
    /** Not empty; "unknown" where it is. */ readonly version: string;
    readonly model_name?: string;
    readonly extra?: Extra;
  };
  /** One or more. */ readonly steps: readonly TrajectoryStep[];
  readonly notes?: string;
  readonly final_metrics?: FinalMetrics;
  readonly extra?: Extra;
}

/** JSON of whoever wrote the trace. */
export type Extra = Readonly<Record<string, unknown>>;

export interface TrajectoryStep {
  /** From 1, without gaps. */ readonly step_id: number;
  /** ISO 8601. */ readonly timestamp?: string;
  /** "user": a prompt. "agent": what the model said and did. "system": what neither said. */ readonly source: "system" | "user" | "agent";
  readonly model_name?: string;
  readonly message: string;
  readonly reasoning_content?: string;
  /** Of an agent's step only. */ readonly tool_calls?: readonly ToolCall[];
  readonly observation?: { readonly results: readonly ToolResult[] };
  /** Of an agent's step only. */ readonly metrics?: StepMetrics;
  readonly extra?: Extra;
}

export interface ToolCall {
  readonly tool_call_id: string;
  readonly function_name: string;
  readonly arguments: Extra;
}

export interface ToolResult {
  /** A call of the same step. */ readonly source_call_id?: string;
  readonly content?: string;
  readonly extra?: Extra;
}

/** Counts of tokens; those of the prompt hold the cached ones. */
export interface StepMetrics {
  readonly prompt_tokens?: number;
  readonly completion_tokens?: number;
  readonly cached_tokens?: number;
  readonly cost_usd?: number;
  readonly extra?: Extra;
}

export interface FinalMetrics {
  readonly total_prompt_tokens?: number;
  readonly total_completion_tokens?: number;
  readonly total_cached_tokens?: number;
  /** Absent where money was not told in US dollars. */ readonly total_cost_usd?: number;
  readonly total_steps?: number;
  readonly extra?: Extra;
}

export const ATIF_VERSION = "ATIF-v1.7";

/** Without the fields that are undefined: in the format, as in the lab, what is unknown is absent. */
export function present<T extends object>(fields: { readonly [Name in keyof T]: T[Name] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
