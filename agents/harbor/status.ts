import type { TrialStatus } from "../../model/trial.ts";

/** Harbor's own limit of the agent's time. */
const LIMITS = new Set(["AgentTimeoutError"]);

/** The agent ended otherwise than by its last word; Harbor still asks the verifier then. */
const AGENT_FAILED = new Set([
  "NonZeroAgentExitCodeError",
  "ContextWindowExceededError",
  "OutputTokenExceededError",
  "AgentSafetyRefusalError",
]);

/** The verifier gave nothing that can be read. An agent can bring that about, so it does not make a trial no sample. */
const VERIFIER_FAILED = new Set(["RewardFileNotFoundError", "RewardFileEmptyError", "VerifierOutputParseError", "VerifierTimeoutError"]);

/** Whether the verifier ran and left no verdict, which counts as not passed. */
export const brokeVerifier = (exception: string | undefined): boolean => exception !== undefined && VERIFIER_FAILED.has(exception);

const MODEL_FAILED = new Set([
  "ApiError",
  "ApiRateLimitError",
  "ApiUsageLimitError",
  "ApiInternalServerError",
  "ApiOverloadedError",
  "ApiConnectionClosedError",
  "ApiResponseStalledError",
  "ApiProviderResourceNotFoundError",
  "UnknownApiError",
  "AgentAuthenticationError",
  "ModelNotFoundError",
  "NetworkConnectionError",
]);

/**
 * The status of a trial of Harbor's, by the type of its exception. A trial without a verdict is no sample: where nothing else is to
 * blame it is a fault. Types that are not known are faults too: counted as failures, they would be blamed on the agent.
 *
 * @param exception  its type; absent where there was none
 */
export function harborStatus(exception: string | undefined, hasVerdict: boolean): TrialStatus {
  if (exception === "CancelledError") return "stopped";
  if (exception !== undefined && MODEL_FAILED.has(exception)) return "model failed";
  if (brokeVerifier(exception)) return "finished";
  if (!hasVerdict) return "fault";
  if (exception === undefined) return "finished";
  if (LIMITS.has(exception)) return "limit";
  return AGENT_FAILED.has(exception) ? "agent failed" : "fault";
}
