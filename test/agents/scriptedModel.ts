import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { asText, at, listAt, textAt } from "../../agents/json.ts";

/** What a scripted model answers: first one shell command by the agent's own tool, then the final text; or an error to everything. */
export interface Script {
  readonly command: string;
  readonly final: string;
  /** Answered to every request in place of the above. */ readonly httpStatus?: number;
}

export interface ScriptedModel {
  readonly server: Server;
  /** Bodies of the requests to the model, as they came. */ readonly requests: readonly string[];
}

/** A model of four protocols on a unix socket, as little as real agents are content with. */
export async function scriptedModel(socket: string, script: Script): Promise<ScriptedModel> {
  const requests: string[] = [];
  const server = createServer(async (request, answer) => {
    const body = await bodyOf(request);
    const path = request.url?.split("?")[0] ?? "";
    const protocol = PROTOCOLS.find(({ ends }) => ends.test(path));
    if (request.method !== "POST" || !protocol) return void answer.writeHead(404).end();
    requests.push(body);
    if (script.httpStatus !== undefined)
      return void answer
        .writeHead(script.httpStatus, { "content-type": "application/json" })
        .end('{"error":{"message":"scripted failure"}}');
    const asked: unknown = JSON.parse(body);
    const call = protocol.results(asked) > 0 ? undefined : shellCall(protocol.tools(asked), script.command);
    answer.writeHead(200, { "content-type": "text/event-stream" });
    protocol.answer(answer, asked, call, script.final);
    answer.end();
  });
  await new Promise<void>((done) => server.listen(socket, done));
  return { server, requests };
}

interface Tool {
  readonly name: string | undefined;
  readonly parameters: unknown;
}
type Call = { readonly name: string; readonly input: object } | undefined;

/** The agent's shell, called with what its schema requires. */
function shellCall(tools: readonly Tool[], command: string): Call {
  const tool = tools.find(({ name }) => /^(exec_command|bash|shell|run_shell_command)$/i.test(name ?? ""));
  if (!tool) return undefined;
  const required = listAt(tool.parameters, "required").map((field) => [asText(field), "scripted"]);
  const field = at(tool.parameters, "properties", "cmd") === undefined ? "command" : "cmd";
  return { name: tool.name as string, input: { ...Object.fromEntries(required), [field]: command } };
}

const event = (answer: ServerResponse, type: string, fields: object) =>
  answer.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`);
const data = (answer: ServerResponse, fields: object) => answer.write(`data: ${JSON.stringify(fields)}\n\n`);

interface Protocol {
  readonly ends: RegExp;
  readonly tools: (asked: unknown) => readonly Tool[];
  /** Results of tools in the request. */ readonly results: (asked: unknown) => number;
  readonly answer: (answer: ServerResponse, asked: unknown, call: Call, final: string) => void;
}

const PROTOCOLS: readonly Protocol[] = [
  {
    ends: /\/responses$/,
    tools: (asked) => listAt(asked, "tools").map((tool) => ({ name: textAt(tool, "name"), parameters: at(tool, "parameters") })),
    results: (asked) => listAt(asked, "input").filter((item) => textAt(item, "type")?.endsWith("_call_output")).length,
    answer: (answer, _, call, final) => {
      const item = call
        ? { type: "function_call", id: "f", call_id: "c", name: call.name, arguments: JSON.stringify(call.input), status: "completed" }
        : {
            type: "message",
            id: "m",
            role: "assistant",
            status: "completed",
            content: [{ type: "output_text", text: final, annotations: [] }],
          };
      const usage = { input_tokens: 100, output_tokens: 10, total_tokens: 110 };
      event(answer, "response.created", { response: { id: "r", status: "in_progress", output: [] } });
      event(answer, "response.output_item.done", { output_index: 0, item });
      event(answer, "response.completed", { response: { id: "r", status: "completed", output: [item], usage } });
    },
  },
  {
    ends: /\/chat\/completions$/,
    tools: (asked) =>
      listAt(asked, "tools").map((tool) => ({ name: textAt(tool, "function", "name"), parameters: at(tool, "function", "parameters") })),
    results: (asked) => listAt(asked, "messages").filter((message) => textAt(message, "role") === "tool").length,
    answer: (answer, asked, call, final) => {
      const chunk = (choices: object[], more = {}) =>
        data(answer, { id: "r", object: "chat.completion.chunk", created: 1, model: textAt(asked, "model"), choices, ...more });
      const calls = call && [{ index: 0, id: "c", type: "function", function: { name: call.name, arguments: JSON.stringify(call.input) } }];
      chunk([
        {
          index: 0,
          delta: { role: "assistant", content: call ? null : final, ...(calls ? { tool_calls: calls } : {}) },
          finish_reason: null,
        },
      ]);
      chunk([{ index: 0, delta: {}, finish_reason: call ? "tool_calls" : "stop" }]);
      chunk([], { usage: { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 } });
      answer.write("data: [DONE]\n\n");
    },
  },
  {
    ends: /\/messages$/,
    tools: (asked) => listAt(asked, "tools").map((tool) => ({ name: textAt(tool, "name"), parameters: at(tool, "input_schema") })),
    results: (asked) =>
      listAt(asked, "messages")
        .flatMap((message) => listAt(message, "content"))
        .filter((part) => textAt(part, "type") === "tool_result").length,
    answer: (answer, asked, call, final) => {
      const message = {
        id: "m",
        type: "message",
        role: "assistant",
        model: textAt(asked, "model"),
        content: [],
        stop_reason: null,
        stop_sequence: null,
      };
      const delta = call ? { type: "input_json_delta", partial_json: JSON.stringify(call.input) } : { type: "text_delta", text: final };
      const block = call ? { type: "tool_use", id: "c", name: call.name, input: {} } : { type: "text", text: "" };
      event(answer, "message_start", { message: { ...message, usage: { input_tokens: 100, output_tokens: 1 } } });
      event(answer, "content_block_start", { index: 0, content_block: block });
      event(answer, "content_block_delta", { index: 0, delta });
      event(answer, "content_block_stop", { index: 0 });
      event(answer, "message_delta", {
        delta: { stop_reason: call ? "tool_use" : "end_turn", stop_sequence: null },
        usage: { output_tokens: 10 },
      });
      event(answer, "message_stop", {});
    },
  },
  {
    ends: /:streamGenerateContent$/,
    tools: (asked) =>
      listAt(asked, "tools")
        .flatMap((tool) => listAt(tool, "functionDeclarations"))
        .map((tool) => ({ name: textAt(tool, "name"), parameters: at(tool, "parametersJsonSchema") ?? at(tool, "parameters") })),
    results: (asked) =>
      listAt(asked, "contents")
        .flatMap((said) => listAt(said, "parts"))
        .filter((part) => at(part, "functionResponse") !== undefined).length,
    answer: (answer, _, call, final) => {
      const parts = [call ? { functionCall: { name: call.name, args: call.input } } : { text: final }];
      const usageMetadata = { promptTokenCount: 100, candidatesTokenCount: 10, totalTokenCount: 110 };
      data(answer, { candidates: [{ index: 0, content: { role: "model", parts }, finishReason: "STOP" }], usageMetadata });
    },
  },
];

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
