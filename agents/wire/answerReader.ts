import { EventSplitter } from "./eventSplitter.ts";
import { GrowingBytes } from "./growingBytes.ts";
import type { AnswerReader, TokenUsage } from "./wire.ts";

/** What was seen of an answer so far. A protocol's file writes into it. */
export interface Seen {
  usage: TokenUsage | undefined;
  begun: boolean;
  whole: boolean;
}

/**
 * Reads one value of an answer into what was seen: the whole body of JSON, or the data of one event.
 * @param value  as parsed, of any shape; the text itself for data that is no JSON, such as "[DONE]"
 */
export type Take = (value: unknown, seen: Seen) => void;

/** A reader of JSON or of server-sent events, as the content type says. An event or a body longer than `MOST_BYTES` tells nothing. */
export function answerReader(contentType: string, take: { readonly body: Take; readonly event: Take }): AnswerReader {
  if (/^\s*text\/event-stream\b/i.test(contentType)) {
    const seen: Seen = { usage: undefined, begun: false, whole: false };
    const splitter = new EventSplitter(MOST_BYTES, (data) => take.event(parsed(data) ?? data, seen));
    return { add: (chunk) => splitter.add(chunk), usage: () => seen.usage, begun: () => seen.begun, whole: () => seen.whole };
  }
  const bytes = new GrowingBytes(MOST_BYTES);
  let [read, seen] = [-1, undefined as Seen | undefined];
  const now = (): Seen => {
    if (seen && read === bytes.length) return seen;
    read = bytes.length;
    seen = { usage: undefined, begun: false, whole: false };
    const value = bytes.cut ? undefined : parsed(bytes.text());
    if (value !== undefined) take.body(value, seen);
    return seen;
  };
  return { add: (chunk) => bytes.add(chunk), usage: () => now().usage, begun: () => now().begun, whole: () => now().whole };
}

const MOST_BYTES = 8 * 2 ** 20;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Counts as usage. Undefined where none was told; more cached tokens than input are no count. */
export function usageOf(
  inputTokens: number | undefined,
  cachedTokens: number | undefined,
  outputTokens: number | undefined,
  cacheWriteTokens?: number,
): TokenUsage | undefined {
  if (inputTokens === undefined && outputTokens === undefined) return undefined;
  const cached = cachedTokens !== undefined && inputTokens !== undefined && cachedTokens <= inputTokens;
  return {
    ...(inputTokens === undefined ? {} : { inputTokens }),
    ...(cached ? { cachedTokens } : {}),
    ...(cacheWriteTokens === undefined ? {} : { cacheWriteTokens }),
    ...(outputTokens === undefined ? {} : { outputTokens }),
  };
}
