import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { WireProtocol } from "../../agents/ports/port.ts";
import type { AnswerReader, ModelReply, ModelRequest } from "../../agents/wire/wire.ts";
import { wireAsked, wireOf } from "../../agents/wire/wires.ts";
import { InvalidInput } from "../../model/invalid.ts";
import { CONVERSATIONS, PATHS, SAID } from "./conversations.ts";

const PROTOCOLS: readonly WireProtocol[] = ["responses", "chat", "messages", "gemini"];
const USAGE = { inputTokens: 1_200, cachedTokens: 1_000, outputTokens: 34 };
/** Anthropic tells what was written to a cache as well. */
const told = (protocol: WireProtocol) => (protocol === "messages" ? { ...USAGE, cacheWriteTokens: 0 } : USAGE);
const REPLIES: readonly ModelReply[] = [
  { kind: "text", text: 'Fünf Zeilen →\n\n"ledger" 𝛴 ✓' },
  { kind: "call", id: "call_7", name: "bash", input: { command: "echo 'ä' >> ledger.txt\n", timeout: 5 } },
];
const CASES = PROTOCOLS.flatMap((protocol) =>
  REPLIES.flatMap((reply) => [false, true].map((stream) => ({ protocol, kind: reply.kind, stream, reply }))),
);
const asked = (stream: boolean): ModelRequest => ({ model: "m", system: "", messages: [], tools: [], stream });

interface Sniffed {
  readonly usage: ReturnType<AnswerReader["usage"]>;
  readonly begun: boolean;
  readonly whole: boolean;
}

function sniff(protocol: WireProtocol, contentType: string, chunks: readonly Buffer[]): Sniffed {
  const reader = wireOf(protocol).reader(contentType);
  for (const chunk of chunks) reader.add(chunk);
  return { usage: reader.usage(), begun: reader.begun(), whole: reader.whole() };
}

