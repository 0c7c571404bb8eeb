import { request as httpRequest } from "node:http";
import type { WireProtocol } from "../../agents/ports/port.ts";
import { TRIAL_HEADER } from "../../agents/served/serve.ts";
import type { Message, ModelReply, ModelRequest } from "../../agents/wire/wire.ts";

/** A client of each protocol, as little as is needed for one call after another. */
export interface Client {
  readonly path: string;
  readonly body: (request: ModelRequest) => object;
  readonly read: (answer: never) => ModelReply;
}
type Json = { readonly [name: string]: Json } & { readonly [index: number]: Json } & string;
const call = (id: string, name: string, input: unknown): ModelReply => ({
  kind: "call",
  id,
  name,
  input: input as Record<string, unknown>,
});
const flat = ({ messages }: ModelRequest, of: (message: Message) => readonly unknown[]) => messages.flatMap(of);
export const CLIENTS: Readonly<Record<WireProtocol, Client>> = {
  responses: {
    path: "/v1/responses",
    body: (request) => ({
      model: "m",
      tools: request.tools.map(({ name, parameters }) => ({ type: "function", name, parameters })),
      input: flat(request, ({ role, text, calls, results }) => [
        ...(text === "" ? [] : [{ type: "message", role, content: [{ type: role === "user" ? "input_text" : "output_text", text }] }]),
        ...calls.map(({ id, name, input }) => ({ type: "function_call", call_id: id, name, arguments: JSON.stringify(input) })),
        ...results.map(({ id, output }) => ({ type: "function_call_output", call_id: id, output })),
      ]),
    }),
    read: ({ output: [item] }: { output: [Json] }) =>
      item.type === "message"
        ? { kind: "text", text: item.content?.[0]?.text as string }
        : call(item.call_id as string, item.name as string, JSON.parse(item.arguments as string)),
  },
  chat: {
    path: "/v1/chat/completions",
    body: (request) => ({
      model: "m",
      tools: request.tools.map((tool) => ({ type: "function", function: tool })),
      messages: flat(request, ({ role, text, calls, results }) => [
        ...(text === "" && calls.length === 0
          ? []
          : [
              {
                role,
                content: text,
                ...(calls.length > 0
                  ? {
                      tool_calls: calls.map(({ id, name, input }) => ({
                        id,
                        type: "function",
                        function: { name, arguments: JSON.stringify(input) },
                      })),
                    }
                  : {}),
              },
            ]),
        ...results.map(({ id, output }) => ({ role: "tool", tool_call_id: id, content: output })),
      ]),
    }),
    read: ({ choices: [{ message }] }: { choices: [{ message: Json }] }) => {
      const made = (message.tool_calls as unknown as Json[] | undefined)?.[0];
      return made
        ? call(made.id as string, made.function?.name as string, JSON.parse(made.function?.arguments as string))
        : { kind: "text", text: message.content as string };
    },
  },
  messages: {
    path: "/v1/messages",
    body: (request) => ({
      model: "m",
      max_tokens: 1000,
      tools: request.tools.map(({ name, parameters }) => ({ name, input_schema: parameters })),
      messages: request.messages.map(({ role, text, calls, results }) => ({
        role,
        content: [
          ...results.map(({ id, output }) => ({ type: "tool_result", tool_use_id: id, content: output })),
          ...(text === "" ? [] : [{ type: "text", text }]),
          ...calls.map(({ id, name, input }) => ({ type: "tool_use", id, name, input })),
        ],
      })),
    }),
    read: ({ content: [part] }: { content: [Json] }) =>
      part.type === "text" ? { kind: "text", text: part.text as string } : call(part.id as string, part.name as string, part.input),
  },
  gemini: {
    path: "/v1beta/models/m:generateContent",
    body: (request) => ({
      tools: [{ functionDeclarations: request.tools }],
      contents: request.messages.map(({ role, text, calls, results }) => ({
        role: role === "user" ? "user" : "model",
        parts: [
          ...(text === "" ? [] : [{ text }]),
          ...calls.map(({ name, input }) => ({ functionCall: { name, args: input } })),
          ...results.map(({ output }) => ({ functionResponse: { name: "bash", response: { output } } })),
        ],
      })),
    }),
    read: ({ candidates: [{ content }] }: { candidates: [{ content: Json }] }) => {
      const part = content.parts?.[0] as Json;
      return part.functionCall
        ? call("none", part.functionCall.name as string, part.functionCall.args)
        : { kind: "text", text: part.text as string };
    },
  },
};

export interface Answered {
  readonly status: number;
  readonly body: string;
}
/** @param address  of a server: its URL, or the path of its socket */
export function post(address: string, path: string, body: string, trial?: string): Promise<Answered> {
  const headers = { "content-type": "application/json", ...(trial === undefined ? {} : { [TRIAL_HEADER]: trial }) };
  const to = address.startsWith("http") ? { host: "127.0.0.1", port: new URL(address).port } : { socketPath: address };
  return new Promise((done, fail) => {
    const sent = httpRequest({ ...to, path, method: "POST", headers, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () => done({ status: answer.statusCode ?? 0, body: String(Buffer.concat(chunks)) }));
    });
    sent.on("error", fail).end(body);
  });
}
