import { once } from "node:events";
import { connect } from "node:net";
import { harmlessLine } from "../../agents/sandbox/harmless.ts";
import type { AgentSweepSpec } from "../../agents/trial/spec.ts";
import { InvalidInput } from "../../model/invalid.ts";

const WAIT_MS = 10_000;

/**
 * Tries whether the model's server takes a connection, and sends nothing: some agents try a dead one for minutes, each trial anew.
 *
 * @throws InvalidInput where it takes none within ten seconds
 */
export async function refuseUnreachable({ source }: AgentSweepSpec): Promise<void> {
  if (source.kind !== "server" || !URL.canParse(source.address)) return; // another rule refuses what is no address
  const { hostname, port, protocol, host } = new URL(source.address);
  const socket = connect({
    host: hostname.replace(/^\[|\]$/g, ""),
    port: port === "" ? (protocol === "https:" ? 443 : 80) : Number(port),
    signal: AbortSignal.timeout(WAIT_MS),
  });
  try {
    await once(socket, "connect");
  } catch (error) {
    const { code = "no reason given" } = error as NodeJS.ErrnoException;
    throw new InvalidInput("source.address", `must be of a server that takes connections (${harmlessLine(code, 40)})`, host);
  } finally {
    socket.destroy();
  }
}
