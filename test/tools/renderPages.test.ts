import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { equationIndex, referencesIn } from "../../tools/pages/equations.ts";
import { renderPages, type Source, sourcesIn } from "../../tools/renderPages.ts";

const ROOT = join(import.meta.dirname, "../..");
const FOLDER = join(ROOT, "docs/theory");
const OUT = join(ROOT, "results/docs");
const sources = sourcesIn(FOLDER);
const documents = renderPages(sources, FOLDER, OUT);
const index = equationIndex(sources);

/** What a reader sees as text: no tags, no code, no style. */
function proseOf(html: string): string {
  return html
    .replace(/<(style|code|pre|head|annotation)\b[\s\S]*?<\/\1>/g, " ")
    .replace(/<[^>]*>/g, "")
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}

/** Renders a page of its own. */
const rendered = (markdown: string, ...others: Source[]): string =>
  renderPages([{ name: "page", markdown: `# Page\n\n${markdown}\n` }, ...others], FOLDER, OUT).get("page.html") as string;

describe.each([...documents])("%s", (file, html) => {
  test("no formula is left as source", () => expect(proseOf(html)).not.toMatch(/\$|\\[A-Za-z]+|\\[,;!]/));

  test("every numbered equation stands there once, linked to itself", () => {
    const name = file === "index.html" ? "README" : file.replace(".html", "");
    const own = [...index].filter(([, page]) => page === name).map(([label]) => label);
    expect([...html.matchAll(/ id="eq-([^"]*)"/g)].map(([, label]) => label)).toEqual(own);
    for (const label of own) expect(html).toContain(`href="#eq-${label}" aria-label="Equation ${label}">(${label})</a>`);
  });

  test("every link leads to a page and an anchor that are there", () => {
    const ids = (of: string) => new Set([...(documents.get(of) ?? "").matchAll(/ id="([^"]*)"/g)].map(([, id]) => id));
    for (const [, href] of html.matchAll(/<a [^>]*href="([^"]*)"/g)) {
      if (/^https:|^\.\./.test(href)) continue; // files of the repository are asked for when a page is rendered
      const [path, anchor] = href.split("#");
      expect([...documents.keys()]).toContain(path || file);
      if (anchor !== undefined) expect(ids(path || file), href).toContain(decodeURIComponent(anchor));
    }
  });

  test("fetches and runs nothing, under a policy that says so; style stands in its one sheet", () => {
    const visible = html.replace(/\sxmlns="[^"]*"/g, "").replace(/<a [^>]*href="https:[^"]*"/g, "");
    expect(visible).not.toMatch(/https?:|<(?:script|link|iframe|object|embed|base)\b|@import|url\((?!data:)|\son\w+=|\sstyle=/i);
    expect(html).toMatch(
      /Content-Security-Policy" content="default-src 'none'; style-src 'sha256-[\w+/=]+'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'"/,
    );
  });

  test("no id occurs twice, and there is one h1", () => {
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(ids.length).toBe(new Set(ids).size);
    expect(html.match(/<h1/g)).toHaveLength(1);
  });
});

describe("citations", () => {
  const code = ["theory", "model", "numerics", "experiments", "sim", "figures", "cli"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => join(folder, file)),
  );
  /** Comments and help texts that name equations: each reference with the page named before it on its line, if one is. */
  const cited = code.flatMap((file) =>
    readFileSync(join(ROOT, file), "utf8")
      .split("\n")
      .flatMap((line) => {
        const page = /docs\/theory\/([\w-]+)\.md/.exec(line)?.[1];
        return referencesIn(line, index).map((label) => ({ file, label, page }));
      }),
  );

  test.each(sources.map(({ name, markdown }) => [name, markdown]))("every equation that page %s refers to is there", (_, markdown) =>
    expect(referencesIn(markdown, index).filter((label) => !index.has(label))).toEqual([]),
  );

  test("every equation that a docstring cites is there, on the page that it names", () => {
    expect(cited.length).toBeGreaterThan(10);
    expect(cited.filter(({ label, page }) => !index.has(label) || (page !== undefined && index.get(label) !== page))).toEqual([]);
  });

  test("references are found in all their forms, and what looks like one is none", () =>
    expect(
      referencesIn("by (T1.3), (R.2, R.3) and (O.4 to O.6) in (2021), Sec. (2.3), see R.99; not V8.1, xR.2, R.2.1, arXiv 2605.1", index),
    ).toEqual(["T1.3", "R.2", "R.3", "O.4", "O.6", "R.99"]));
});

describe("the renderer", () => {
  test("a formula that cannot be read fails the page by name", () => {
    expect(() => rendered("$\\frac{1$")).toThrow(/page\.md: formula cannot be read: \\frac\{1/);
    expect(() => rendered("$\\nosuchcommand$")).toThrow(/formula cannot be read/);
    expect(() => rendered("$é$")).toThrow(/formula cannot be read/); // KaTeX would guess
  });

  test.each([
    ["a $ that opens nothing", /formula is left as source/],
    ["\\alpha outside of a formula", /formula is left as source/],
    ["$$\nx \\tag{T1.1} \\\\ y \\tag{T1.2}\n$$", /one number/],
    ["$$\nx \\tag{1}\n$$", /one number such as T1\.3/],
    ["See (T9.9).", /\(T9\.9\) is no equation/],
    ["[there](nowhere.md)", /no page nowhere\.md/],
    ["[there](#nowhere)", /no heading #nowhere/],
    ["[there](../nowhere.txt)", /no file/],
    ["[there](javascript:alert(1))", /relative or https/],
    ["![there](https://example.org/a.png)", /picture must be a PNG of the repository/],
    ["<script>alert(1)</script>", /raw HTML/],
  ])("%j is refused", (markdown, message) => expect(() => rendered(markdown)).toThrow(message));

  test("two equations of one number are refused", () =>
    expect(() => rendered("$$\nx \\tag{T1.1}\n$$", { name: "other", markdown: "# Other\n\n$$\ny \\tag{T1.1}\n$$\n" })).toThrow(
      /equation \(T1\.1\) is numbered in .* already/,
    ));

  test("a reference links to its equation on whichever page", () => {
    expect(rendered("As T1.1 says.\n\n$$\nx \\tag{T1.1}\n$$")).toContain('As <a href="#eq-T1.1">T1.1</a> says.');
    const html = rendered("By (T1.1) and (T1.2).\n\n$$\nx \\tag{T1.1}\n$$", {
      name: "other",
      markdown: "# Other\n\n$$\ny \\tag{T1.2}\n$$\n",
    });
    expect(html).toContain('(<a href="#eq-T1.1">T1.1</a>) and (<a href="other.html#eq-T1.2">T1.2</a>)');
  });

  test("text is text: what looks like markup in a title or code does not become any", () => {
    const html = rendered('`<img src=x>` and 2 < 3 & "so"');
    expect(html).not.toMatch(/<img/);
    expect(html).toContain("2 &#60; 3 &#38; ");
  });

  test("prices in code keep their dollar", () => expect(rendered("`$5`")).toContain("<code>$5</code>"));

  test("fonts come with the formulas that need them and not without", () => {
    expect(rendered("plain")).not.toContain("@font-face");
    expect(rendered("$x$")).toContain("font-family:KaTeX_Math");
    expect(rendered("$x$")).not.toContain("font-family:KaTeX_Fraktur;font-style");
    expect(rendered("$\\mathfrak{x}$")).toContain("font-family:KaTeX_Fraktur;font-style");
  });
});
