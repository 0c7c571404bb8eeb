/** Tokens as the agent reports them; what it does not report is absent. Its cost is never taken: under a proxy agents misprice tenfold. */
export interface ReportedUsage {
  /** Cached ones included. */ readonly inputTokens?: number;
  readonly cachedTokens?: number;
  readonly outputTokens?: number;
}

export type AgentEvent =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "tool call"; readonly id: string; readonly tool: string /** JSON. */; readonly input: string }
  | { readonly kind: "tool result"; readonly id: string; readonly output: string; readonly exit?: number; readonly failed?: true }
  | { readonly kind: "notice"; readonly text: string };

/**
 * "answered": the agent ended its turn by itself and said so. "turn limit": it stopped at its own limit. "failed": its last event tells
 * of an error, mostly the model's. "no end": it stopped without saying how; killed, crashed, or it exited having done nothing.
 */
export type OutcomeStatus = "answered" | "turn limit" | "failed" | "no end";

/** What a turn came to, by the agent's own events and never by its exit code. All text is untrusted. */
export interface Outcome {
  readonly status: OutcomeStatus;
  /** Why, where it is not "answered". */ readonly reason?: string;
  /** Of the model's server, where the agent tells it. */ readonly httpStatus?: number;
  /** What it said last, after its last tool call; only of a turn that is "answered". */ readonly finalText?: string;
  readonly sessionId?: string;
  /** Tool calls. */ readonly steps: number;
  readonly usage?: ReportedUsage;
  /** Some agents count over all turns of a session: subtract what the turn before said. */ readonly usageOver: "turn" | "session";
  readonly events: readonly AgentEvent[];
  /** Lines that were no event (no JSON, or too long), and events above the most that are kept. */ readonly unread: number;
}
