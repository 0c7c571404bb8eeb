import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { documentOf, listOfPages } from "./pages/document.ts";
import { equationIndex } from "./pages/equations.ts";
import { htmlName } from "./pages/links.ts";
import { headingsOf, renderPage } from "./pages/renderPage.ts";

/** `npm run docs`, second half: docs/theory/*.md as pages that are read offline. */

const ROOT = join(import.meta.dirname, "..");
const SOURCE = join(ROOT, "docs/theory");
const OUT = join(ROOT, "results/docs");

/** A page as it is written down. */
export interface Source {
  /** Without ending. */ readonly name: string;
  readonly markdown: string;
}

export function sourcesIn(folder: string): Source[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".md"))
    .toSorted()
    .map((file) => ({ name: file.slice(0, -3), markdown: readFileSync(join(folder, file), "utf8") }));
}

/**
 * Every page as a document, by the name of its file.
 *
 * @param source  the folder that links of the pages start from
 * @param out     the folder that the documents are for
 * @throws Error naming page and cause: see `renderPage`; also where two equations have one number
 */
export function renderPages(sources: readonly Source[], source: string, out: string): Map<string, string> {
  const index = equationIndex(sources);
  const entries = sources.map(({ name, markdown }) => ({ name, markdown, title: titleOf(name, markdown) }));
  const whole = entries.map((entry) =>
    entry.name === "README" ? { ...entry, markdown: entry.markdown + listOfPages(entries.filter(({ name }) => name !== "README")) } : entry,
  );
  const anchors = new Map(whole.map(({ name, markdown }) => [name, headingsOf(markdown)]));
  const inOrder = [...entries].sort((a, b) => Number(b.name === "README") - Number(a.name === "README"));
  return new Map(
    whole.map(({ name, markdown }) => [
      htmlName(name),
      documentOf(name, renderPage(markdown, { source, out, anchors, page: name }, index), inOrder),
    ]),
  );
}

function titleOf(name: string, markdown: string): string {
  const title = /^# (.+)$/m.exec(markdown)?.[1];
  if (title === undefined) throw new Error(`${name}.md: a page must have a title`);
  return title;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const documents = renderPages(sourcesIn(SOURCE), SOURCE, OUT);
  mkdirSync(OUT, { recursive: true });
  for (const [file, html] of documents) writeFileSync(join(OUT, file), html);
  process.stderr.write(
    `${documents.size} pages in ${relative(process.cwd(), OUT)}; open ${relative(process.cwd(), join(OUT, "index.html"))}\n`,
  );
}
