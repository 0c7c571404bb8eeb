import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const FOLDER = dirname(createRequire(import.meta.url).resolve("katex/dist/katex.min.css"));
const FACE = /@font-face\{([^}]*)\}/g;

/**
 * KaTeX's style sheet with the fonts that a page needs inside it, so that nothing is fetched.
 *
 * @param html  the page's formulas: the classes in them say which fonts
 */
export function katexStyle(html: string): string {
  const css = readFileSync(join(FOLDER, "katex.min.css"), "utf8");
  const rules = css.replace(FACE, "");
  const families = familiesFor(html, rules);
  const faces = [...css.matchAll(FACE)].filter(([, face]) => families.has(familyIn(face) ?? "")).map(([, face]) => withFont(face));
  return faces.join("\n") + rules;
}

/** Families of the rules whose classes all occur in the page. */
function familiesFor(html: string, rules: string): Set<string> {
  const present = new Set([...html.matchAll(/\sclass="([^"]*)"/g)].flatMap(([, names]) => names.split(" ")));
  const families = new Set<string>();
  for (const [, selectors, body] of rules.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    const family = familyIn(body);
    const applies = selectors
      .split(",")
      .some((selector) => (selector.match(/\.[\w-]+/g) ?? []).every((name) => present.has(name.slice(1))));
    if (family !== undefined && applies) families.add(family);
  }
  return families;
}

const familyIn = (declarations: string): string | undefined => /KaTeX_\w+/.exec(declarations.replace(/src:[^;]*/, ""))?.[0];

function withFont(face: string): string {
  const file = /url\((fonts\/[\w-]+\.woff2)\)/.exec(face)?.[1] as string;
  const data = readFileSync(join(FOLDER, file)).toString("base64");
  return `@font-face{${face.replace(/src:[^;]*/, `src:url(data:font/woff2;base64,${data}) format("woff2")`)}}`;
}
