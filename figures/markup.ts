/**
 * Elements of SVG and HTML without a DOM. A string is text and is escaped; only what was made here, or is declared
 * trusted, counts as markup. Names in a result come from files and are not trusted.
 */

/** Markup, kept apart from text by being an object. */
export interface Markup {
  readonly markup: string;
}
export type Child = Markup | string | number | readonly Child[];
/** An attribute left undefined is not written. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

export const trusted = (markup: string): Markup => ({ markup });

export function element(name: string, attributes: Attributes = {}, ...children: Child[]): Markup {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${typeof value === "number" ? short(value) : escaped(value)}"`],
  );
  const content = children.map(render).join("");
  return trusted(
    content === "" && !CONTENT_ALLOWED_EMPTY.has(name)
      ? `<${name}${written.join("")}/>`
      : `<${name}${written.join("")}>${content}</${name}>`,
  );
}

/** HTML reads `<td/>` as an opening tag. */
const CONTENT_ALLOWED_EMPTY = new Set(["td", "th", "p", "div", "span", "dd", "style", "title"]);

export function render(child: Child): string {
  if (typeof child === "string") return escaped(child);
  if (typeof child === "number") return escaped(String(child));
  return "markup" in child ? child.markup : child.map(render).join("");
}

/** What XML allows nowhere, not even as a reference: control characters and halves of a surrogate pair. */
const ILLEGAL = /[^\P{Cc}\t\n\r]|\p{Cs}|[\ufffe\uffff]/gu;

export const legalXml = (text: string): string => text.replace(ILLEGAL, "");

export function escaped(text: string): string {
  return legalXml(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Coordinates to 1/100 px: more says nothing and doubles the size. */
function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}
