/** Answer of any request that fails: problem details (RFC 9457), media type application/problem+json. */
export interface Problem {
  /** `about:blank#` and the code: problems are told apart by their code. */ readonly type: string;
  /** The kind of problem in a few words, the same for every one of its code. */ readonly title: string;
  readonly status: number;
  /** This problem in one sentence, meant for the user. */ readonly detail: string;
  readonly code: ProblemCode;
  /** Dotted path of the field in the body, or name of the query parameter, that breaks a rule. */ readonly field?: string;
  /** What must hold, such as "must be > 0". */ readonly rule?: string;
  /** The value found, as JSON cut to 80 characters; left out where the field is missing. */ readonly value?: string;
  /** When it is worth to ask again; the header Retry-After says the same in seconds. */ readonly retryAfterMs?: number;
}

export type ProblemCode =
  /** 400: a field breaks a rule of the model or of the request. */
  | "invalid-input"
  /** 400: the body is no JSON. */
  | "invalid-json"
  /** 401: a token is needed. */
  | "unauthorised"
  /** 403: the request comes from a page of another site, or was sent to another host. */
  | "foreign-origin"
  | "foreign-host"
  /** 404: no such address, job, result or figure. */
  | "not-found"
  /** 408: the request came too slowly. */
  | "slow-request"
  /** 409: the job has no result yet, or will have none. */
  | "no-result"
  /** 413 */
  | "too-large"
  /** 415 */
  | "unsupported-media-type"
  /** 422: the point is sound, and the exact solver cannot answer it; a simulation can be asked. */
  | "unresolved"
  /** 429: too many requests from this address. */
  | "too-many-requests"
  /** 500: a fault of the program. */
  | "fault"
  /** 503: all threads are busy and the queue is full. */
  | "overloaded"
  /** 503: the work took too long, or too much memory. */
  | "out-of-time"
  | "out-of-memory"
  /** 503: as many jobs, or streams of events, as there may be. */
  | "too-many-jobs"
  | "too-many-streams"
  /** 503: another process uses the store. */
  | "store-busy"
  /** 503: the store cannot be used: damaged, of a newer lab, or may not be written. */
  | "store-unusable"
  /** 503: the server is ending. */
  | "closing";
