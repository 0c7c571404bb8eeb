import { html, type TemplateResult } from "lit-html";
import type { ResultAnswer, ResultComparison } from "../../api.ts";
import { shortNumber } from "../explore/shortNumber.ts";
import { linkToExplore } from "../explore/state.ts";
import { pointIn } from "./pointIn.ts";
import { figure } from "./resultTable.ts";

/** Two results figure by figure, with the interval of each difference. */
export function comparison({ first, second, figures, notes }: ResultComparison): TemplateResult {
  return html`<h3>Second less first</h3>
    <div class="scroll" tabindex="0" role="region" aria-label="differences"><table>
      <thead><tr><th scope="col">figure</th><th scope="col">${first.slice(0, 12)}</th><th scope="col">${second.slice(0, 12)}</th><th scope="col">difference</th><th scope="col">from</th><th scope="col">to</th><th scope="col">unit</th></tr></thead>
      <tbody>${figures.map(
        (row) =>
          html`<tr><th scope="row">${row.figure}</th><td>${shortNumber(row.first, 6)}</td><td>${shortNumber(row.second, 6)}</td><td>${shortNumber(row.difference, 6)}</td><td>${shortNumber(row.low, 6)}</td><td>${shortNumber(row.high, 6)}</td><td>${row.unit ?? ""}</td></tr>`,
      )}</tbody></table></div>
    ${notes.map((note) => html`<p class="faint">${note}.</p>`)}`;
}

/** One result with where it came from. */
export function details(result: ResultAnswer): TemplateResult {
  const { key, name, identity, passed, provenance, figures } = result;
  const { code, labVersion, node, platform, commandLine, startedAt, durationMs } = provenance;
  const commit = code.commit === undefined ? code.status : `${code.commit.slice(0, 12)}${code.dirty ? ", with changes not committed" : ""}`;
  const point = pointIn(identity.parameters);
  const rows: readonly (readonly [string, string])[] = [
    ["key", key],
    ["experiment", `${identity.experiment}, ${identity.method}, model version ${identity.modelVersion}`],
    ...(identity.runs === undefined ? [] : [["runs", `${identity.runs}, seed "${identity.seed}"`] as const]),
    ["made by", `harness-lab ${labVersion}, commit ${commit}`],
    ["with", `Node ${node} on ${platform}`],
    ["command", commandLine.join(" ")],
    ["begun", `${startedAt}, took ${(durationMs / 1000).toPrecision(3)} s`],
  ];
  return html`<details class="more result"><summary><b>${name}</b> <code>${key.slice(0, 12)}</code></summary>
    ${point ? html`<p><a href=${linkToExplore({ point })}>open in Explore</a></p>` : ""}
    <dl class="provenance">${rows.map(([term, text]) => html`<div><dt>${term}</dt><dd>${text}</dd></div>`)}</dl>
    <h3>Figures</h3>
    <div class="scroll" tabindex="0" role="region" aria-label="figures of ${name}"><table><tbody>${figures.map(
      (row) => html`<tr><th scope="row">${row.figure}</th><td>${figure(row)}</td><td>${row.unit ?? ""}</td></tr>`,
    )}</tbody></table></div>
    <details class="more"><summary>parameters as passed, and as resolved</summary><pre tabindex="0"><code>${JSON.stringify({ passed, resolved: identity.parameters }, null, 1)}</code></pre></details>
  </details>`;
}
