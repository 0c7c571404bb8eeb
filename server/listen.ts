import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import { InvalidInput } from "../model/invalid.ts";

export interface Listening {
  /** Address to open, such as "http://127.0.0.1:4173". */ readonly url: string;
  readonly port: number;
}

const CAUSES: Readonly<Record<string, readonly [field: string, rule: string]>> = {
  EADDRINUSE: ["--port", "must be free: something listens there already; 0 takes any that is"],
  EACCES: ["--port", "must be one that this user may listen on"],
  EADDRNOTAVAIL: ["--host", "must be an address of this machine"],
  ENOTFOUND: ["--host", "must be an address of this machine"],
};

/**
 * Lets an app listen.
 *
 * @param port  0 for any that is free
 * @throws InvalidInput where it cannot listen there
 */
export async function listen(app: FastifyInstance, host: string, port: number): Promise<Listening> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const cause = CAUSES[(error as NodeJS.ErrnoException).code ?? ""];
    if (!cause) throw error;
    throw new InvalidInput(cause[0], cause[1], cause[0] === "--port" ? port : host);
  }
  const address = app.server.address() as AddressInfo;
  const name = host.includes(":") ? `[${host}]` : host;
  return { url: `http://${name === "0.0.0.0" || name === "[::]" ? "localhost" : name}:${address.port}`, port: address.port };
}
