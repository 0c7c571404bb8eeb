import { InvalidInput, shown } from "../model/invalid.ts";
import type { Problem, ProblemCode } from "./api.ts";

/** Every problem that the server answers with: code → status, and what it is in a few words. */
export const PROBLEMS: Readonly<Record<ProblemCode, readonly [status: number, title: string]>> = {
  "invalid-input": [400, "A field breaks a rule"],
  "invalid-json": [400, "The body is no JSON"],
  unauthorised: [401, "A token is needed"],
  "foreign-origin": [403, "The request comes from a page of another site"],
  "foreign-host": [403, "The request was sent to another host"],
  "not-found": [404, "There is nothing here"],
  "slow-request": [408, "The request came too slowly"],
  "no-result": [409, "The job has no result"],
  "too-large": [413, "The request is too large"],
  "unsupported-media-type": [415, "The body must be application/json"],
  unresolved: [422, "The exact solver cannot answer this point"],
  "too-many-requests": [429, "Too many requests"],
  fault: [500, "A fault of the program"],
  overloaded: [503, "All threads are busy"],
  "out-of-time": [503, "The work took too long"],
  "out-of-memory": [503, "The work took too much memory"],
  "too-many-jobs": [503, "As many jobs as there may be"],
  "too-many-streams": [503, "As many streams of events as there may be"],
  "store-busy": [503, "Another process uses the store"],
  "store-unusable": [503, "The store cannot be used"],
  closing: [503, "The server is ending"],
};

/** Thrown anywhere in the server to be answered as a problem. The message is its detail: one sentence for the user, no path in it. */
export class ServerProblem extends Error {
  override readonly name = "ServerProblem";
  readonly code: ProblemCode;
  /** When it is worth to ask again. */ readonly retryAfterMs: number | undefined;

  constructor(code: ProblemCode, detail: string, retryAfterMs?: number) {
    super(detail);
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Whatever was thrown, as a problem. What is no fault of the asker says nothing of the machine. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ServerProblem) return problem(error.code, error.message, { retryAfterMs: error.retryAfterMs });
  if (error instanceof InvalidInput) {
    const { field, rule, value, message } = error;
    return problem("invalid-input", message, { field, rule, value: value === undefined ? undefined : shown(value) });
  }
  if (error instanceof Error && error.name === "Unresolved") return problem("unresolved", error.message);
  return ofFramework(error) ?? problem("fault", "something went wrong in the server; it is not your input's fault");
}

type Extras = { readonly [name in "field" | "rule" | "value" | "retryAfterMs"]?: Problem[name] | undefined };

function problem(code: ProblemCode, detail: string, extras: Extras = {}): Problem {
  const [status, title] = PROBLEMS[code];
  const given = Object.fromEntries(Object.entries(extras).filter(([, value]) => value !== undefined));
  return { type: `about:blank#${code}`, title, status, detail, code, ...given };
}

/** Codes of Fastify's own errors, which know nothing of ours. */
const FRAMEWORK: Readonly<Record<string, readonly [ProblemCode, string]>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ["unsupported-media-type", "the body must come as application/json"],
  FST_ERR_CTP_BODY_TOO_LARGE: ["too-large", "the body is larger than this server takes"],
  FST_ERR_CTP_EMPTY_JSON_BODY: ["invalid-json", "the body must hold JSON, and is empty"],
  FST_ERR_CTP_INVALID_JSON_BODY: ["invalid-json", "the body must hold JSON"],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ["invalid-json", "the body is not as long as its header says"],
};

function ofFramework(error: unknown): Problem | undefined {
  const { code = "", statusCode = 500 } = (error ?? {}) as { code?: string; statusCode?: number };
  const known = FRAMEWORK[code];
  if (known) return problem(...known);
  if (statusCode === 413) return problem("too-large", "the request is larger than this server takes");
  if (statusCode === 404) return problem("not-found", "there is nothing at this address");
  // Whatever else Fastify blames on the request is an address or a header that cannot be read.
  return statusCode >= 400 && statusCode < 500 ? problem("invalid-input", "the request cannot be read") : undefined;
}
