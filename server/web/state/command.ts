/**
 * A command that reads JSON from a here-document, so that it can be pasted as it stands. JSON holds no line that could end the text early.
 *
 * @param words  such as "solve --point - --law 200"
 */
export function commandReading(words: string, input: unknown): string {
  return `harness-lab ${words} <<'END'\n${JSON.stringify(input)}\nEND`;
}

/** A text as one word of a shell's. */
export const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
