import type { TrialStatus } from "../../model/trial.ts";
import type { Outcome } from "../ports/outcome.ts";
import type { Failure } from "../proxy/failure.ts";
import { harmlessLine } from "../sandbox/harmless.ts";
import type { Ending } from "../sandbox/sandboxRun.ts";

/** How a turn ended, in the words of a trial. */
export interface TurnStatus {
  readonly status: TrialStatus;
  /** One sentence; absent for "finished". */ readonly reason?: string;
}

export const STOPPED: TurnStatus = { status: "stopped", reason: "The lab was interrupted." };

/** What the proxy saw of the model. */
interface Model {
  readonly failure: Failure | undefined;
  /** As the proxy tells it, of this turn. */ readonly silentMs: number;
}

const seconds = (ms: number): string => (ms / 1000).toFixed(1);

/**
 * What a turn's end says of the trial. The sandbox is asked first (a limit of ours ends whatever the agent thinks of it), then the proxy
 * (it has seen the model's answers, which agents retry, hide or report as their own success), then the agent's last event. The exit code
 * is not asked: agents exit 0 having done nothing. A server that was silent for more than half of the turn has failed the agent, whether
 * the agent gave up on it or its time did.
 */
export function turnStatus(ending: Ending, { failure, silentMs }: Model, outcome: Outcome, durationMs: number): TurnStatus {
  if (ending === "stopped") return STOPPED;
  if (failure === undefined && ["finished", "timeout"].includes(ending) && outcome.status !== "answered" && silentMs > durationMs / 2)
    return { status: "model failed", reason: `The model's server sent nothing for the last ${seconds(silentMs)} s of the turn.` };
  if (ending !== "finished") {
    // An agent may retry until its time is over: then it is the model that failed it.
    if (failure !== undefined && !OF_BUDGET.has(failure.kind)) return modelFailed(failure);
    return { status: "limit", reason: `The agent was ended by a limit: ${ending}.` };
  }
  if (failure !== undefined && OF_BUDGET.has(failure.kind)) return { status: "limit", reason: failure.message };
  if (failure !== undefined) return modelFailed(failure);
  if (outcome.status === "answered") return { status: "finished" };
  const said = outcome.reason === undefined ? "" : `: ${harmlessLine(outcome.reason)}`;
  if (outcome.status === "turn limit") return { status: "limit", reason: `The agent came to its own limit${said}.` };
  return { status: "agent failed", reason: `The agent ended without an answer (${outcome.status})${said}.` };
}

const OF_BUDGET: ReadonlySet<Failure["kind"]> = new Set(["budget", "untold"]);

const modelFailed = ({ message }: Failure): TurnStatus => ({ status: "model failed", reason: harmlessLine(message, 300) });
