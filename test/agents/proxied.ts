import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { WireProtocol } from "../../agents/ports/port.ts";
import { pricesIn } from "../../agents/proxy/prices.ts";
import { type ModelProxy, type ProxyOptions, startProxy, type TracedCall } from "../../agents/proxy/proxy.ts";
import type { ModelReply } from "../../agents/wire/wire.ts";
import { wireOf } from "../../agents/wire/wires.ts";
import { CONVERSATIONS, PATHS } from "./conversations.ts";

/** A proxy between a client in the place of an agent and a server in the place of the model's, both on this machine. */

export const KEY = "sk-proj-A1b2C3d4E5f6G7h8I9j0K1l2";
export const USAGE = { inputTokens: 100, cachedTokens: 40, outputTokens: 10 };
export const PRICES = pricesIn("{currency: USD, models: {lab-model: {input: 2, cached: 0.5, output: 8}}}");
export const DONE: ModelReply = { kind: "text", text: "Done." };

export interface Heard {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
export type Serve = (heard: Heard, response: ServerResponse, request: IncomingMessage) => void;

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** It ended as HTTP wants it. */ readonly complete: boolean;
}

export interface Proxied {
  readonly proxy: ModelProxy;
  readonly heard: readonly Heard[];
  readonly traced: readonly TracedCall[];
  readonly ask: (change?: Partial<Asked>) => Promise<Answered>;
  readonly socket: string;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Goes away with the first piece of the answer. */ readonly leaves: boolean;
}

/** What a model's server answers when all is well, in one piece. */
export const well =
  (protocol: WireProtocol): Serve =>
  ({ body, url }, response) => {
    const wire = wireOf(protocol);
    const written = wire.write(DONE, wire.read(JSON.parse(body), url.split("?")[0] as string), USAGE);
    response.writeHead(200, { "content-type": written.contentType }).end(written.body);
  };

export async function proxied(serve: Serve, { trial, ...options }: Partial<ProxyOptions & { trial: string }> = {}): Promise<Proxied> {
  const folder = mkdtempSync(join(tmpdir(), "harness-lab-proxy-"));
  const [heard, traced]: [Heard[], TracedCall[]] = [[], []];
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method = "", url = "", headers } = incoming;
    const one = { method, url, headers, body: Buffer.concat(chunks).toString("utf8") };
    heard.push(one);
    serve(one, response, incoming);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const protocol = options.protocol ?? "chat";
  const socket = join(folder, "p.sock");
  const upstream = options.upstream ?? { address, key: KEY, ...(trial === undefined ? {} : { trial }) };
  const proxy = await startProxy({ prices: PRICES, trace: (call) => traced.push(call), ...options, socket, protocol, upstream });
  onTestFinished(async () => {
    await proxy.close();
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true });
  });
  const ask = (change: Partial<Asked> = {}) =>
    asking(socket, { path: PATHS[protocol], body: JSON.stringify(CONVERSATIONS[protocol]), ...change });
  return { proxy, heard, traced, ask, socket };
}

/** Rejects where no answer comes at all. */
function asking(socketPath: string, { method = "POST", path, headers, body, leaves }: Partial<Asked>): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const all = { "content-type": "application/json", ...headers };
    const call = request({ socketPath, method, path, headers: all, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => (leaves ? call.destroy() : chunks.push(chunk)));
      answer.on("error", () => undefined);
      answer.on("close", () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          body: Buffer.concat(chunks).toString("utf8"),
          complete: answer.complete,
        }),
      );
    });
    call.on("error", reject);
    call.end(method === "GET" ? undefined : body);
  });
}
