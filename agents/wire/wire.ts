import type { WireProtocol } from "../ports/port.ts";

/** A request to a model, the same for all protocols. What an agent sent is untrusted: every text may be anything. */
export interface ModelRequest {
  /** Absent where the request names none. */ readonly model?: string;
  /** Texts of the system level, joined by blank lines; "" where there are none. */ readonly system: string;
  readonly messages: readonly Message[];
  readonly tools: readonly Tool[];
  /** Whether the answer is wanted as server-sent events. */ readonly stream: boolean;
}

/** One message of the conversation so far, in order. What one side said in a row is one message, so that all protocols read alike. */
export interface Message {
  readonly role: "user" | "assistant";
  /** Its texts, joined by line feeds. */ readonly text: string;
  /** Calls of tools that the model made in it. */ readonly calls: readonly ToolCall[];
  /** What tools gave back. */ readonly results: readonly ToolResult[];
}

export interface Tool {
  readonly name: string;
  /** JSON schema of its input, as the agent wrote it. */ readonly parameters: unknown;
}

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** Read from JSON where that was possible, else the text. */ readonly input: unknown;
}

export interface ToolResult {
  /** Of the call it answers. */ readonly id: string;
  readonly output: string;
}

/** What a model of ours answers: one call of a tool, or a text that ends the turn. */
export type ModelReply =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "call"; readonly id: string; readonly name: string; readonly input: Readonly<Record<string, unknown>> };

/** Tokens of one request as the model's server counts them; what it does not say is absent, never 0. */
export interface TokenUsage {
  /** Cached ones included, whatever the protocol's own habit. */ readonly inputTokens?: number;
  /** Of these, read from a cache. */ readonly cachedTokens?: number;
  /** Of these, written to a cache, by servers that charge for it. */ readonly cacheWriteTokens?: number;
  readonly outputTokens?: number;
}

/** What a path asks for: an answer of the model, a count of tokens, or the list of models. */
export type Asked = "answer" | "count" | "models";

/** Reads an answer that passes by, piece by piece, in bounded memory. */
export interface AnswerReader {
  readonly add: (chunk: Buffer) => void;
  /** What was counted so far; undefined where nothing was said. */ readonly usage: () => TokenUsage | undefined;
  /** Whether anything of it was in the protocol's shape. */ readonly begun: () => boolean;
  /** Whether the answer came to the end that its protocol gives it; one that ends by an error is not whole. */ readonly whole: () => boolean;
}

/** One protocol between agents and models. One file each; no state. */
export interface Wire {
  readonly protocol: WireProtocol;
  /** @param path  without the query; undefined for what is not of this protocol */ readonly asks: (
    method: string,
    path: string,
  ) => Asked | undefined;
  /** @throws InvalidInput naming the field that cannot be read */ readonly read: (body: unknown, path: string) => ModelRequest;
  /** The whole body of an answer, as JSON or as events, as the request wants it. */ readonly write: (
    reply: ModelReply,
    request: ModelRequest,
    usage: Required<Omit<TokenUsage, "cacheWriteTokens">>,
  ) => { readonly contentType: string; readonly body: string };
  /** @param contentType  of the answer */ readonly reader: (contentType: string) => AnswerReader;
  /** The body of an answer to a "count", in JSON. */ readonly count: (tokens: number) => string;
  /** The body of an answer to "models", in JSON. */ readonly models: (names: readonly string[]) => string;
  /** An error in the protocol's own shape, in JSON. */ readonly error: (status: number, message: string) => string;
  /** Where the real key goes in a request to the model's server. */ readonly keyHeaders: (key: string) => Readonly<Record<string, string>>;
}
