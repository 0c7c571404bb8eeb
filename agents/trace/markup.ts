import { harmless } from "../sandbox/harmless.ts";

/**
 * Elements of HTML without a DOM. A string is text of whoever wrote it: it is made harmless and escaped. Only what was made here, or is
 * declared trusted, counts as markup.
 */

/** Markup, kept apart from text by being an object. */
export interface Markup {
  readonly markup: string;
}
export type Child = Markup | string | number | undefined | readonly Child[];
/** An attribute left undefined is not written. Names are ours. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

export const trusted = (markup: string): Markup => ({ markup });

export function element(name: string, attributes: Attributes = {}, ...children: Child[]): Markup {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escaped(String(value))}"`],
  );
  return trusted(`<${name}${written.join("")}>${render(children)}</${name}>`);
}

export function render(child: Child): string {
  if (child === undefined) return "";
  if (typeof child === "string") return escaped(child);
  if (typeof child === "number") return String(child);
  return "markup" in child ? child.markup : child.map(render).join("");
}

function escaped(text: string): string {
  return harmless(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
