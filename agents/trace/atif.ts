import type { Cell, Rejection, TrialUsage } from "../../model/trial.ts";
import type { AgentEvent, Outcome, ReportedUsage } from "../ports/outcome.ts";
import { type AgentStep, AgentSteps } from "./agentSteps.ts";
import { ATIF_VERSION, type FinalMetrics, present, type Trajectory, type TrajectoryStep } from "./trajectory.ts";

/** One turn of a trial, as it is traced. */
export interface TracedTurn {
  readonly prompt: string;
  readonly outcome: Outcome;
  /** ISO 8601. */ readonly startedAt?: string;
  /** Name of the stage it belonged to; absent where one prompt told them all. */ readonly stage?: string;
  /** Number of the attempt at that stage, from 1. */ readonly attempt?: number;
  /** The verdict; absent where the turn was not judged. */ readonly accepted?: boolean;
  readonly rejection?: Rejection;
  /** Whether the agent said that it is done; absent where it did not say. */ readonly claimed?: boolean;
  /** Tokens of this turn alone. */ readonly usage?: ReportedUsage;
}

export interface TracedTrial {
  readonly key: string;
  readonly cell: Pick<Cell, "agent" | "version" | "model">;
  readonly usage: TrialUsage;
  /** Of `usage.cost`: the format has a field for US dollars alone. */ readonly currency?: string;
  readonly turns: readonly TracedTurn[];
}

/**
 * A trial as a trajectory. A turn is the prompt as a step of the user, which carries the verdict in `extra` (stage, attempt, accepted,
 * rejection, claimed, and how the turn ended), and the agent's steps after it, which carry stage and attempt. Tokens of a turn stand
 * with its last step of the agent, those of the trial at the end.
 *
 * @throws RangeError without a turn: the format wants a step
 */
export function trajectoryOf({ key, cell, usage, currency, turns }: TracedTrial): Trajectory {
  if (turns.length === 0) throw new RangeError("turns must be one or more");
  const steps = turns.flatMap(stepsOf).map((step, index) => ({ step_id: index + 1, ...step }));
  return present<Trajectory>({
    schema_version: ATIF_VERSION,
    session_id: turns.findLast(({ outcome }) => outcome.sessionId !== undefined)?.outcome.sessionId,
    trajectory_id: key,
    agent: { name: cell.agent, version: cell.version === "" ? "unknown" : cell.version, model_name: cell.model },
    steps,
    final_metrics: present<FinalMetrics>({
      total_prompt_tokens: usage.inputTokens,
      total_completion_tokens: usage.outputTokens,
      total_cached_tokens: usage.cachedTokens,
      total_cost_usd: currency === "USD" ? usage.cost : undefined,
      total_steps: steps.length,
      extra: present({ requests: usage.requests, ...(currency === "USD" ? {} : { cost: usage.cost, currency }) }),
    }),
  });
}

type Unnumbered = Omit<TrajectoryStep, "step_id">;

function stepsOf(turn: TracedTurn): Unnumbered[] {
  const { outcome, stage, attempt, accepted, rejection, claimed } = turn;
  const place = present({ stage, attempt });
  const verdict = {
    ...present({ ...place, accepted, rejection, claimed }),
    turn: present({ status: outcome.status, reason: outcome.reason, http_status: outcome.httpStatus, unread: outcome.unread || undefined }),
  };
  const prompt = present<Unnumbered>({ source: "user", timestamp: turn.startedAt, message: turn.prompt, extra: verdict });
  const steps = agentSteps(outcome.events);
  const last = steps.findLast(({ source }) => source === "agent");
  if (last && turn.usage) {
    const { inputTokens, outputTokens, cachedTokens } = turn.usage;
    last.metrics = {
      ...present({ prompt_tokens: inputTokens, completion_tokens: outputTokens, cached_tokens: cachedTokens }),
      extra: { of: "turn" },
    };
  }
  return [prompt, ...steps.map((step) => ({ ...step, extra: { ...place, ...step.extra } }))];
}

function agentSteps(events: readonly AgentEvent[]): AgentStep[] {
  const steps = new AgentSteps();
  for (const event of events) steps.take(event);
  return steps.all;
}
