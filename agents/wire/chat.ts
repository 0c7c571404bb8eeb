import { at, countAt, listAt, textAt } from "../json.ts";
import { answerReader, type Seen, usageOf } from "./answerReader.ts";
import { Conversation, inputIn, messagesIn, modelIn, outputIn, textsIn } from "./conversation.ts";
import { asksForModels, bearer, openAiError, openAiModels } from "./openAi.ts";
import type { Wire } from "./wire.ts";
import { events, json } from "./written.ts";

/** OpenAI Chat Completions, as pi, opencode and mini-swe-agent speak it, and most servers of local models. */
export const chat: Wire = {
  protocol: "chat",
  asks: (method, path) => {
    if (method === "POST" && path === "/v1/chat/completions") return "answer";
    return asksForModels(method, path) ? "models" : undefined;
  },

  read: (body) => {
    const model = modelIn(body);
    const said = new Conversation();
    for (const message of messagesIn(body, "messages")) takeMessage(message, said);
    for (const tool of listAt(body, "tools")) said.tool(textAt(tool, "function", "name"), at(tool, "function", "parameters"));
    return said.request(model, at(body, "stream") === true);
  },

  write: (reply, request, usage) => {
    const calls =
      reply.kind === "call"
        ? [{ index: 0, id: reply.id, type: "function", function: { name: reply.name, arguments: JSON.stringify(reply.input) } }]
        : undefined;
    const message = { role: "assistant", content: reply.kind === "text" ? reply.text : null, ...(calls ? { tool_calls: calls } : {}) };
    const finish = calls ? "tool_calls" : "stop";
    const counted = {
      prompt_tokens: usage.inputTokens,
      prompt_tokens_details: { cached_tokens: usage.cachedTokens },
      completion_tokens: usage.outputTokens,
      total_tokens: usage.inputTokens + usage.outputTokens,
    };
    const base = { id: `chatcmpl-${request.messages.length}`, created: 0, model: request.model ?? "" };
    if (!request.stream)
      return json({ ...base, object: "chat.completion", choices: [{ index: 0, message, finish_reason: finish }], usage: counted });
    const chunk = (choices: readonly object[]) => ({ ...base, object: "chat.completion.chunk", choices });
    return events([
      chunk([{ index: 0, delta: message, finish_reason: null }]),
      chunk([{ index: 0, delta: {}, finish_reason: finish }]),
      { ...chunk([]), usage: counted },
      DONE,
    ]);
  },

  // The last event is missing from some servers; an answer whose reason to finish was told is whole to agents as well.
  reader: (contentType) =>
    answerReader(contentType, {
      body: take,
      event: (value, seen) => {
        if (value !== DONE) take(value, seen);
        else if (seen.begun) seen.whole = true;
      },
    }),

  count: (tokens) => JSON.stringify({ input_tokens: tokens }),
  models: openAiModels,
  error: openAiError,
  keyHeaders: bearer,
};

const DONE = "[DONE]";

function takeMessage(message: unknown, said: Conversation): void {
  const [role, content] = [textAt(message, "role"), at(message, "content")];
  if (role === "system" || role === "developer") said.system(textsIn(content));
  else if (role === "tool") said.result(textAt(message, "tool_call_id") ?? "", outputIn(content));
  else {
    said.text(role === "assistant" ? "assistant" : "user", textsIn(content));
    for (const call of listAt(message, "tool_calls"))
      said.call(textAt(call, "id") ?? "", textAt(call, "function", "name") ?? "", inputIn(textAt(call, "function", "arguments") ?? ""));
  }
}

function take(answer: unknown, seen: Seen): void {
  if (!Array.isArray(at(answer, "choices"))) return;
  seen.begun = true;
  if (listAt(answer, "choices").some((choice) => textAt(choice, "finish_reason") !== undefined)) seen.whole = true;
  const usage = at(answer, "usage");
  const cached = countAt(usage, "prompt_tokens_details", "cached_tokens");
  seen.usage = usageOf(countAt(usage, "prompt_tokens"), cached, countAt(usage, "completion_tokens")) ?? seen.usage;
}
