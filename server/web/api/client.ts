import type { Problem } from "../../api.ts";

/** The server refused or failed; the message is its own sentence, meant for the user. */
export class ServerProblem extends Error {
  override readonly name = "ServerProblem";
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** The server does not answer: it has ended, or the network is gone. */
export class ServerAway extends Error {
  override readonly name = "ServerAway";

  constructor() {
    super("The server does not answer; is harness-lab serve still running? What the browser solves itself goes on.");
  }
}

const ROOT = "/api/v1/";

/** Query parameters; those undefined or empty are left out. */
export type Query = Readonly<Record<string, string | number | undefined>>;

export function addressOf(path: string, query: Query = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== "") params.set(name, String(value));
  const text = params.toString();
  return `${ROOT}${path}${text === "" ? "" : `?${text}`}`;
}

/**
 * @throws ServerProblem, ServerAway, or the signal's reason once it is aborted
 */
export function get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  return answer<T>(addressOf(path, query), { signal: signal ?? null });
}

export function post<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  const headers = { "content-type": "application/json" };
  return answer<T>(addressOf(path), { method: "POST", headers, body: JSON.stringify(body), signal: signal ?? null });
}

export function remove<T>(path: string): Promise<T> {
  return answer<T>(addressOf(path), { method: "DELETE" });
}

async function answer<T>(address: string, options: RequestInit): Promise<T> {
  const response = await fetch(address, options).catch((error: unknown) => {
    throw options.signal?.aborted ? error : new ServerAway();
  });
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T;
  const isProblem = response.headers.get("content-type")?.startsWith("application/problem+json");
  if (!isProblem) throw new ServerAway();
  throw new ServerProblem((await response.json()) as Problem);
}
