import { html, nothing, type TemplateResult } from "lit-html";
import type { ClaimsAnswer, ExperimentEntry, FigureEntry, FigureFormat } from "../../api.ts";
import { addressOf } from "../api/client.ts";
import { knobOf } from "../explore/knobs.ts";
import { linkToExplore } from "../explore/state.ts";

const FORMATS: readonly (readonly [FigureFormat, string])[] = [
  ["svg", "SVG"],
  ["png", "PNG"],
  ["csv", "CSV"],
  ["json", "JSON"],
  ["vl.json", "Vega-Lite"],
];

/** One figure: picture, caption, claims, files, and where it opens in Explore. */
export function picturesOf(
  figure: FigureEntry,
  experiments: readonly ExperimentEntry[],
  claims: ClaimsAnswer,
  sought: string,
): TemplateResult | typeof nothing {
  const own = experiments.filter(({ id }) => figure.experiments.includes(id));
  const ids = new Set(own.flatMap((experiment) => experiment.claims.map(({ id }) => id)));
  const mine = claims.filter(({ id }) => ids.has(id)).filter((claim) => fits(claim, sought));
  if (sought !== "" && mine.length === 0) return nothing;
  const address = (format: FigureFormat) => addressOf(`figures/${figure.id}.${format}`);
  return html`<article class="card figure" id=${figure.id}>
    <h2>${figure.id.replace("figure-", "Figure ")}: ${figure.title}</h2>
    <div class="sheet scroll" tabindex="0" role="region" aria-label=${figure.title}>
      <p class="solving">The figure is being solved …</p>
      <img src=${address("svg")} loading="lazy" alt=${`${figure.title}. ${figure.caption}`} @load=${drawn} @error=${failed} /></div>
    <p class="caption">${figure.caption}</p>
    <div class="row menu">
      ${FORMATS.map(([format, label]) => html`<a class="button" href=${address(format)} download="${figure.id}.${format}">${label}</a>`)}
      <details class="more"><summary>command</summary><pre tabindex="0"><code>${figure.command}</code></pre></details>
    </div>
    ${own.map(openings)}
    ${mine.length > 0 ? html`<h3>Claims</h3><ul class="claims">${mine.map(claimLine)}</ul>` : nothing}
  </article>`;
}

const sheetOf = (event: Event) => (event.target as Element).parentElement as HTMLElement;

function drawn(event: Event): void {
  sheetOf(event).dataset.state = "drawn";
}

function failed(event: Event): void {
  sheetOf(event).dataset.state = "failed";
}

function openings({ title, curves, sweep }: ExperimentEntry): TemplateResult | typeof nothing {
  const links = curves.flatMap(({ name, points }) => {
    const withPoint = points.filter(({ point }) => point !== undefined);
    const middle = withPoint[Math.floor(withPoint.length / 2)];
    return middle?.point ? [{ name, href: linkToExplore({ point: middle.point, knob: knobOf(middle.point, sweep.name).path }) }] : [];
  });
  if (links.length === 0) return nothing;
  return html`<p class="openings">Open in Explore, ${title}: ${links.map(({ name, href }) => html`<a href=${href}>${name}</a> `)}</p>`;
}

type Claim = ClaimsAnswer[number];

function claimLine({ id, holds, statement, evidence, figure }: Claim): TemplateResult {
  return html`<li>
    <span class=${holds ? "verdict" : "verdict fault"}>${holds ? "✓ holds" : "✗ does not hold"}</span> ${statement} <span class="faint">(${figure}, ${id})</span>
    <details class="more"><summary>evidence</summary><pre tabindex="0"><code>${JSON.stringify(evidence, null, 1)}</code></pre></details>
  </li>`;
}

const fits = ({ id, statement, figure }: Claim, sought: string) =>
  `${id} ${statement} ${figure}`.toLowerCase().includes(sought.trim().toLowerCase());
