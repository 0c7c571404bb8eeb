/**
 * Ids inside an SVG. Vega numbers them by process, so the second picture drawn would differ from the first;
 * and two pictures inlined in one page must not share an id, or one takes the other's clip path.
 */

/** Ids in order of appearance, from 0: the same picture has the same ids whenever it is drawn. */
export function renumberIds(svg: string): string {
  const order = new Map(idsOf(svg).map((id, i) => [id, `part-${i}`]));
  return renamed(svg, (id) => order.get(id) ?? id);
}

/** Ids and the references to them with a prefix, for inlining. */
export function scopeIds(svg: string, prefix: string): string {
  const own = new Set(idsOf(svg));
  return renamed(svg, (id) => (own.has(id) ? `${prefix}-${id}` : id));
}

function idsOf(svg: string): string[] {
  const tags = svg.match(TAG) ?? [];
  return [...new Set(tags.flatMap((tag) => [...tag.matchAll(/\sid="([^"]*)"/g)].map((match) => match[1] as string)))];
}

/** Tags only: a label that happens to read `id="a"` is text. */
const TAG = /<[^<>]+>/g;

function renamed(svg: string, name: (id: string) => string): string {
  return svg.replace(TAG, (tag) =>
    tag
      .replace(/(\sid=")([^"]*)"/g, (_, before: string, id: string) => `${before}${name(id)}"`)
      .replace(/url\(#([^)]*)\)/g, (_, id: string) => `url(#${name(id)})`)
      .replace(/(\s(?:xlink:)?href="#)([^"]*)"/g, (_, before: string, id: string) => `${before}${name(id)}"`),
  );
}
