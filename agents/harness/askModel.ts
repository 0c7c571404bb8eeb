import { request as httpRequest } from "node:http";
import { listAt, textAt } from "../json.ts";
import type { WireProtocol } from "../ports/port.ts";

/** One question to a model, without tools, and its answer as text. */
interface Asking {
  readonly path: string;
  readonly body: object;
  readonly textOf: (answer: unknown) => string;
}

const MOST_OUTPUT_TOKENS = 4_096;
const MOST_BYTES = 2 ** 22;

const texts = (parts: readonly unknown[]): string => parts.map((part) => textAt(part, "text") ?? "").join("");

/** How each protocol is asked. The model's name stands in Gemini's path. */
const ASKING: Readonly<Record<WireProtocol, (model: string, prompt: string) => Asking>> = {
  responses: (model, prompt) => ({
    path: "/v1/responses",
    body: { model, input: [{ role: "user", content: [{ type: "input_text", text: prompt }] }], max_output_tokens: MOST_OUTPUT_TOKENS },
    textOf: (answer) =>
      listAt(answer, "output")
        .map((item) => texts(listAt(item, "content")))
        .join(""),
  }),
  chat: (model, prompt) => ({
    path: "/v1/chat/completions",
    body: { model, messages: [{ role: "user", content: prompt }] },
    textOf: (answer) => textAt(answer, "choices", 0, "message", "content") ?? "",
  }),
  messages: (model, prompt) => ({
    path: "/v1/messages",
    body: { model, max_tokens: MOST_OUTPUT_TOKENS, messages: [{ role: "user", content: prompt }] },
    textOf: (answer) => texts(listAt(answer, "content")),
  }),
  gemini: (model, prompt) => ({
    path: `/v1beta/models/${encodeURIComponent(model)}:generateContent`,
    body: { contents: [{ role: "user", parts: [{ text: prompt }] }] },
    textOf: (answer) => texts(listAt(answer, "candidates", 0, "content", "parts")),
  }),
};

/**
 * Asks a model one question, through a proxy that counts it and adds the key.
 *
 * @param socket  of the proxy
 * @throws Error with the status where the answer is no answer, or is longer than 4 MiB
 */
export async function askModel(socket: string, protocol: WireProtocol, model: string, prompt: string): Promise<string> {
  const { path, body, textOf } = ASKING[protocol](model, prompt);
  const { status, text } = await post(socket, path, JSON.stringify(body));
  if (status !== 200) throw new Error(`the model's server answered ${status}`);
  try {
    return textOf(JSON.parse(text));
  } catch {
    throw new Error("the model's server answered with no JSON");
  }
}

function post(socketPath: string, path: string, body: string): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "anthropic-version": "2023-06-01" };
    const asked = httpRequest({ socketPath, path, method: "POST", headers, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      answer.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > MOST_BYTES) asked.destroy(new Error("the model's answer is too long"));
        chunks.push(chunk);
      });
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") }));
      answer.on("error", reject);
    });
    asked.on("error", reject);
    asked.end(body);
  });
}
