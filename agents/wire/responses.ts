import { at, countAt, listAt, textAt } from "../json.ts";
import { answerReader, type Seen, usageOf } from "./answerReader.ts";
import { Conversation, inputIn, messagesIn, modelIn, outputIn, textsIn } from "./conversation.ts";
import { asksForModels, bearer, openAiError, openAiModels } from "./openAi.ts";
import type { Wire } from "./wire.ts";
import { events, json } from "./written.ts";

/** OpenAI Responses, as codex speaks it. */
export const responses: Wire = {
  protocol: "responses",
  asks: (method, path) => {
    if (method === "POST" && path === "/v1/responses") return "answer";
    return asksForModels(method, path) ? "models" : undefined;
  },

  read: (body) => {
    const model = modelIn(body);
    const said = new Conversation();
    said.system(textAt(body, "instructions") ?? "");
    const input = textAt(body, "input");
    if (input === undefined) for (const item of messagesIn(body, "input")) takeItem(item, said);
    else said.text("user", input);
    for (const tool of listAt(body, "tools")) said.tool(textAt(tool, "name"), at(tool, "parameters"));
    return said.request(model, at(body, "stream") === true);
  },

  write: (reply, request, usage) => {
    const number = request.messages.length;
    const item =
      reply.kind === "call"
        ? {
            type: "function_call",
            id: `fc_${number}`,
            call_id: reply.id,
            name: reply.name,
            arguments: JSON.stringify(reply.input),
            status: "completed",
          }
        : {
            type: "message",
            id: `msg_${number}`,
            role: "assistant",
            status: "completed",
            content: [{ type: "output_text", text: reply.text, annotations: [] }],
          };
    const response = {
      id: `resp_${number}`,
      object: "response",
      created_at: 0,
      status: "completed",
      model: request.model ?? "",
      output: [item],
      usage: {
        input_tokens: usage.inputTokens,
        input_tokens_details: { cached_tokens: usage.cachedTokens },
        output_tokens: usage.outputTokens,
        output_tokens_details: { reasoning_tokens: 0 },
        total_tokens: usage.inputTokens + usage.outputTokens,
      },
    };
    if (!request.stream) return json(response);
    const place = { item_id: item.id, output_index: 0 };
    const delta =
      reply.kind === "call"
        ? { type: "response.function_call_arguments.delta", ...place, delta: JSON.stringify(reply.input) }
        : { type: "response.output_text.delta", ...place, content_index: 0, delta: reply.text };
    const begun =
      reply.kind === "call" ? { ...item, arguments: "", status: "in_progress" } : { ...item, content: [], status: "in_progress" };
    return events(
      [
        { type: "response.created", response: { ...response, status: "in_progress", output: [], usage: null } },
        { type: "response.output_item.added", output_index: 0, item: begun },
        delta,
        { type: "response.output_item.done", output_index: 0, item },
        { type: "response.completed", response },
      ].map((event, index) => ({ ...event, sequence_number: index })),
    );
  },

  reader: (contentType) =>
    answerReader(contentType, {
      body: (value, seen) => take(value, seen),
      event: (value, seen) => {
        if (textAt(value, "type")?.startsWith("response.")) seen.begun = true;
        take(at(value, "response"), seen);
      },
    }),

  count: (tokens) => JSON.stringify({ object: "response.input_tokens", input_tokens: tokens }),
  models: openAiModels,
  error: openAiError,
  keyHeaders: bearer,
};

function takeItem(item: unknown, said: Conversation): void {
  const id = textAt(item, "call_id") ?? textAt(item, "id") ?? "";
  switch (textAt(item, "type") ?? "message") {
    case "message": {
      const [role, text] = [textAt(item, "role"), textsIn(at(item, "content"))];
      if (role === "system" || role === "developer") said.system(text);
      else said.text(role === "assistant" ? "assistant" : "user", text);
      break;
    }
    case "function_call":
      said.call(id, textAt(item, "name") ?? "", inputIn(textAt(item, "arguments") ?? ""));
      break;
    case "custom_tool_call":
      said.call(id, textAt(item, "name") ?? "", textAt(item, "input") ?? "");
      break;
    case "local_shell_call":
      said.call(id, "local_shell", at(item, "action"));
      break;
    case "function_call_output":
    case "custom_tool_call_output":
    case "local_shell_call_output":
      said.result(id, outputIn(at(item, "output")));
      break;
    default: // reasoning and the like: not of the conversation
  }
}

function take(response: unknown, seen: Seen): void {
  const status = textAt(response, "status");
  if (status === undefined || !Array.isArray(at(response, "output"))) return;
  seen.begun = true;
  if (status === "completed" || status === "incomplete") seen.whole = true;
  const usage = at(response, "usage");
  const cached = countAt(usage, "input_tokens_details", "cached_tokens");
  seen.usage = usageOf(countAt(usage, "input_tokens"), cached, countAt(usage, "output_tokens")) ?? seen.usage;
}
