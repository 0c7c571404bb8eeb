import type { TokenizerAndRendererExtension } from "marked";
import { anchorOf, BARE, type EquationIndex, equationsOf, REFERENCE, replaceLabels } from "./equations.ts";
import { htmlName } from "./links.ts";
import { type StyleClasses, typeset } from "./typeset.ts";

/** `$$` on a line of its own, TeX, `$$` on a line of its own. */
const BLOCK = /^ {0,3}\$\$[ \t]*\n([\s\S]+?)\n {0,3}\$\$[ \t]*(?:\n+|$)/;
/** As GitHub reads it: no space inside the dollars, no digit after the second one. */
const INLINE = /^\$(?!\s)((?:\\[\s\S]|[^\\$\n]|\n(?!\n))+?)(?<!\s)\$(?!\d)([.,;:!?)\]]*)/;
/** A formula of more characters may be broken over two lines, so it is not tied to what follows it. */
const SHORT = 30;

/** Display formulas, each with its number as a link to itself. */
export function blockMath(styles: StyleClasses): TokenizerAndRendererExtension {
  return {
    name: "blockMath",
    level: "block",
    start: (text) => /^ {0,3}\$\$/m.exec(text)?.index,
    tokenizer(text) {
      const found = BLOCK.exec(text);
      return found ? { type: "blockMath", raw: found[0], tex: found[1] } : undefined;
    },
    renderer: ({ tex }) => equation(tex as string, styles),
  };
}

/** A wide formula scrolls by itself, and its number stays in sight: KaTeX's own would be written over it. */
function equation(tex: string, styles: StyleClasses): string {
  const labels = equationsOf(tex);
  if (labels.length > 1 || (labels.length === 0 && /\\tag\b/.test(tex)))
    throw new Error(`a display formula must have one number such as T1.3 at most: ${tex.trim()}`);
  const formula = typeset(tex.replace(/\\tag\*?\{[^}]*\}/, ""), true, styles);
  const scrolled = `<div class="formula">${formula}</div>`;
  const [label] = labels;
  if (label === undefined) return `<div class="equation">${scrolled}</div>\n`;
  const number = `<a class="number" href="#${anchorOf(label)}" aria-label="Equation ${label}">(${label})</a>`;
  return `<div class="equation" id="${anchorOf(label)}">${scrolled}${number}</div>\n`;
}

/** Formulas in a line of text. */
export function inlineMath(styles: StyleClasses): TokenizerAndRendererExtension {
  return {
    name: "inlineMath",
    level: "inline",
    start: (text) => text.indexOf("$"),
    tokenizer(text) {
      const found = INLINE.exec(text);
      return found ? { type: "inlineMath", raw: found[0], tex: found[1], after: found[2] } : undefined;
    },
    renderer({ tex, after }) {
      const formula = typeset(tex as string, false, styles);
      // A browser may break a line between a formula and the comma after it.
      return after !== "" && tex.length <= SHORT ? `<span class="tied">${formula}${after}</span>` : formula + after;
    },
  };
}

/**
 * References such as (T1.3) in running text, each number a link to its equation.
 *
 * @param page  the page that they stand on, without ending
 */
export function references(page: string, index: EquationIndex): TokenizerAndRendererExtension {
  return {
    name: "reference",
    level: "inline",
    start: (text) =>
      [REFERENCE, BARE]
        .map((pattern) => text.search(pattern))
        .filter((at) => at >= 0)
        .sort((a, b) => a - b)[0],
    tokenizer(text) {
      if (this.lexer.state.inLink) return undefined;
      const found = [REFERENCE, BARE].map((pattern) => pattern.exec(text)).find((match) => match?.index === 0)?.[0];
      return found !== undefined && (found.startsWith("(") || index.has(found)) ? { type: "reference", raw: found } : undefined;
    },
    renderer: ({ raw }) =>
      replaceLabels(raw, (label) => {
        const home = index.get(label);
        if (home === undefined) throw new Error(`(${label}) is no equation of these pages`);
        return `<a href="${home === page ? "" : htmlName(home)}#${anchorOf(label)}">${label}</a>`;
      }),
  };
}
