import type { FastifyReply, FastifyRequest } from "fastify";

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

/** Nobody is left to be told. */
export class ClientGone extends Error {
  override readonly name = "ClientGone";

  constructor() {
    super("the client has gone");
  }
}
