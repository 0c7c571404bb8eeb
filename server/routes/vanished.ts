import type { FastifyReply, FastifyRequest } from "fastify";
import { ClientGone } from "../clientGone.ts";

/** A signal that is aborted once the client has gone before it was answered: nobody waits for the work any more. */
export function whileListening(request: FastifyRequest, reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  const gone = () => {
    if (!reply.raw.writableEnded) controller.abort(new ClientGone());
  };
  reply.raw.once("close", gone);
  if (request.raw.destroyed && !request.raw.complete) gone();
  return controller.signal;
}
