import { Marked, type Tokens } from "marked";
import type { EquationIndex } from "./equations.ts";
import { escaped } from "./escape.ts";
import { linkTo, type Place, pictureData, slugOf } from "./links.ts";
import { blockMath, inlineMath, references } from "./mathTokens.ts";
import { StyleClasses } from "./typeset.ts";

/** A page's content as HTML. */
export interface Rendered {
  readonly title: string;
  readonly main: string;
  /** Second-level headings: anchor and HTML. */ readonly sections: readonly { readonly anchor: string; readonly html: string }[];
  /** Rules for what its formulas would say in style attributes. */ readonly css: string;
}

/**
 * Renders GitHub Markdown with formulas.
 *
 * @throws Error that names the page: for a formula that cannot be read, a `$` or a TeX command left in the text, a reference to no
 *         equation, a link to nowhere, raw HTML
 */
export function renderPage(markdown: string, place: Place, index: EquationIndex): Rendered {
  const styles = new StyleClasses();
  const sections: { anchor: string; html: string }[] = [];
  let title = "";
  const marked = new Marked({ gfm: true, async: false });
  marked.use({ extensions: [blockMath(styles), inlineMath(styles), references(place.page, index)] });
  marked.use({
    renderer: {
      heading({ tokens, depth, text }: Tokens.Heading) {
        const html = this.parser.parseInline(tokens);
        const anchor = slugOf(text);
        if (depth === 1) title = text;
        if (depth === 2) sections.push({ anchor, html });
        return `<h${depth} id="${anchor}">${html}</h${depth}>\n`;
      },
      link({ href, tokens }: Tokens.Link) {
        return `<a href="${escaped(linkTo(href, place))}" rel="noreferrer">${this.parser.parseInline(tokens)}</a>`;
      },
      image({ href, text }: Tokens.Image) {
        return `<img src="${pictureData(href, place.source)}" alt="${escaped(text)}">`;
      },
      html({ text }: Tokens.HTML | Tokens.Tag) {
        if (text.replace(/<!--[\s\S]*?-->/g, "").trim() !== "") throw new Error(`raw HTML is not rendered: ${text.trim().slice(0, 60)}`);
        return "";
      },
      text(token: Tokens.Text | Tokens.Escape) {
        if ("tokens" in token && token.tokens) return this.parser.parseInline(token.tokens);
        if (token.type === "text" && /\$|\\[a-zA-Z]/.test(token.text)) throw new Error(`a formula is left as source: ${token.text.trim()}`);
        return escaped(token.text);
      },
    },
  });
  try {
    const html = marked.parse(markdown) as string;
    const main = html.replace(/<table>[\s\S]*?<\/table>/g, (table) => `<div class="wide">${table}</div>`);
    if (title === "") throw new Error("a page must have a title");
    return { title, main, sections, css: styles.css() };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new Error(`${place.page}.md: ${said.replace(/\nPlease report this to .*/, "")}`); // marked adds its own address
  }
}

/** Anchors that a page offers: its headings. */
export function headingsOf(markdown: string): Set<string> {
  const tokens = new Marked({ gfm: true }).lexer(markdown);
  return new Set(tokens.flatMap((token) => (token.type === "heading" ? [slugOf((token as Tokens.Heading).text)] : [])));
}
