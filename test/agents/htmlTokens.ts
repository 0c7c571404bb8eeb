/** One opening tag. */
export interface Opened {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const VOID = new Set(["meta", "br"]);

/**
 * The elements of a page, by a tokenizer that is stricter than a browser: every tag must be whole, with quoted attributes, and closed in
 * order; a "<" that opens no such tag, a stray ">" or quote in a text, and a reference that is no number are faults.
 *
 * @throws Error saying where
 */
export function elementsOf(html: string): { readonly elements: readonly Opened[] } {
  const elements: Opened[] = [];
  const open: string[] = [];
  const rest = html.replace(/^<!doctype html>/, "").replace(/<style>[^<]*<\/style>/, "");
  const token = /<(\/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"<>]*")*)>|([^<>"']+)/gy;
  while (token.lastIndex < rest.length) {
    const from = token.lastIndex;
    const [, close, name, attributes, text] = token.exec(rest) ?? [];
    if (name === undefined && text === undefined) throw new Error(`no tag and no text at ${JSON.stringify(rest.slice(from, from + 60))}`);
    const bare = (text ?? attributes ?? "").replace(/&#\d+;/g, "");
    if (bare.includes("&")) throw new Error(`an open reference in ${JSON.stringify(bare.slice(0, 60))}`);
    if (name === undefined) continue;
    if (close === "/") {
      if (open.pop() !== name) throw new Error(`</${name}> closes nothing`);
      continue;
    }
    elements.push({
      name,
      attributes: Object.fromEntries([...(attributes ?? "").matchAll(/ ([a-z-]+)="([^"]*)"/g)].map(([, key, value]) => [key, value])),
    });
    if (!VOID.has(name)) open.push(name);
  }
  if (open.length > 0) throw new Error(`${open.join(", ")} left open`);
  return { elements };
}
