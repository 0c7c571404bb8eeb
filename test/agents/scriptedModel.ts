import { createServer, type Server } from "node:http";
import { asText, at, listAt } from "../../agents/json.ts";
import { readBody } from "../../agents/wire/readBody.ts";
import type { ModelReply, ModelRequest } from "../../agents/wire/wire.ts";
import { wireAsked } from "../../agents/wire/wires.ts";

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

/** A model of four protocols on a unix socket: the answer depends on nothing but the request. */
export async function scriptedModel(socket: string, script: Script): Promise<ScriptedModel> {
  const requests: string[] = [];
  const server = createServer(async (request, answer) => {
    const body = String(await readBody(request, Number.POSITIVE_INFINITY));
    const path = request.url?.split("?")[0] ?? "";
    const wire = wireAsked(request.method ?? "", path);
    if (wire?.asks("POST", path) !== "answer") return void answer.writeHead(404).end();
    requests.push(body);
    const asJson = { "content-type": "application/json" };
    if (script.httpStatus !== undefined)
      return void answer.writeHead(script.httpStatus, asJson).end(wire.error(script.httpStatus, "scripted failure"));
    const asked = wire.read(JSON.parse(body), path);
    const reply = shellCall(asked, script.command) ?? { kind: "text", text: script.final };
    const { contentType, body: written } = wire.write(reply, asked, { inputTokens: 100, cachedTokens: 0, outputTokens: 10 });
    answer.writeHead(200, { "content-type": contentType }).end(written);
  });
  await new Promise<void>((done) => server.listen(socket, done));
  return { server, requests };
}

/** The agent's shell, called with what its schema requires; nothing where a tool has answered already, or there is none. */
function shellCall({ tools, messages }: ModelRequest, command: string): ModelReply | undefined {
  const tool = tools.find(({ name }) => /^(exec_command|bash|shell|run_shell_command)$/i.test(name));
  if (!tool || messages.some(({ results }) => results.length > 0)) return undefined;
  const required = listAt(tool.parameters, "required").map((field) => [asText(field), "scripted"]);
  const field = at(tool.parameters, "properties", "cmd") === undefined ? "command" : "cmd";
  return { kind: "call", id: "call_1", name: tool.name, input: { ...Object.fromEntries(required), [field]: command } };
}
