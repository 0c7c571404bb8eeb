import type { WireProtocol } from "../ports/port.ts";
import { chat } from "./chat.ts";
import { gemini } from "./gemini.ts";
import { messages } from "./messages.ts";
import { responses } from "./responses.ts";
import type { Wire } from "./wire.ts";

const WIRES: Readonly<Record<WireProtocol, Wire>> = { responses, chat, messages, gemini };

export const wireOf = (protocol: WireProtocol): Wire => WIRES[protocol];

/**
 * The protocol that a request is of. The list of models has the same path in three of them; the answer to it is then that of the first.
 * @param path  without the query
 */
export const wireAsked = (method: string, path: string): Wire | undefined =>
  Object.values(WIRES).find((wire) => wire.asks(method, path) !== undefined);
