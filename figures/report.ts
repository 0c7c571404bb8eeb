import { createHash } from "node:crypto";
import type { ClaimResult } from "../model/experiment.ts";
import { claimMarkup, verdictLine } from "./claimMarkup.ts";
import type { Agreement } from "./coverage.ts";
import { inlineSvg } from "./inlineSvg.ts";
import { type Child, element, type Markup, render, trusted } from "./markup.ts";
import { REPORT_STYLE } from "./reportStyle.ts";

export interface ReportFigure {
  /** Unique; a claim goes below the figure whose id names its number: "2a" below "figure-2". */ readonly id: string;
  readonly title: string;
  readonly caption: string;
  readonly svg: string;
}

export interface Report {
  readonly figures: readonly ReportFigure[];
  readonly claims: readonly ClaimResult[];
  /** What was run: name → value, such as commit, seed, versions. */ readonly provenance: Readonly<Record<string, string>>;
  readonly agreement?: Agreement;
  readonly notes?: readonly string[];
}

const PAPER_LINK = "https://arxiv.org/abs/2605.21516";
/** A picture up to this width, px, is shrunk to a phone's screen; a wider one is scrolled, so that its labels stay readable. */
const NARROW = 430;

/**
 * A report in one HTML page that needs no network and no script.
 *
 * @throws RangeError if two figures share an id, or a figure's SVG is not inert
 */
export function reportHtml({ figures, claims, provenance, agreement, notes = [] }: Report): string {
  const ids = figures.map((figure) => anchorOf(figure.id));
  if (new Set(ids).size < ids.length) throw new RangeError(`figures must have different ids, got ${ids.join(", ")}`);
  const shown = figures.map((figure) => ({
    figure,
    anchor: anchorOf(figure.id),
    claims: claims.filter((claim) => belongs(claim, figure)),
  }));
  const elsewhere = claims.filter((claim) => !shown.some((entry) => entry.claims.includes(claim)));

  const failing = claims.some((claim) => !claim.holds || claim.simulation?.verdict === "no");
  const main: Child = [
    element("p", { class: failing ? "verdict failing" : "verdict" }, verdictLine(claims)),
    agreement ? element("p", {}, agreementLine(agreement)) : "",
    contents(shown, elsewhere, notes.length > 0),
    shown.map(({ figure, anchor, claims: own }) => section(anchor, figure.title, figureMarkup(figure, anchor), claimList(own))),
    elsewhere.length > 0 ? section("other-claims", "Claims without a figure here", claimList(elsewhere)) : "",
    section("sources", "What is quoted and what is reconstructed", sources()),
    notes.length > 0
      ? section(
          "notes",
          "Notes",
          element(
            "ul",
            {},
            notes.map((note) => element("li", {}, note)),
          ),
        )
      : "",
    section("provenance", "Provenance", provenanceTable(provenance)),
  ];
  return page("harness-lab: when does more scaffolding help?", main);
}

function page(title: string, main: Child): string {
  // The policy allows this one style sheet, by its hash, and nothing else: a picture that wants more does not get it.
  const hash = createHash("sha256").update(REPORT_STYLE).digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const head = element(
    "head",
    {},
    trusted(
      `<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="${policy}">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n`,
    ),
    element("title", {}, title),
    element("style", {}, trusted(REPORT_STYLE)),
  );
  const header = element(
    "header",
    {},
    element("h1", {}, title),
    element(
      "p",
      {},
      "Exact theory and simulation of harnesses for LLM agents, set against the figures of Harnesses for Inference-Time Alignment over Execution Trajectories (Wang, Li, Wang, Tao, Kong, 2026).",
    ),
  );
  return `<!doctype html>\n${render(element("html", { lang: "en" }, head, "\n", element("body", {}, header, element("main", {}, main))))}\n`;
}

function section(id: string, title: string, ...content: Child[]): Markup {
  return element("section", { id, "aria-labelledby": `${id}-title` }, element("h2", { id: `${id}-title` }, title), content);
}

