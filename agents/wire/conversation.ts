import { InvalidInput } from "../../model/invalid.ts";
import { asText, at, listAt, textAt } from "../json.ts";
import type { Message, ModelRequest, Tool, ToolCall, ToolResult } from "./wire.ts";

/** Gathers what a request says, in order; what one side says in a row becomes one message. */
export class Conversation {
  readonly #system: string[] = [];
  readonly #tools: Tool[] = [];
  readonly #messages: { role: Message["role"]; texts: string[]; calls: ToolCall[]; results: ToolResult[] }[] = [];

  system(text: string): void {
    if (text !== "") this.#system.push(text);
  }

  text(role: Message["role"], text: string): void {
    const { texts } = this.#last(role);
    if (text !== "") texts.push(text);
  }

  call(id: string, name: string, input: unknown): void {
    this.#last("assistant").calls.push({ id, name, input });
  }

  /** Calls so far. */
  get calls(): number {
    return this.#messages.reduce((sum, { calls }) => sum + calls.length, 0);
  }

  result(id: string, output: string): void {
    this.#last("user").results.push({ id, output });
  }

  /** A tool without a name is the server's own and no agent's: it is left out. */
  tool(name: string | undefined, parameters: unknown): void {
    if (name !== undefined) this.#tools.push({ name, parameters });
  }

  request(model: string | undefined, stream: boolean): ModelRequest {
    return {
      ...(model === undefined ? {} : { model }),
      system: this.#system.join("\n\n"),
      messages: this.#messages.map(({ role, texts, calls, results }) => ({ role, text: texts.join("\n"), calls, results })),
      tools: this.#tools,
      stream,
    };
  }

  #last(role: Message["role"]) {
    const last = this.#messages.at(-1);
    if (last?.role === role) return last;
    const next = { role, texts: [], calls: [], results: [] };
    this.#messages.push(next);
    return next;
  }
}

/** Texts of a content that may be a string, one part or a list of parts, joined by line feeds; parts of other kinds say nothing. */
export function textsIn(content: unknown): string {
  if (typeof content === "string") return content;
  const parts = Array.isArray(content) ? content : [content];
  return parts
    .map((part) => (typeof part === "string" ? part : textAt(part, "text")))
    .filter((text) => text !== undefined && text !== "")
    .join("\n");
}

/** The input of a call that came as text: read from JSON where it is some. */
export function inputIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What a tool gave back: text, parts with text, or any value as JSON. */
export function outputIn(value: unknown): string {
  if (value === undefined || value === null) return "";
  const texts = textsIn(value);
  return texts !== "" || Array.isArray(value) ? texts : safeText(value);
}

function safeText(value: unknown): string {
  try {
    return asText(value);
  } catch {
    return ""; // nested deeper than JSON can be written
  }
}

/** @throws InvalidInput unless the body is an object whose model, if any, is a string */
export function modelIn(body: unknown): string | undefined {
  if (body === null || typeof body !== "object" || Array.isArray(body)) throw new InvalidInput("body", "must be a JSON object");
  const model = at(body, "model");
  if (model !== undefined && typeof model !== "string") throw new InvalidInput("model", "must be a string", model);
  return model;
}

/** @throws InvalidInput unless the body has a list of that name */
export function messagesIn(body: unknown, field: string): readonly unknown[] {
  if (!Array.isArray(at(body, field))) throw new InvalidInput(field, "must be a list", at(body, field));
  return listAt(body, field);
}
