import Type from "typebox";
import { TRACE_POLICY } from "../../agents/trace/html.ts";
import { ServerProblem } from "../problems.ts";
import type { App, ServerContext } from "./context.ts";
import { whileListening } from "./vanished.ts";

/** A key is 64 hex digits and nothing else: it names a folder. */
export const KEY_PATTERN = "^[0-9a-f]{64}$";
export const KeySchema = Type.Object({ key: Type.String({ pattern: KEY_PATTERN, description: "64 hex digits" }) });

/** A whole number as it is written: read as a number, "1.5" would be taken for 1. */
const NUMBER_PATTERN = "^[1-9][0-9]{0,8}$";

/** A page of untrusted texts: what it may do is said here, and it has an origin of its own where it is opened alone. */
const POLICY = `${TRACE_POLICY}; frame-ancestors 'self'; sandbox`;

export function addTrace(app: App, { trials, threads }: ServerContext): void {
  app.get(
    "/trials/:key/:number/trace",
    {
      schema: {
        summary: "a trial with its trace as a page that runs nothing, or its trace alone in ATIF",
        params: Type.Object({
          ...KeySchema.properties,
          number: Type.String({ pattern: NUMBER_PATTERN, description: "of the record, from 1" }),
        }),
        querystring: Type.Object({ format: Type.Enum(["html", "atif"], { default: "html" }) }),
      },
    },
    async (request, reply) => {
      const { key, number } = request.params;
      const { format } = request.query;
      const { record, folder } = await trials.kept(key, Number(number));
      const answer = await threads.ask("trialTrace", { record, folder, format }, { signal: whileListening(request, reply) });
      if ("absent" in answer) throw new ServerProblem("not-found", answer.absent);
      if (format === "atif") return reply.type("application/json; charset=utf-8").send(answer.text);
      // A page in a sandbox has no origin that could be kept apart by this header: browsers say so in the console.
      reply.raw.removeHeader("origin-agent-cluster");
      return reply.header("content-security-policy", POLICY).type("text/html; charset=utf-8").send(answer.text);
    },
  );
}
