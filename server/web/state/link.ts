/**
 * A page's state as the query of its address, one parameter a field. Numbers keep every digit, so a link opened elsewhere is solved
 * at the very same point.
 */

/** Fields that are undefined are left out. */
export function writeLink(state: object): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(state)) if (value !== undefined) query.set(name, writeValue(value));
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}

/** What the address says, not yet checked: whoever made the link is a stranger. */
export function readLink(search: string): Record<string, unknown> {
  return Object.fromEntries([...new URLSearchParams(search)].map(([name, text]) => [name, readValue(text)]));
}

/** A word stays as it is; a text that would be read as something else is quoted. */
function writeValue(value: unknown): string {
  return typeof value === "string" && readValue(value) === value ? value : JSON.stringify(value);
}

function readValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
