import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { InvalidInput } from "../../model/invalid.ts";
import { readBody } from "../wire/readBody.ts";
import type { ModelReply, ModelRequest, Wire } from "../wire/wire.ts";
import { wireAsked } from "../wire/wires.ts";
import type { AgentLaw } from "./law.ts";
import { nextReply } from "./policy.ts";

/** Header by which the lab's proxy names the trial that a request is of. */
export const TRIAL_HEADER = "x-harness-lab-trial";
/** The one model that it tells of when it is asked; it answers by any name. */
const MODEL_NAME = "harness-lab";
const MOST_BYTES = 32 * 2 ** 20;
const MOST_NAME = 200;
const CHARACTERS_PER_TOKEN = 4;

export interface ModelServer {
  /** Path of the socket, or such as "http://127.0.0.1:4180". */ readonly address: string;
  /** Breaks off what is being answered. */ readonly close: () => Promise<void>;
}

interface ServeModel {
  /** @property port  0 for any that is free */ readonly listen:
    | { readonly socket: string }
    | { readonly host: string; readonly port: number };
  readonly law: AgentLaw;
  readonly seed: string;
  /** Name of the trial where no header names one. */ readonly trial?: string;
}

/**
 * Serves the model's own agent over all protocols. Draws are named by the seed and the trial of the header; without it the trial's name is
 * the given one, or a hash of the first user message, so that equal tasks get equal numbers until the seed is another. Tokens are told as a quarter of the
 * characters.
 *
 * @throws InvalidInput where it cannot listen there
 */
export async function serveModel({ listen, law, seed, trial }: ServeModel): Promise<ModelServer> {
  const server = createServer((request, answer) => {
    const wire = wireAsked(request.method ?? "", pathOf(request));
    const send = ({ status = 200, contentType = "application/json", body }: Answer) =>
      answer.writeHead(status, { "content-type": contentType }).end(body);
    answered(request, wire, (asked) => nextReply(asked, { law, seed, trial: trialOf(request, asked, trial) }))
      .catch((error: unknown): Answer => {
        const status = error instanceof InvalidInput ? 400 : 500;
        const message = error instanceof Error ? error.message : "fault";
        return { status, body: wire?.error(status, message) ?? JSON.stringify({ error: { message } }) };
      })
      .then(send, () => answer.destroy());
  });
  try {
    if ("socket" in listen) server.listen(listen.socket);
    else server.listen(listen.port, listen.host);
    await once(server, "listening");
  } catch (error) {
    throw unlistenable(error as NodeJS.ErrnoException, listen);
  }
  return {
    address: "socket" in listen ? listen.socket : `http://${listen.host}:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Answer {
  readonly status?: number;
  readonly contentType?: string;
  readonly body: string;
}

async function answered(request: IncomingMessage, wire: Wire | undefined, reply: (asked: ModelRequest) => ModelReply): Promise<Answer> {
  const path = pathOf(request);
  const asked = wire?.asks(request.method ?? "", path);
  if (wire === undefined || asked === undefined)
    return { status: 404, body: JSON.stringify({ error: { message: "no protocol of a model has this path" } }) };
  if (asked === "models") return { body: wire.models([MODEL_NAME]) };
  const bytes = await readBody(request, MOST_BYTES);
  if (bytes === "too long") return { status: 413, body: wire.error(413, `a request may have ${MOST_BYTES} bytes`) };
  const body = bytes.toString("utf8");
  const inputTokens = tokensIn(body);
  if (asked === "count") return { body: wire.count(inputTokens) };
  const read = wire.read(parsed(body), path);
  const said = reply(read);
  const outputTokens = tokensIn(said.kind === "text" ? said.text : JSON.stringify(said.input));
  return wire.write(said, read, { inputTokens, cachedTokens: 0, outputTokens });
}

const pathOf = ({ url = "/" }: IncomingMessage): string => url.split("?")[0] as string;
const tokensIn = (text: string): number => Math.ceil(text.length / CHARACTERS_PER_TOKEN);

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new InvalidInput("body", "must be JSON");
  }
}

function trialOf({ headers }: IncomingMessage, { messages }: ModelRequest, otherwise: string | undefined): string {
  const name = headers[TRIAL_HEADER];
  if (typeof name === "string" && name !== "") return name.slice(0, MOST_NAME);
  if (otherwise !== undefined) return otherwise;
  const first = messages.find(({ role }) => role === "user")?.text ?? "";
  return createHash("sha256").update(first).digest("hex");
}

function unlistenable({ code, message }: NodeJS.ErrnoException, listen: ServeModel["listen"]): InvalidInput {
  const [field, value] = "socket" in listen ? ["socket", listen.socket] : ["port", listen.port];
  const rules: Readonly<Record<string, string>> = {
    EADDRINUSE: "must be free: something listens there already",
    EACCES: "must be one that this user may listen on",
  };
  return new InvalidInput(field as string, rules[code ?? ""] ?? `must be one to listen on (${code ?? message})`, value);
}
