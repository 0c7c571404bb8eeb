import { beforeAll, describe, expect, test } from "vitest";
import { verdictLine } from "../../figures/claimMarkup.ts";
import { agreementOf } from "../../figures/coverage.ts";
import { figureText } from "../../figures/evidence.ts";
import { FIGURES } from "../../figures/paperFigures.ts";
import { renderFigure } from "../../figures/render.ts";
import { type Report, type ReportFigure, reportHtml } from "../../figures/report.ts";
import type { ClaimResult, ExperimentResult } from "../../model/experiment.ts";
import { plausibleResults } from "./plausible.ts";

const results = plausibleResults();
const claims = [...results.values()].flatMap((result) => result.claims);
const figures: ReportFigure[] = [];
beforeAll(async () => {
  for (const { id, title, caption, spec } of FIGURES) figures.push({ id, title, caption, svg: (await renderFigure(spec(results))).svg });
});
const report = (changes: Partial<Report> = {}) =>
  reportHtml({
    figures,
    claims,
    provenance: { commit: "73363ba", seed: "1" },
    agreement: agreementOf(results.values()),
    notes: ["Noted."],
    ...changes,
  });
const claim = (changes: Partial<ClaimResult> = {}): ClaimResult => ({
  id: "a",
  figure: "2a",
  statement: "It rises.",
  holds: true,
  evidence: {},
  ...changes,
});

