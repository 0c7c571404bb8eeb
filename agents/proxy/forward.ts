import { once } from "node:events";
import type { ClientRequest, IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { textAt } from "../json.ts";
import { harmlessLine } from "../sandbox/harmless.ts";
import { GrowingBytes } from "../wire/growingBytes.ts";
import type { AnswerReader, TokenUsage, Wire } from "../wire/wire.ts";
import type { Failure } from "./failure.ts";
import { KeyCover } from "./keyCover.ts";

export interface ForwardLimits {
  /** From the request's last byte to the head of the answer. */ readonly firstByteMs: number;
  /** Between two pieces of the answer. */ readonly betweenBytesMs: number;
  /** Bytes of an answer; a longer one is broken off. */ readonly answerBytes: number;
  /** Bytes of an answer that are kept for a trace. */ readonly keptBytes: number;
}

export interface Forwarding {
  readonly wire: Wire;
  /** Whether an answer of the model is asked for, which is then read. */ readonly asksModel: boolean;
  readonly key: string | undefined;
  readonly limits: ForwardLimits;
  /** Aborted with one of `Reason`. */ readonly abort: AbortController;
}

/** Why a request was broken off on this side: the agent went away, the proxy was closed, or a limit of the above. */
export type Reason = "gone" | "closed" | "silent" | "too long";

export interface Forwarded {
  /** Absent where the answer was good, and where the agent went away before its end. */ readonly failure?: Failure;
  /** The server began to answer with 2xx, so that tokens were used. */ readonly answered: boolean;
  /** It answered to the end, whether or not the agent stayed for it. */ readonly whole: boolean;
  readonly usage?: TokenUsage;
  /** Where the agent went away before the end: how long the server had sent nothing then. */ readonly silentMs?: number;
  /** The beginning of what went to the agent. */ readonly answer: Buffer;
  readonly cut: boolean;
}

/**
 * Sends a body to the server and its answer to the agent as it comes, with the key covered. A server that does not answer is told to the
 * agent as 502 or 504 in the protocol's own shape; an answer that breaks off breaks off for the agent too. Never rejects.
 */
export async function forward(
  call: ClientRequest,
  body: Buffer | undefined,
  response: ServerResponse,
  how: Forwarding,
): Promise<Forwarded> {
  const cover = new KeyCover(how.key);
  const kept = new GrowingBytes(how.limits.keptBytes);
  const state: State = { connected: false, heardMs: performance.now(), cover, kept };
  try {
    const answer = await headOf(call, body, how, state);
    const status = answer.statusCode ?? 0;
    if (status < 200 || status > 299) return await passError(status, answer, response, how, state);
    return await passAnswer(answer, response, how, state);
  } catch (error) {
    const failure = failureOf(error, how, state);
    if (failure && !response.headersSent && !response.destroyed) {
      const asked = failure.kind === "silent" ? 504 : 502;
      const text = how.wire.error(asked, failure.message);
      kept.add(Buffer.from(text));
      response.writeHead(asked, { "content-type": "application/json" }).end(text);
    } else response.socket?.destroySoon(); // what was passed on still arrives, and no end after it
    const left = how.abort.signal.reason === ("gone" satisfies Reason) && !failure && !state.reader?.whole();
    return { ...(failure ? { failure } : {}), ...(left ? { silentMs: performance.now() - state.heardMs } : {}), ...outcomeOf(state) };
  } finally {
    call.destroy();
  }
}

interface State {
  connected: boolean;
  /** When the server last sent something, or was asked. */ heardMs: number;
  reader?: AnswerReader;
  readonly cover: KeyCover;
  readonly kept: GrowingBytes;
}

function outcomeOf({ reader, kept }: State): Omit<Forwarded, "failure"> {
  const usage = reader?.usage();
  return {
    answered: reader !== undefined,
    whole: reader?.whole() ?? false,
    ...(usage ? { usage } : {}),
    answer: kept.bytes(),
    cut: kept.cut,
  };
}

/** Runs a wait under a time limit that aborts the request. */
async function within<T>(ms: number, { abort }: Forwarding, wait: Promise<T>): Promise<T> {
  const timer = setTimeout(() => abort.abort("silent" satisfies Reason), ms);
  try {
    return await wait;
  } finally {
    clearTimeout(timer);
  }
}

async function headOf(call: ClientRequest, body: Buffer | undefined, how: Forwarding, state: State): Promise<IncomingMessage> {
  call.on("socket", (socket: Socket) => {
    state.connected = call.reusedSocket;
    if (call.reusedSocket) return;
    socket.once("encrypted" in socket ? "secureConnect" : "connect", () => {
      state.connected = true;
    });
    // Broken off when all of the answer has come and not all of it is read, a socket that could be kept has no other listener.
    socket.on("error", () => undefined);
  });
  const head = once(call, "response") as Promise<[IncomingMessage]>;
  call.on("error", () => undefined); // one may come after the head; the answer's own stream tells of it
  call.end(body);
  const [answer] = await within(how.limits.firstByteMs, how, head);
  return answer;
}

async function passAnswer(answer: IncomingMessage, response: ServerResponse, how: Forwarding, state: State): Promise<Forwarded> {
  const type = headerOf(answer, "content-type") ?? "";
  const reader = how.wire.reader(type);
  if (how.asksModel) state.reader = reader;
  if (!/^(identity)?$/i.test(headerOf(answer, "content-encoding") ?? "")) throw new Garbage("is packed although that was not asked for");
  response.writeHead(answer.statusCode ?? 200, passedHeaders(answer, how));
  response.flushHeaders();
  for await (const chunk of piecesOf(answer, how)) {
    reader.add(chunk);
    state.heardMs = performance.now();
    await send(state.cover.add(chunk), response, state);
  }
  await send(state.cover.end(), response, state);
  if (!how.asksModel || reader.whole()) {
    response.end();
    return outcomeOf(state);
  }
  if (reader.begun()) throw new Broken();
  response.end();
  const message = `The model's server answered ${answer.statusCode} with what is no answer of the protocol.`;
  return { failure: { kind: "garbage", httpStatus: answer.statusCode ?? 0, message }, ...outcomeOf(state) };
}

async function* piecesOf(answer: IncomingMessage, how: Forwarding): AsyncGenerator<Buffer> {
  const pieces = answer[Symbol.asyncIterator]();
  let bytes = 0;
  for (;;) {
    const next = await within(how.limits.betweenBytesMs, how, pieces.next());
    if (next.done) return;
    bytes += (next.value as Buffer).length;
    if (bytes > how.limits.answerBytes) {
      how.abort.abort("too long" satisfies Reason);
      throw new Broken();
    }
    yield next.value as Buffer;
  }
}

/** Waits for an agent that reads slowly; one that is gone ends the request by its abort. */
async function send(bytes: Buffer, response: ServerResponse, { kept }: State): Promise<void> {
  if (bytes.length === 0) return;
  kept.add(bytes);
  if (response.destroyed || response.write(bytes)) return;
  await new Promise<void>((resolve) => {
    const go = () => {
      response.off("drain", go).off("close", go);
      resolve();
    };
    response.on("drain", go).on("close", go);
  });
}

/** Longest error of a server that goes on to the agent. */
const MOST_ERROR_BYTES = 64 * 1024;

/** An error goes on with its status, read to its end first, so that a key in it is found whatever way it is written. */
async function passError(
  status: number,
  answer: IncomingMessage,
  response: ServerResponse,
  how: Forwarding,
  state: State,
): Promise<Forwarded> {
  const bytes = new GrowingBytes(MOST_ERROR_BYTES);
  try {
    for await (const chunk of piecesOf(answer, how)) bytes.add(chunk);
  } catch {
    bytes.clear(); // the status is what counts
  }
  const error = errorIn(bytes, answer, state.cover);
  const text = error.body ?? how.wire.error(status, `The model's server answered ${status}.`);
  const type = error.body === undefined ? "application/json" : (headerOf(answer, "content-type") ?? "application/json");
  response.writeHead(status, { ...passedHeaders(answer, how), "content-type": harmlessLine(type) }).end(text);
  state.kept.add(Buffer.from(text));
  const message = `The model's server answered ${status}${error.message === undefined ? "" : `: ${error.message}`}`;
  return { failure: { kind: "status", httpStatus: status, message: harmlessLine(message, 300) }, ...outcomeOf(state) };
}

/** Servers show a key they refuse in part, such as "sk-...-****abcd". */
const MASKED = /[\w.-]*[*•…]{3,}[\w.*•…-]*|\bsk-[\w-]*\.{3}[\w-]*/g;

function errorIn(bytes: GrowingBytes, answer: IncomingMessage, cover: KeyCover): { body?: string; message?: string } {
  if (bytes.cut || bytes.length === 0 || headerOf(answer, "content-encoding") !== undefined) return {};
  const covered = (text: string) => cover.text(text).replace(MASKED, "[key]");
  try {
    const value: unknown = JSON.parse(bytes.text());
    // Written anew, a key is written plainly.
    const message = textAt(value, "error", "message") ?? textAt(value, "error") ?? textAt(value, "message");
    return { body: covered(JSON.stringify(value)), ...(message === undefined ? {} : { message: covered(message) }) };
  } catch {
    return { body: covered(bytes.text()) };
  }
}

const PASSED = ["content-type", "retry-after", "retry-after-ms", "x-should-retry", "request-id", "x-request-id"] as const;

function passedHeaders(answer: IncomingMessage, how: Forwarding): Record<string, string> {
  const cover = new KeyCover(how.key);
  return Object.fromEntries(
    PASSED.flatMap((name) => {
      const value = headerOf(answer, name);
      return value === undefined || !/^[\x20-\x7e]*$/.test(value) ? [] : [[name, cover.text(value)]];
    }),
  );
}

function headerOf(answer: IncomingMessage, name: string): string | undefined {
  const value = answer.headers[name];
  return typeof value === "string" ? value : undefined;
}

class Garbage extends Error {}
class Broken extends Error {}

function failureOf(error: unknown, { abort }: Forwarding, { connected, reader }: State): Failure | undefined {
  if (reader?.whole()) return undefined;
  const reason: Reason | undefined = abort.signal.aborted ? abort.signal.reason : undefined;
  if (reason === "gone" || reason === "closed") return undefined;
  if (reason === "silent")
    return { kind: "silent", message: `The model's server sent nothing for too long${reader ? " in its answer" : ""}.` };
  if (reason === "too long") return { kind: "broken", message: "The answer of the model's server has no end." };
  if (error instanceof Garbage) return { kind: "garbage", message: `The answer of the model's server ${error.message}.` };
  const code = textAt(error, "code") ?? "";
  if (code.startsWith("HPE_")) return { kind: "garbage", message: "What the model's server sent is no HTTP." };
  if (connected || reader || error instanceof Broken)
    return { kind: "broken", message: `The model's server broke off${reader ? " in the middle of its answer" : " without an answer"}.` };
  return { kind: "unreachable", message: `The model's server cannot be reached${code === "" ? "" : ` (${harmlessLine(code, 40)})`}.` };
}
