import { at, countAt, listAt, textAt } from "../json.ts";
import { answerReader, type Seen, usageOf } from "./answerReader.ts";
import { Conversation, messagesIn, modelIn, outputIn, textsIn } from "./conversation.ts";
import type { Wire } from "./wire.ts";
import { events, json } from "./written.ts";

/** Anthropic Messages, as Claude Code speaks it. */
export const messages: Wire = {
  protocol: "messages",
  asks: (method, path) => {
    if (method === "POST" && path === "/v1/messages") return "answer";
    if (method === "POST" && path === "/v1/messages/count_tokens") return "count";
    return method === "GET" && /^\/v1\/models(\/\w[\w.:-]*)?$/.test(path) ? "models" : undefined;
  },

  read: (body) => {
    const model = modelIn(body);
    const said = new Conversation();
    said.system(textsIn(at(body, "system")));
    for (const message of messagesIn(body, "messages")) takeMessage(message, said);
    for (const tool of listAt(body, "tools")) said.tool(textAt(tool, "name"), at(tool, "input_schema"));
    return said.request(model, at(body, "stream") === true);
  },

  write: (reply, request, usage) => {
    const block =
      reply.kind === "call" ? { type: "tool_use", id: reply.id, name: reply.name, input: reply.input } : { type: "text", text: reply.text };
    const counted = {
      input_tokens: usage.inputTokens - usage.cachedTokens,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: usage.cachedTokens,
      output_tokens: usage.outputTokens,
    };
    const end = { stop_reason: reply.kind === "call" ? "tool_use" : "end_turn", stop_sequence: null };
    const message = {
      id: `msg_${request.messages.length}`,
      type: "message",
      role: "assistant",
      model: request.model ?? "",
      content: [block],
      ...end,
      usage: counted,
    };
    if (!request.stream) return json(message);
    const [begun, delta] =
      reply.kind === "call"
        ? [
            { ...block, input: {} },
            { type: "input_json_delta", partial_json: JSON.stringify(reply.input) },
          ]
        : [
            { type: "text", text: "" },
            { type: "text_delta", text: reply.text },
          ];
    return events([
      {
        type: "message_start",
        message: { ...message, content: [], stop_reason: null, usage: { ...counted, output_tokens: 1 } },
      },
      { type: "content_block_start", index: 0, content_block: begun },
      { type: "content_block_delta", index: 0, delta },
      { type: "content_block_stop", index: 0 },
      { type: "message_delta", delta: end, usage: counted },
      { type: "message_stop" },
    ]);
  },

  reader: (contentType) => {
    const counts = new Map<string, number>();
    return answerReader(contentType, {
      body: (value, seen) => {
        if (textAt(value, "type") !== "message" || !Array.isArray(at(value, "content"))) return;
        seen.begun = true;
        seen.whole = textAt(value, "stop_reason") !== undefined;
        count(at(value, "usage"), [...INPUT, "output_tokens"], counts, seen);
      },
      event: (value, seen) => {
        const type = textAt(value, "type");
        if (type === "message_start") {
          seen.begun = true;
          // The output that is told at the start is of no use: it is what was made until then.
          count(at(value, "message", "usage"), INPUT, counts, seen);
        } else if (type === "message_delta") count(at(value, "usage"), [...INPUT, "output_tokens"], counts, seen);
        else if (type === "message_stop") seen.whole = seen.begun;
      },
    });
  },

  count: (tokens) => JSON.stringify({ input_tokens: tokens }),
  models: (names) =>
    JSON.stringify({
      data: names.map((id) => ({ type: "model", id, display_name: id, created_at: "1970-01-01T00:00:00Z" })),
      has_more: false,
      first_id: names.at(0) ?? null,
      last_id: names.at(-1) ?? null,
    }),
  error: (status, message) => JSON.stringify({ type: "error", error: { type: TYPES[status] ?? "api_error", message } }),
  keyHeaders: (key) => ({ "x-api-key": key }),
};

/** Kinds of input that are told apart; together they are the whole input. */
const INPUT = ["input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"] as const;

const TYPES: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "authentication_error",
  403: "permission_error",
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
  529: "overloaded_error",
};

/** A later event's counts replace those of an earlier one, field by field. */
function count(usage: unknown, fields: readonly string[], counts: Map<string, number>, seen: Seen): void {
  for (const field of fields) {
    const told = countAt(usage, field);
    if (told !== undefined) counts.set(field, told);
  }
  const input = counts.has("input_tokens") ? INPUT.reduce((sum, field) => sum + (counts.get(field) ?? 0), 0) : undefined;
  seen.usage = usageOf(
    input,
    counts.get("cache_read_input_tokens"),
    counts.get("output_tokens"),
    counts.get("cache_creation_input_tokens"),
  );
}

function takeMessage(message: unknown, said: Conversation): void {
  const [role, content] = [textAt(message, "role"), at(message, "content")];
  // Claude Code sends texts of the system among the messages.
  if (role === "system") {
    said.system(textsIn(content));
    return;
  }
  const side = role === "assistant" ? "assistant" : "user";
  said.text(side, textsIn(content));
  for (const block of Array.isArray(content) ? content : []) {
    const type = textAt(block, "type");
    if (type === "tool_use") said.call(textAt(block, "id") ?? "", textAt(block, "name") ?? "", at(block, "input"));
    else if (type === "tool_result") said.result(textAt(block, "tool_use_id") ?? "", outputIn(at(block, "content")));
  }
}
