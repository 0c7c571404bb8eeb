import type { ClaimResult, Verdict } from "../model/experiment.ts";
import { evidenceText } from "./evidence.ts";
import { element, type Markup } from "./markup.ts";

const VERDICT_WORDS: Readonly<Record<Verdict, string>> = { yes: "supports it", no: "contradicts it", "cannot tell": "cannot tell" };

type Tone = "good" | "bad" | "open";
const VERDICT_TONES: Readonly<Record<Verdict, Tone>> = { yes: "good", no: "bad", "cannot tell": "open" };

/** The outcome in one sentence, for the head of a report. */
export function verdictLine(claims: readonly ClaimResult[]): string {
  const holding = claims.filter((claim) => claim.holds).length;
  const said = (verdict: Verdict) => claims.filter((claim) => claim.simulation?.verdict === verdict).length;
  const silent = claims.filter((claim) => claim.simulation === undefined).length;
  const exact = `${holding} of ${claims.length} claims hold on the exact solution`;
  if (silent === claims.length) return `${exact}; nothing was simulated.`;
  const unasked = silent === 0 ? "" : ` (${silent} not simulated)`;
  return `${exact}; the simulation supports ${said("yes")}, cannot tell ${said("cannot tell")}, contradicts ${said("no")}${unasked}.`;
}

/** A claim with its two verdicts in words, and the figures that they rest on side by side. */
export function claimMarkup(claim: ClaimResult): Markup {
  const { simulation } = claim;
  return element(
    "article",
    { class: "claim" },
    element("p", { class: "statement" }, element("span", { class: "number" }, claim.figure), " ", claim.statement),
    element(
      "p",
      { class: "verdicts" },
      badge(claim.holds ? "good" : "bad", claim.holds ? "holds" : "does not hold", "on the exact solution"),
      " ",
      simulation
        ? badge(VERDICT_TONES[simulation.verdict], VERDICT_WORDS[simulation.verdict], "the simulation")
        : badge("open", "not simulated", ""),
    ),
    evidenceTable(claim),
  );
}

/** The words carry the verdict; colour and sign only repeat it. */
function badge(tone: Tone, verdict: string, of: string): Markup {
  const sign = { good: "✓", bad: "✗", open: "?" }[tone];
  const words = of.startsWith("the") ? `${of} ${verdict}` : `${verdict} ${of}`;
  return element("span", { class: `badge ${tone}` }, element("span", { "aria-hidden": "true" }, `${sign} `), words.trim());
}

function evidenceTable({ evidence, simulation }: ClaimResult): Markup | string {
  const names = [...new Set([...Object.keys(evidence), ...Object.keys(simulation?.evidence ?? {})])];
  if (names.length === 0) return "";
  const column = (text: string) => element("th", { scope: "col" }, text);
  const value = (of: ClaimResult["evidence"] | undefined, name: string) => {
    const entry = of && Object.hasOwn(of, name) ? of[name] : undefined;
    return element("td", {}, entry === undefined ? "–" : evidenceText(entry));
  };
  return element(
    "div",
    { class: "wide", role: "region", tabindex: 0, "aria-label": "evidence" },
    element(
      "table",
      {},
      element("thead", {}, element("tr", {}, column("evidence"), column("exact"), simulation ? column("simulated") : "")),
      element(
        "tbody",
        {},
        names.map((name) =>
          element(
            "tr",
            {},
            element("th", { scope: "row" }, name),
            value(evidence, name),
            simulation ? value(simulation.evidence, name) : "",
          ),
        ),
      ),
    ),
  );
}