describe.each(CASES)("an answer of $protocol, $kind, as events: $stream", ({ protocol, reply, stream }) => {
  const { contentType, body } = wireOf(protocol).write(reply, asked(stream), USAGE);
  const bytes = Buffer.from(body);
  const complete = { usage: told(protocol), begun: true, whole: true };

  test("is read as whole with its usage, wherever it is cut", () => {
    expect(sniff(protocol, contentType, [bytes])).toEqual(complete);
    for (let cut = 1; cut < bytes.length; cut++)
      expect(sniff(protocol, contentType, [bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual(complete);
    expect(
      sniff(
        protocol,
        contentType,
        [...bytes].map((byte) => Buffer.from([byte])),
      ),
    ).toEqual(complete);
    const crlf = Buffer.from(stream ? body.replaceAll("\n", "\r\n") : body);
    expect(sniff(protocol, contentType, [crlf])).toEqual(complete);
  });

  test("is not whole where its end is missing", () => {
    // All but chat and Gemini end by their last event; these two by the event that tells the reason to finish.
    const events = body.split(/(?<=\n\n)/);
    const last = protocol === "chat" ? 3 : 1;
    const kept = stream ? events.slice(0, -last).join("") : body.slice(0, -1);
    for (let length = 0; length <= Buffer.byteLength(kept); length += 7)
      expect(sniff(protocol, contentType, [bytes.subarray(0, length)]).whole).toBe(false);
    expect(sniff(protocol, contentType, [Buffer.from(kept)]).whole).toBe(false);
  });
});

describe.each(PROTOCOLS)("%s", (protocol) => {
  const wire = wireOf(protocol);

  test("nothing comes of garbage, and nothing is thrown", () => {
    const types = fc.constantFrom("application/json", "text/event-stream; charset=utf-8", "text/html", "");
    const chunks = fc.array(
      fc.oneof(
        fc.uint8Array(),
        fc.json().map(Buffer.from),
        fc.json().map((value) => Buffer.from(`data: ${value}\n\n`)),
      ),
    );
    fc.assert(
      fc.property(types, chunks, (type, pieces) => {
        const found = sniff(protocol, type, pieces.map(Buffer.from));
        expect(found).toEqual({ usage: undefined, begun: false, whole: false });
      }),
      { seed: 20_261, numRuns: 300 },
    );
  });

  test("a body or an event of more than the bound tells nothing, and the next event is read", () => {
    const filler = Buffer.alloc(2 ** 20, "x");
    const reader = wire.reader("text/event-stream");
    reader.add(Buffer.from("data: "));
    for (let count = 0; count < 9; count++) reader.add(filler);
    expect(reader.begun()).toBe(false);
    reader.add(Buffer.from(`\n\n${wire.write(REPLIES[0] as ModelReply, asked(true), USAGE).body}`));
    expect([reader.usage(), reader.whole()]).toEqual([told(protocol), true]);
    const json = wire.reader("application/json");
    json.add(Buffer.from(wire.write(REPLIES[0] as ModelReply, asked(false), USAGE).body));
    for (let count = 0; count < 9; count++) json.add(Buffer.alloc(2 ** 20, " "));
    expect([json.usage(), json.whole()]).toEqual([undefined, false]);
  });

  test("two turns with a call of a tool are read to the same messages as in the other protocols", () => {
    expect(wire.read(CONVERSATIONS[protocol], PATHS[protocol])).toEqual(SAID);
    expect(wireAsked("POST", PATHS[protocol])).toBe(wire);
  });

  test("what cannot be read is refused by the name of the field; what is odd in it is no fault", () => {
    for (const body of [null, 3, "text", [], {}, { [protocol === "gemini" ? "contents" : "messages"]: { constructor: 1 } }])
      expect(() => wire.read(body, PATHS[protocol])).toThrow(InvalidInput);
    const odd = fc.dictionary(
      fc.constantFrom("role", "content", "type", "text", "parts", "tool_calls", "output", "call_id", "functionCall", "functionResponse"),
      fc.oneof(fc.jsonValue(), fc.constantFrom("assistant", "model", "tool", "function_call", "function_call_output", "tool_use")),
    );
    const deep = JSON.parse(`${"[".repeat(50_000)}${"]".repeat(50_000)}`);
    const bodies = (list: unknown) => ({ messages: list, input: list, contents: list, tools: list });
    fc.assert(
      fc.property(fc.array(fc.oneof(odd, fc.jsonValue())), (list) => {
        wire.read(bodies(list), PATHS[protocol]);
      }),
      { seed: 20_262, numRuns: 300 },
    );
    const outputs = ["tool", "user"].flatMap((role) => [
      { role, content: { deep }, tool_call_id: "x" },
      { role, type: "function_call_output", output: { deep } },
      { role, content: [{ type: "tool_result", content: { deep } }], parts: [{ functionResponse: { response: { deep } } }] },
    ]);
    expect(() => wire.read(bodies(outputs), PATHS[protocol])).not.toThrow();
  });

  test("an answer that ends by an error is not whole", () => {
    const { contentType, body } = wire.write(REPLIES[0] as ModelReply, asked(true), USAGE);
    const begin = body.split(/(?<=\n\n)/).slice(0, protocol === "gemini" ? 0 : 1);
    const error = 'event: error\ndata: {"type":"error","error":{"message":"overloaded"}}\n\n';
    expect(sniff(protocol, contentType, [Buffer.from([...begin, error].join(""))]).whole).toBe(false);
    expect(JSON.parse(wire.error(429, 'slow "down"'))).toMatchObject({ error: { message: 'slow "down"' } });
  });
});

test("what servers really tell: cached input of Anthropic, thoughts and left-out zeros of Gemini, a failed response of OpenAI", () => {
  const body = (protocol: WireProtocol, value: object) => sniff(protocol, "application/json", [Buffer.from(JSON.stringify(value))]);
  const usage = { input_tokens: 5, cache_creation_input_tokens: 20, cache_read_input_tokens: 300, output_tokens: 7 };
  expect(body("messages", { type: "message", content: [], stop_reason: "end_turn", usage }).usage).toEqual({
    inputTokens: 325,
    cachedTokens: 300,
    cacheWriteTokens: 20,
    outputTokens: 7,
  });
  const candidates = [{ finishReason: "STOP" }];
  const thinking = { promptTokenCount: 10, candidatesTokenCount: 2, thoughtsTokenCount: 30, toolUsePromptTokenCount: 4 };
  expect(body("gemini", { candidates, usageMetadata: thinking }).usage).toEqual({ inputTokens: 14, cachedTokens: 0, outputTokens: 32 });
  const nothing = { promptTokenCount: 10, totalTokenCount: 10 };
  expect(body("gemini", { candidates, usageMetadata: nothing }).usage).toEqual({ inputTokens: 10, cachedTokens: 0, outputTokens: 0 });
  expect(body("gemini", { candidates, usageMetadata: { promptTokenCount: 10 } }).usage).toEqual({ inputTokens: 10, cachedTokens: 0 });
  expect(body("responses", { status: "failed", output: [] })).toEqual({ usage: undefined, begun: true, whole: false });
  expect(
    body("chat", { choices: [{ finish_reason: "stop" }], usage: { prompt_tokens: -1, completion_tokens: 1.5 } }).usage,
  ).toBeUndefined();
});

test("paths that no protocol knows are nothing", () => {
  for (const path of [
    "/",
    "/v1/files",
    "/v1/responses/../files",
    "/v1beta/models/a/b:generateContent",
    "/v1/models/..%2ffiles",
    "//v1/responses",
    "/v1beta/models/..:generateContent",
  ])
    expect([path, wireAsked("POST", path)]).toEqual([path, undefined]);
  expect(wireAsked("DELETE", "/v1/responses")).toBeUndefined();
  expect(wireOf("messages").asks("POST", "/v1/messages/count_tokens")).toBe("count");
  expect(wireOf("gemini").asks("POST", "/v1beta/models/gemini-2.5-pro:countTokens")).toBe("count");
  for (const protocol of PROTOCOLS) {
    expect(wireOf(protocol).asks("GET", protocol === "gemini" ? "/v1beta/models" : "/v1/models")).toBe("models");
    expect(wireOf(protocol).models(["lab-model"])).toContain("lab-model");
    expect(wireOf(protocol).count(41)).toContain("41");
  }
});
