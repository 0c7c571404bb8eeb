import { at, countAt, listAt, textAt } from "../json.ts";
import { answerReader, type Seen, usageOf } from "./answerReader.ts";
import { Conversation, messagesIn, modelIn, outputIn, textsIn } from "./conversation.ts";
import type { TokenUsage, Wire } from "./wire.ts";
import { events, json } from "./written.ts";

/** Gemini's generateContent, as gemini-cli speaks it. The model is named by the path. */
export const gemini: Wire = {
  protocol: "gemini",
  asks: (method, path) => {
    if (method === "GET" && /^\/v1(beta)?\/models(\/\w[\w.-]*)?$/.test(path)) return "models";
    const { action } = parts(path);
    if (method !== "POST" || action === undefined) return undefined;
    return action === "countTokens" ? "count" : "answer";
  },

  read: (body, path) => {
    modelIn(body);
    const { model, action } = parts(path);
    const said = new Conversation();
    said.system(textsIn(listAt(at(body, "systemInstruction") ?? at(body, "system_instruction"), "parts")));
    // A request to count may hold the request that it is about.
    const asked = at(body, "contents") === undefined ? at(body, "generateContentRequest") : body;
    const open: { id: string; name: string }[] = [];
    for (const content of messagesIn(asked, "contents")) takeContent(content, open, said);
    for (const tool of listAt(asked, "tools").flatMap((group) => listAt(group, "functionDeclarations")))
      said.tool(textAt(tool, "name"), at(tool, "parametersJsonSchema") ?? at(tool, "parameters"));
    return said.request(model, action === "streamGenerateContent");
  },

  write: (reply, request, usage) => {
    const part = reply.kind === "call" ? { functionCall: { id: reply.id, name: reply.name, args: reply.input } } : { text: reply.text };
    const answer = {
      candidates: [{ index: 0, content: { role: "model", parts: [part] }, finishReason: "STOP" }],
      usageMetadata: {
        promptTokenCount: usage.inputTokens,
        cachedContentTokenCount: usage.cachedTokens,
        candidatesTokenCount: usage.outputTokens,
        totalTokenCount: usage.inputTokens + usage.outputTokens,
      },
      modelVersion: request.model ?? "",
      responseId: `r${request.messages.length}`,
    };
    return request.stream ? events([answer]) : json(answer);
  },

  // A stream that was not asked for as events is one list of the same values.
  reader: (contentType) =>
    answerReader(contentType, {
      body: (value, seen) => {
        for (const one of Array.isArray(value) ? value : [value]) take(one, seen);
      },
      event: take,
    }),

  count: (tokens) => JSON.stringify({ totalTokens: tokens }),
  models: (names) =>
    JSON.stringify({
      models: names.map((name) => ({ name: `models/${name}`, supportedGenerationMethods: ["generateContent", "countTokens"] })),
    }),
  error: (status, message) => JSON.stringify({ error: { code: status, message, status: STATUSES[status] ?? "INTERNAL" } }),
  keyHeaders: (key) => ({ "x-goog-api-key": key }),
};

const STATUSES: Readonly<Record<number, string>> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  413: "INVALID_ARGUMENT",
  429: "RESOURCE_EXHAUSTED",
  503: "UNAVAILABLE",
  504: "DEADLINE_EXCEEDED",
};

function parts(path: string): { readonly model?: string; readonly action?: string } {
  const match = /^\/v1(?:beta)?\/models\/(\w[\w.-]*):(generateContent|streamGenerateContent|countTokens)$/.exec(path);
  return match ? { model: match[1] as string, action: match[2] as string } : {};
}

/** Calls may come without an id: they get their place in the conversation, and a result answers the first open call of its name. */
function takeContent(content: unknown, open: { id: string; name: string }[], said: Conversation): void {
  const side = textAt(content, "role") === "model" ? "assistant" : "user";
  const list = listAt(content, "parts");
  said.text(side, textsIn(list.filter((part) => at(part, "thought") !== true)));
  for (const part of list) {
    const [call, result] = [at(part, "functionCall"), at(part, "functionResponse")];
    if (call !== undefined) {
      const name = textAt(call, "name") ?? "";
      const id = textAt(call, "id") ?? `call_${said.calls}`;
      open.push({ id, name });
      said.call(id, name, at(call, "args") ?? {});
    }
    if (result !== undefined) {
      const [told, name] = [textAt(result, "id"), textAt(result, "name")];
      const index = open.findIndex((one) => (told === undefined ? one.name === name : one.id === told));
      const id = told ?? open[index]?.id ?? "";
      if (index >= 0) open.splice(index, 1);
      const response = at(result, "response");
      said.result(id, outputIn(at(response, "output") ?? at(response, "error") ?? response));
    }
  }
}

function take(answer: unknown, seen: Seen): void {
  const candidates = listAt(answer, "candidates");
  const blocked = textAt(answer, "promptFeedback", "blockReason") !== undefined;
  const usage = usageIn(at(answer, "usageMetadata"));
  if (candidates.length === 0 && !blocked && !usage) return;
  seen.begun = true;
  if (blocked || candidates.some((candidate) => textAt(candidate, "finishReason") !== undefined)) seen.whole = true;
  seen.usage = usage ?? seen.usage;
}

/** Zeros are left out by this protocol; thoughts are output, and what tools of the server's put in is input. */
function usageIn(told: unknown): TokenUsage | undefined {
  const [prompt, total, byTools] = ["promptTokenCount", "totalTokenCount", "toolUsePromptTokenCount"].map((field) => countAt(told, field));
  const [text, thoughts] = [countAt(told, "candidatesTokenCount"), countAt(told, "thoughtsTokenCount")];
  const input = prompt === undefined ? undefined : prompt + (byTools ?? 0);
  const rest = total === undefined || input === undefined || total < input ? undefined : total - input;
  const output = text === undefined && thoughts === undefined ? rest : (text ?? 0) + (thoughts ?? 0);
  return usageOf(input, countAt(told, "cachedContentTokenCount") ?? 0, output);
}
