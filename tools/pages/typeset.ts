import katex from "katex";

/** Declarations that formulas carry, each under a class of its own: the pages' policy allows no style attribute. */
export class StyleClasses {
  readonly #names = new Map<string, string>();

  nameOf(declarations: string): string {
    const name = this.#names.get(declarations) ?? `s${this.#names.size}`;
    this.#names.set(declarations, name);
    return name;
  }

  /** As a style sheet. Each wins over KaTeX's own rules, as an attribute does. */
  css(): string {
    const important = (declarations: string) =>
      declarations
        .split(";")
        .filter((declaration) => declaration.trim() !== "")
        .map((declaration) => `${declaration}!important`)
        .join(";");
    return [...this.#names].map(([declarations, name]) => `.${name}{${important(declarations)}}`).join("\n");
  }
}

/**
 * A formula as HTML for eyes and MathML for screen readers, without a style attribute.
 *
 * @throws Error with the formula when KaTeX cannot read it, or would have to guess what is meant
 */
export function typeset(tex: string, display: boolean, styles: StyleClasses): string {
  let html: string;
  try {
    html = katex.renderToString(tex, { displayMode: display, throwOnError: true, strict: "error", trust: false, output: "htmlAndMathml" });
  } catch (error) {
    throw new Error(`formula cannot be read: ${tex.trim()} (${error instanceof Error ? error.message : String(error)})`);
  }
  const withoutSource = html.replace(/<annotation encoding="application\/x-tex">[\s\S]*?<\/annotation>/g, "");
  return withoutSource.replace(/<[a-z][^>]*?\sstyle=(?:"[^"]*"|'[^']*')[^>]*>/g, (tag) => styledByClass(tag, styles));
}

function styledByClass(tag: string, styles: StyleClasses): string {
  const [attribute, double, single] = /\sstyle=(?:"([^"]*)"|'([^']*)')/.exec(tag) as RegExpExecArray;
  const name = styles.nameOf(double ?? single);
  const plain = tag.replace(attribute, "");
  return /\sclass="/.test(plain) ? plain.replace(/\sclass="/, ` class="${name} `) : plain.replace(/^<[a-z]+/, `$& class="${name}"`);
}
