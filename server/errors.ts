import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { Problem } from "./api.ts";
import { ClientGone } from "./clientGone.ts";
import { problemOf, ServerProblem } from "./problems.ts";

const MEDIA_TYPE = "application/problem+json";

/** Every failure is answered as a problem, whoever noticed it: a route, Fastify, or Node before there was a request. */
export function addErrors(app: FastifyInstance, onFault: (error: unknown) => void = () => undefined): void {
  app.setErrorHandler((error, _, reply) => {
    const problem = problemOf(error instanceof ClientGone ? new ServerProblem("closing", error.message) : error); // nobody reads it
    if (problem.code === "fault") onFault(error);
    return sendProblem(reply, problem);
  });
  app.setNotFoundHandler((_, reply) => sendProblem(reply, problemOf(new ServerProblem("not-found", "there is nothing at this address"))));
}

addErrors.options = {
  /** Errors before routing, such as an address that cannot be decoded. */
  frameworkErrors: (error: Error, _: unknown, reply: FastifyReply) => void sendProblem(reply, problemOf(error)),
  /** Errors before there is a request: what came is no HTTP, or came too slowly. */
  clientErrorHandler: (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === "ECONNRESET" || !socket.writable) return socket.destroy();
    const problem = problemOf(clientProblem(error));
    const body = JSON.stringify(problem);
    socket.end(
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\nContent-Type: ${MEDIA_TYPE}\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    );
  },
};

function clientProblem({ code }: NodeJS.ErrnoException): ServerProblem | Error {
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return new ServerProblem("slow-request", "the request came too slowly");
  if (code === "HPE_HEADER_OVERFLOW") return new ServerProblem("too-large", "the headers are larger than this server takes");
  return Object.assign(new Error(), { statusCode: 400 });
}

function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.retryAfterMs !== undefined) reply.header("retry-after", String(Math.max(1, Math.ceil(problem.retryAfterMs / 1_000))));
  return reply.status(problem.status).type(MEDIA_TYPE).send(JSON.stringify(problem));
}
