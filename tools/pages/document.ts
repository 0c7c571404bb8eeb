import { createHash } from "node:crypto";
import { equationsOf } from "./equations.ts";
import { escaped } from "./escape.ts";
import { katexStyle } from "./katexStyle.ts";
import { htmlName } from "./links.ts";
import { PAGE_STYLE } from "./pageStyle.ts";
import type { Rendered } from "./renderPage.ts";

/** A page in the list that every page shows. */
export interface Entry {
  readonly name: string;
  readonly title: string;
}

/** The whole document: it fetches nothing, runs nothing, and its policy says so. */
export function documentOf(name: string, { title, main, sections, css }: Rendered, pages: readonly Entry[]): string {
  const style = [main.includes("katex") ? katexStyle(main) : "", PAGE_STYLE, css].join("\n");
  const hash = createHash("sha256").update(style).digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} · harness-lab</title>
<style>${style}</style>
</head>
<body>
<nav aria-label="Pages"><ul>${pages.map((page) => pageLink(page, name)).join("")}</ul></nav>
<main>
${withContents(main, sections)}</main>
</body>
</html>
`;
}

function pageLink({ name, title }: Entry, here: string): string {
  return name === here ? `<li aria-current="page">${escaped(title)}</li>` : `<li><a href="${htmlName(name)}">${escaped(title)}</a></li>`;
}

/** The contents stand below the title. */
function withContents(main: string, sections: Rendered["sections"]): string {
  if (sections.length < 2) return main;
  const entries = sections.map(({ anchor, html }) => `<li><a href="#${anchor}">${html}</a></li>`).join("");
  return main.replace("</h1>\n", `</h1>\n<nav aria-label="On this page" class="contents"><ol>${entries}</ol></nav>\n`);
}

/** What the index adds to its own text: every page with its first sentence left to it, and the range of its equations. */
export function listOfPages(pages: readonly (Entry & { readonly markdown: string })[]): string {
  const lines = pages.map(({ name, title, markdown }) => {
    const labels = equationsOf(markdown);
    const range = labels.length === 0 ? "" : `, equations ${labels[0]} to ${labels[labels.length - 1]}`;
    return `- [${title}](${name}.md)${range}\n`;
  });
  return `\n## Pages\n\n${lines.join("")}`;
}
