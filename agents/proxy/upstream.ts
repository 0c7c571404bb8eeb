import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders, type RequestOptions } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { InvalidInput } from "../../model/invalid.ts";
import type { Wire } from "../wire/wire.ts";

/** The model's server. */
export interface Upstream {
  /** "https://api.openai.com", with the path that comes before the protocol's own, if any; or "unix:/path/of/socket". */
  readonly address: string;
  /** Absent for a server that wants none. */ readonly key?: string;
  /** Sent with every request, such as the organisation. Not secret. */ readonly headers?: Readonly<Record<string, string>>;
  /** Key of the trial, told to the lab's own served model. */ readonly trial?: string;
}

/** The way to a server, for one trial. */
export interface Way {
  /** Opens a request. The body is still to be written. */
  readonly open: (method: string, path: string, query: URLSearchParams, from: IncomingHttpHeaders, signal: AbortSignal) => ClientRequest;
  /** Lets go of the connections that are kept. */ readonly close: () => void;
}

/**
 * How long a connection is kept for the next request. An agent asks again as soon as its tool has run, and a handshake for each request
 * would cost it two ways to the server and back. Servers keep idle connections for 2 s (gunicorn), 5 s (Node, uvicorn) or more: one that
 * the server closes in the moment it is used again would fail a request of which nobody could say whether it was counted.
 */
const KEEP_MS = 1_000;

/**
 * The way to a server. Of the agent's request only a few headers and parameters go on, and none that names a key; the real key is added
 * where the protocol has it.
 *
 * @throws InvalidInput for an address, key or header that cannot be used; it does not show the key
 */
export function upstreamOf(upstream: Upstream, wire: Wire): Way {
  const place = placeOf(upstream.address);
  const fixed = { ...checkedHeaders(upstream), ...(upstream.key === undefined ? {} : wire.keyHeaders(checkedKey(upstream.key))) };
  const agent = new (place.secure ? HttpsAgent : HttpAgent)({ keepAlive: true, timeout: KEEP_MS });
  const open: Way["open"] = (method, path, query, from, signal) => {
    const passed = PASSED.flatMap((name) => (typeof from[name] === "string" ? [[name, from[name]] as const] : []));
    const kept = new URLSearchParams([...query].filter(([name, value]) => PARAMETERS.has(name) && /^[\w.-]{1,64}$/.test(value)));
    const options: RequestOptions = {
      ...place.options,
      method,
      path: joined(place.prefix, path) + (kept.size > 0 ? `?${kept}` : ""),
      headers: { ...Object.fromEntries(passed), "accept-encoding": "identity", ...fixed },
      agent,
      signal,
    };
    return place.secure ? httpsRequest(options) : httpRequest(options);
  };
  return { open, close: () => agent.destroy() };
}

/** What an agent may say about itself and its request. */
const PASSED = ["accept", "content-type", "user-agent", "anthropic-version", "anthropic-beta", "openai-beta"] as const;
const PARAMETERS: ReadonlySet<string> = new Set(["alt", "beta", "api-version"]);

interface Place {
  readonly secure: boolean;
  readonly prefix: string;
  readonly options: RequestOptions;
}

function placeOf(address: string): Place {
  if (address.startsWith("unix:/")) return { secure: false, prefix: "", options: { socketPath: address.slice("unix:".length) } };
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw new InvalidInput("upstream.address", "must begin with https://, http:// or unix:/"); // not shown: it may hold a password
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "")
    throw new InvalidInput("upstream.address", "must have neither a user, nor a query, nor a fragment");
  const options = { hostname: url.hostname.replace(/^\[|\]$/g, ""), ...(url.port === "" ? {} : { port: url.port }) };
  return { secure: url.protocol === "https:", prefix: url.pathname.replace(/\/+$/, ""), options };
}

/** Users write addresses with and without the version that agents ask for: it is not doubled. */
function joined(prefix: string, path: string): string {
  const version = /^\/v1(beta)?(?=\/)/.exec(path)?.[0];
  return (version !== undefined && prefix.endsWith(version) ? prefix.slice(0, -version.length) : prefix) + path;
}

/** A key that is shorter could not be covered without covering half of what passes. */
const LEAST_KEY = 8;

function checkedKey(key: string): string {
  if (!/^[!#-[\]-~]+$/.test(key)) throw new InvalidInput("key", 'must be printable ASCII without spaces, " and \\');
  if (key.length < LEAST_KEY)
    throw new InvalidInput("key", `must have ${LEAST_KEY} characters or more; a server that wants none is given none`);
  return key;
}

function checkedHeaders({ headers = {}, trial }: Upstream): Readonly<Record<string, string>> {
  const all: Readonly<Record<string, string>> = { ...headers, ...(trial === undefined ? {} : { "x-harness-lab-trial": trial }) };
  for (const [name, value] of Object.entries(all))
    if (!/^[A-Za-z][\w-]*$/.test(name) || !/^[\x20-\x7e]*$/.test(value))
      throw new InvalidInput(`upstream.headers.${name}`, "must be a plain name and printable ASCII", value);
  return all;
}
