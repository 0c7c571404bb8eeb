import type { WireProtocol } from "../../agents/ports/port.ts";
import type { ModelRequest } from "../../agents/wire/wire.ts";

/** Two turns of one conversation with a call of a tool, as each protocol tells them, and what is read from all of them. */

export const PATHS: Readonly<Record<WireProtocol, string>> = {
  responses: "/v1/responses",
  chat: "/v1/chat/completions",
  messages: "/v1/messages",
  gemini: "/v1beta/models/lab-model:streamGenerateContent",
};

const SCHEMA = { type: "object", properties: { command: { type: "string" } }, required: ["command"] };
const INPUT = { command: "./ledger add 3" };

export const SAID: ModelRequest = {
  model: "lab-model",
  system: "You are an agent.\n\nWork in stages.",
  messages: [
    { role: "user", text: "Folder: /work\nAdd three.", calls: [], results: [] },
    { role: "assistant", text: "I add.", calls: [{ id: "c1", name: "bash", input: INPUT }], results: [] },
    { role: "user", text: "", calls: [], results: [{ id: "c1", output: "total 3" }] },
    { role: "assistant", text: "Stage done.", calls: [], results: [] },
    { role: "user", text: "Next stage.", calls: [], results: [] },
  ],
  tools: [{ name: "bash", parameters: SCHEMA }],
  stream: true,
};

export const CONVERSATIONS: Readonly<Record<WireProtocol, object>> = {
  responses: {
    model: "lab-model",
    stream: true,
    instructions: "You are an agent.",
    input: [
      { type: "message", role: "developer", content: [{ type: "input_text", text: "Work in stages." }] },
      { type: "message", role: "user", content: [{ type: "input_text", text: "Folder: /work" }] },
      { role: "user", content: "Add three." },
      { type: "reasoning", summary: [], encrypted_content: "x" },
      { type: "message", role: "assistant", content: [{ type: "output_text", text: "I add.", annotations: [] }] },
      { type: "function_call", call_id: "c1", name: "bash", arguments: JSON.stringify(INPUT) },
      { type: "function_call_output", call_id: "c1", output: [{ type: "input_text", text: "total 3" }] },
      { type: "message", role: "assistant", content: [{ type: "output_text", text: "Stage done." }] },
      { type: "message", role: "user", content: [{ type: "input_text", text: "Next stage." }] },
    ],
    tools: [{ type: "function", name: "bash", parameters: SCHEMA }, { type: "web_search" }],
  },
  chat: {
    model: "lab-model",
    stream: true,
    messages: [
      { role: "system", content: "You are an agent." },
      { role: "developer", content: [{ type: "text", text: "Work in stages." }] },
      { role: "user", content: [{ type: "text", text: "Folder: /work" }, { type: "image_url" }, { type: "text", text: "Add three." }] },
      {
        role: "assistant",
        content: "I add.",
        tool_calls: [{ id: "c1", type: "function", function: { name: "bash", arguments: JSON.stringify(INPUT) } }],
      },
      { role: "tool", tool_call_id: "c1", content: "total 3" },
      { role: "assistant", content: "Stage done." },
      { role: "user", content: "Next stage." },
    ],
    tools: [{ type: "function", function: { name: "bash", parameters: SCHEMA } }],
  },
  messages: {
    model: "lab-model",
    stream: true,
    system: [{ type: "text", text: "You are an agent.", cache_control: { type: "ephemeral" } }],
    messages: [
      { role: "system", content: "Work in stages." },
      { role: "user", content: "Folder: /work" },
      { role: "user", content: [{ type: "text", text: "Add three." }] },
      {
        role: "assistant",
        content: [
          { type: "thinking", thinking: "hm", signature: "s" },
          { type: "text", text: "I add." },
          { type: "tool_use", id: "c1", name: "bash", input: INPUT },
        ],
      },
      { role: "user", content: [{ type: "tool_result", tool_use_id: "c1", content: [{ type: "text", text: "total 3" }] }] },
      { role: "assistant", content: "Stage done." },
      { role: "user", content: [{ type: "text", text: "Next stage." }] },
    ],
    tools: [{ name: "bash", input_schema: SCHEMA }],
  },
  gemini: {
    systemInstruction: { role: "user", parts: [{ text: "You are an agent.\n\nWork in stages." }] },
    contents: [
      { role: "user", parts: [{ text: "Folder: /work" }] },
      { role: "user", parts: [{ text: "Add three." }] },
      {
        role: "model",
        parts: [{ thought: true, text: "hm" }, { text: "I add." }, { functionCall: { id: "c1", name: "bash", args: INPUT } }],
      },
      { role: "user", parts: [{ functionResponse: { name: "bash", response: { output: "total 3" } } }] },
      { role: "model", parts: [{ text: "Stage done." }] },
      { role: "user", parts: [{ text: "Next stage." }] },
    ],
    tools: [{ functionDeclarations: [{ name: "bash", parametersJsonSchema: SCHEMA }] }],
  },
};
