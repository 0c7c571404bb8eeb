/**
 * Text of an agent made fit to be shown on a terminal or in a log: escape sequences, other control characters and
 * characters that turn the direction of writing become visible marks, such as `\x1b`. Line feeds and tabs stay.
 * For HTML it must be escaped as well: < and & are left as they are.
 */
export function harmless(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(UNSAFE, (character) => {
    const code = character.codePointAt(0) as number;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
  });
}

/** JSON made fit for the same by escapes of its own: it is read as the same value. */
export const harmlessJson = (json: string): string =>
  json.replace(UNSAFE, (found) =>
    found.split("").reduce((text, unit) => `${text}\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`, ""),
  );

/** The same on one line, cut to a width in characters, for a name or a message. */
export function harmlessLine(text: string, width = 200): string {
  const line = harmless(text.slice(0, 4 * width))
    .replace(/\s+/g, " ")
    .trim();
  const characters = [...line];
  return characters.length > width ? `${characters.slice(0, width - 3).join("")}...` : line;
}

/**
 * C0 but tab and line feed, DEL, C1 (a terminal may take U+009B for an escape), soft hyphen and zero-width characters, marks and isolates
 * of direction (which can make a name read as another), line separators, tags, lone surrogates.
 */
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}\p{Cs}]/gu;