type Shown = { readonly figure: ReportFigure; readonly anchor: string; readonly claims: readonly ClaimResult[] };

function contents(shown: readonly Shown[], elsewhere: readonly ClaimResult[], hasNotes: boolean): Markup {
  const entry = (anchor: string, title: string, tally = "") =>
    element("li", {}, element("a", { href: `#${anchor}` }, title), tally === "" ? "" : element("span", { class: "tally" }, ` (${tally})`));
  return element(
    "nav",
    { "aria-label": "Contents" },
    element("h2", {}, "Contents"),
    element(
      "ol",
      {},
      shown.map(({ figure, anchor, claims }) => entry(anchor, figure.title, tallyOf(claims))),
      elsewhere.length > 0 ? entry("other-claims", "Claims without a figure here", tallyOf(elsewhere)) : "",
      entry("sources", "What is quoted and what is reconstructed"),
      hasNotes ? entry("notes", "Notes") : "",
      entry("provenance", "Provenance"),
    ),
  );
}

function tallyOf(claims: readonly ClaimResult[]): string {
  return claims.length === 0 ? "" : `${claims.filter((claim) => claim.holds).length} of ${claims.length} claims hold`;
}

function figureMarkup({ title, caption, svg }: ReportFigure, anchor: string): Markup {
  const width = Number(/\swidth="([\d.]+)"/.exec(svg)?.[1] ?? NARROW + 1);
  const picture = {
    class: width <= NARROW ? "picture narrow" : "picture",
    role: "region",
    tabindex: 0,
    "aria-label": `${title}, scrolls sideways`,
  };
  return element("figure", {}, element("div", picture, inlineSvg(svg, anchor, `${title}. ${caption}`)), element("figcaption", {}, caption));
}

function claimList(claims: readonly ClaimResult[]): Child {
  return claims.length === 0 ? "" : [element("h3", {}, claims.length === 1 ? "Claim" : "Claims"), claims.map(claimMarkup)];
}

function agreementLine({ compared, covered }: Agreement): string {
  const share = compared === 0 ? "" : `, ${((100 * covered) / compared).toFixed(1)}%`;
  return `Theory against simulation: ${covered} of ${compared} simulated 95% intervals hold the exact value${share}; about 95% are expected to.`;
}

function sources(): Child {
  const link = element("a", { href: PAPER_LINK, rel: "noreferrer" }, "arXiv 2605.21516");
  return [
    element(
      "p",
      {},
      "Quoted from the paper (",
      link,
      "): what its abstract and figure captions say, the three agents Model 1 to Model 3 as truncated normal laws, the form of the partial harness and the chunk sizes 10 and 25. Of the body of the paper we had readers’ notes only, so also for the values of its Fig. 3b.",
    ),
    element(
      "p",
      {},
      "Reconstructed here: the generator of the synthetic task, the canonical parameters (goal 100, tolerance 2, step budget 8, retry budget 5, guidance strength 3), the fourth pool member, and the rates of false claims. They are one choice under which every caption comes true; the paper’s own numbers may differ.",
    ),
  ];
}

function provenanceTable(provenance: Readonly<Record<string, string>>): Markup {
  const rows = Object.entries(provenance).map(([name, value]) =>
    element("tr", {}, element("th", { scope: "row" }, name), element("td", {}, value)),
  );
  const head = element("tr", {}, element("th", { scope: "col" }, "what"), element("th", { scope: "col" }, "value"));
  return element(
    "div",
    { class: "wide", role: "region", tabindex: 0, "aria-label": "Provenance" },
    element("table", {}, element("thead", {}, head), element("tbody", {}, rows)),
  );
}

/** "2a" belongs to figure-2 and "3b" to figure-3b, but "25" does not belong to figure-2. */
function belongs({ figure }: ClaimResult, { id }: ReportFigure): boolean {
  const number = id.replace(/^figure-/, "");
  return figure === number || (figure.startsWith(number) && /^[a-z]+$/.test(figure.slice(number.length)));
}

function anchorOf(id: string): string {
  return id.replace(/[^A-Za-z0-9-]+/g, "-");
}
