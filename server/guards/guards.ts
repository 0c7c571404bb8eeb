import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Limits } from "../limits.ts";
import { ServerProblem } from "../problems.ts";
import { allowedHost, checkSender } from "./origin.ts";
import { tokenGuard } from "./token.ts";

export interface GuardOptions {
  /** Where the server listens. */ readonly host: string;
  /** Further names it may be asked by. */ readonly allowedHosts: readonly string[];
  readonly token: string | undefined;
  readonly limits: Limits;
}

/** What a request passes before any route sees it: how many there are, where it comes from, whether it may. And the policy of the pages. */
export async function addGuards(app: FastifyInstance, { host, allowedHosts, token, limits }: GuardOptions): Promise<void> {
  await app.register(rateLimit, {
    global: true,
    max: limits.requestsPerWindow,
    timeWindow: limits.windowMs,
    errorResponseBuilder: (_, { ttl }) =>
      new ServerProblem("too-many-requests", "too many requests from this address; ask again in a moment", ttl),
  });
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: POLICY },
    // Plain http on a machine's own address knows no upgrade, and must not teach a browser one.
    strictTransportSecurity: false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: "same-origin" },
  });
  const isOurs = allowedHost(host, allowedHosts);
  app.addHook("onRequest", async (request) => checkSender(senderOf(request), isOurs));
  if (token === undefined) return;
  const guard = tokenGuard(token);
  app.addHook("onRequest", async (request, reply) => {
    const { authorization, cookie } = request.headers;
    const [path, search = ""] = request.url.split("?", 2);
    const query = new URLSearchParams(search);
    const given = query.get("token");
    if (given !== null && guard.isToken(given) && request.method === "GET") {
      query.delete("token");
      const rest = query.toString();
      // The token leaves the address at once: it must not stay in the history, nor travel with a link.
      const to = `${path.replace(/^[/\\]+/, "/")}${rest === "" ? "" : `?${rest}`}`;
      return reply.header("set-cookie", guard.cookie).header("cache-control", "no-store").redirect(to);
    }
    if (!guard.isKnown({ authorization, cookie }))
      throw new ServerProblem("unauthorised", "open the address that `lab serve` printed, or send its token as Authorization: Bearer");
  });
}

function senderOf({ method, url, headers }: FastifyRequest) {
  const one = (name: string) => {
    const value = headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
  return {
    method,
    path: url.split("?")[0],
    host: headers.host,
    origin: one("origin"),
    fetchSite: one("sec-fetch-site"),
    fetchMode: one("sec-fetch-mode"),
  };
}

/** Nothing is fetched from elsewhere, and no text is run as code. Vega writes style attributes, hence the one exception. */
const POLICY = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  scriptSrcAttr: ["'none'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  workerSrc: ["'self'"],
  imgSrc: ["'self'", "data:", "blob:"],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
} as const;
