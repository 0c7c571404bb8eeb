/**
 * Why the last request for an answer was not answered well, in words that hold neither key nor prompt.
 * "status": the server answered another status than 2xx. "garbage": what it sent is no answer of the protocol. "broken": it broke off.
 * "silent": it sent nothing for too long. "unreachable": no connection. "budget": a budget of the trial is spent, nothing was sent.
 * "untold": an earlier answer did not tell its tokens, so that a budget of tokens or money cannot be held; nothing was sent.
 */
export interface Failure {
  readonly kind: "status" | "garbage" | "broken" | "silent" | "unreachable" | "budget" | "untold";
  /** As the server sent it. */ readonly httpStatus?: number;
  /** One sentence, harmless to show. */ readonly message: string;
}