describe("the page", () => {
  test("loads nothing: its only outside address is a plain link to the paper", () => {
    const html = report().replace(/\sxmlns(?::xlink)?="[^"]*"/g, "");
    expect(html.match(/https?:\/\/[^"<\s]*/g)).toEqual(["https://arxiv.org/abs/2605.21516"]);
    expect(html).not.toMatch(/<(?:script|link|iframe|img|object|embed|base)\b|@import|\son\w+=/i);
  });

  test("states a policy that its own style sheet meets", () => {
    expect(report()).toMatch(
      /http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'"/,
    );
    expect(report()).not.toMatch(/\sstyle="/);
  });

  test("has one h1, a label on every picture and a scope on every table head", () => {
    const html = report();
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html.match(/<svg[^>]*role="img" aria-label="[^"]{40,}"/g)).toHaveLength(FIGURES.length);
    expect(html.match(/<figure>/g)).toHaveLength(FIGURES.length);
    expect(html.match(/<th[ >]/g)?.length).toBe(html.match(/<th scope="(?:row|col)"/g)?.length);
  });

  test("no id occurs twice, and every anchor of the contents exists", () => {
    const html = report();
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, anchor] of html.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(anchor);
  });

  test("pictures inlined twice keep their ids apart", () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="9"><clipPath id="c"><path/></clipPath><g clip-path="url(#c)"/><text>id="c"</text></svg>';
    const two = ["one", "two"].map((id) => ({ id, title: id, caption: id, svg }));
    const html = report({ figures: two });
    for (const id of ["one", "two"])
      expect(html).toContain(`<clipPath id="${id}-c"><path/></clipPath><g clip-path="url(#${id}-c)"/><text>id="c"</text>`);
  });

  test("two figures of one id are refused", () => expect(() => report({ figures: [figures[0], figures[0]] })).toThrow(/different ids/));

  test("says what is quoted and what is reconstructed", () => {
    expect(report()).toContain("Quoted from the paper");
    expect(report()).toContain("Reconstructed here: the generator of the synthetic task");
  });
});

describe("claims", () => {
  test("stand below the figure of their number", () => {
    const svg = '<svg width="9"></svg>';
    const two = ["figure-2", "figure-3b"].map((id) => ({ id, title: `Title of ${id}`, caption: "", svg }));
    const html = reportHtml({
      figures: two,
      claims: [claim({ statement: "in 2" }), claim({ figure: "3b", statement: "in 3b" }), claim({ figure: "25", statement: "in none" })],
      provenance: {},
    });
    const order = ['id="figure-2"', "in 2<", 'id="figure-3b"', "in 3b<", 'id="other-claims"', "in none<"].map((text) => html.indexOf(text));
    expect(order.every((at) => at > 0)).toBe(true);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  test("the verdict line counts", () => {
    const simulated = (verdict: "yes" | "no" | "cannot tell") => claim({ simulation: { verdict, evidence: {} } });
    expect(verdictLine([simulated("yes"), simulated("yes"), simulated("cannot tell")])).toBe(
      "3 of 3 claims hold on the exact solution; the simulation supports 2, cannot tell 1, contradicts 0.",
    );
    expect(verdictLine([claim(), simulated("no")])).toContain("contradicts 1 (1 not simulated).");
    expect(verdictLine([claim({ holds: false })])).toBe("0 of 1 claims hold on the exact solution; nothing was simulated.");
  });

  test("a claim that fails is said to fail, in words", () => {
    const html = report({ claims: [claim({ holds: false })] });
    expect(html).toContain("does not hold on the exact solution");
    expect(html).toContain('class="verdict failing"');
  });

  test.each([
    [17, "17"],
    [0.123456, "0.1235"],
    [-3.25678, "−3.257"],
    [0.0000123, "1.23 × 10⁻⁵"],
    [0.99996, "1 − 4 × 10⁻⁵"],
    [123456.789, "123500"],
    [0, "0"],
    [Number.NaN, "not a number"],
  ])("%d reads %s", (value, text) => expect(figureText(value)).toBe(text));
});

describe("names that mean harm", () => {
  const hostile = `"><script>alert(1)</script><img src=x onerror='alert(2)'>&amp;\u0000\ud800`;
  test("come out as text, wherever they stand", async () => {
    const curves = [
      {
        name: hostile,
        points: [{ at: 1, exact: { passRate: { value: 0.5, error: 0 }, finalBias: { value: 1, error: 0 } }, simulated: {} }],
      },
    ];
    const sweep = { name: hostile, symbol: hostile, title: hostile, unit: hostile };
    const findings = [{ curve: hostile, measure: "passRate" as const, at: 1, value: 0.5, label: hostile }];
    const result: ExperimentResult = { ...(results.get("retry") as ExperimentResult), sweep, curves, findings };
    const { svg } = await renderFigure(FIGURES[2].spec(new Map([["retry", result]])));
    const html = report({
      figures: [{ id: hostile, title: hostile, caption: hostile, svg }],
      claims: [
        claim({
          figure: hostile,
          statement: hostile,
          evidence: { [hostile]: hostile },
          simulation: { verdict: "yes", evidence: { [hostile]: { [hostile]: 1 } } },
        }),
      ],
      provenance: { [hostile]: hostile },
      notes: [hostile],
    });
    for (const harm of ["<script", "<img", "\u0000", "\ud800"]) expect(html).not.toContain(harm);
    expect(html).toContain("&#60;script&#62;");
    // Every attribute is closed where it was opened: nothing but known tags is left.
    const tags = new Set([...html.matchAll(/<\/?([A-Za-z][\w:-]*)/g)].map(([, name]) => name));
    for (const tag of tags)
      expect([
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "header",
        "h1",
        "h2",
        "h3",
        "p",
        "main",
        "nav",
        "ol",
        "ul",
        "li",
        "a",
        "span",
        "section",
        "figure",
        "div",
        "figcaption",
        "article",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "svg",
        "g",
        "path",
        "rect",
        "line",
        "text",
      ]).toContain(tag);
  });

  test.each([
    "<svg><script>alert(1)</script></svg>",
    '<svg onload="alert(1)"></svg>',
    '<svg><image href="https://example.org/a.png"/></svg>',
    '<svg><a href="javascript:alert(1)"><text>x</text></a></svg>',
    '<svg><rect fill="url(https://example.org/#a)"/></svg>',
    "<svg><style>@import 'x'</style></svg>",
  ])("a picture that is more than a picture is refused: %s", (svg) => {
    expect(() => report({ figures: [{ id: "x", title: "x", caption: "x", svg }] })).toThrow(
      /must hold no script, link or outside resource/,
    );
  });
});

test("agreement counts an interval as covering within the exact value's own error", () => {
  const at = (value: number, low: number, high: number) => ({
    at: 1,
    exact: { passRate: { value, error: 0.01 } },
    simulated: { passRate: { mean: 0.5, low, high, count: 9 } },
  });
  const result = {
    ...(results.get("retry") as ExperimentResult),
    curves: [{ name: "a", points: [at(0.5, 0.4, 0.6), at(0.605, 0.4, 0.6), at(0.7, 0.4, 0.6), { at: 2, exact: {}, simulated: {} }] }],
  };
  expect(agreementOf([result])).toEqual({ compared: 3, covered: 2 });
});
