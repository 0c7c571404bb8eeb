import { escaped, type Markup, trusted } from "./markup.ts";
import { scopeIds } from "./svgIds.ts";

/** Anything in a picture that could run, load or lead elsewhere. Our own pictures hold none of it. */
const ACTIVE = /<\s*(?:script|foreignObject|image|iframe|style|animate|set|a)\b|\son\w+\s*=|(?:href|src)\s*=\s*["'](?!#)|url\(\s*(?!#)/i;

/**
 * An SVG document as part of a page: its ids made its own, its size left to the page, its content described in one label.
 *
 * @param id     unique in the page; becomes the prefix of the ids
 * @param label  what a screen reader says in place of the picture
 * @throws RangeError if it is no SVG, or holds anything active
 */
export function inlineSvg(svg: string, id: string, label: string): Markup {
  const start = svg.indexOf("<svg");
  if (start < 0) throw new RangeError(`figure ${id} must be an SVG document`);
  const document = svg.slice(start);
  const active = (document.match(/<[^<>]+>/g) ?? []).find((tag) => ACTIVE.test(tag));
  if (active !== undefined) throw new RangeError(`figure ${id} must hold no script, link or outside resource, got ${active.slice(0, 60)}`);
  const end = document.indexOf(">");
  const root = document.slice(0, end).replace(/\s(?:role|aria-[a-z]+|class)="[^"]*"/g, "");
  return trusted(scopeIds(`${root} role="img" aria-label="${escaped(label)}"${document.slice(end)}`, id));
}
