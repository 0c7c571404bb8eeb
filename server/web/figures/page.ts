import "../styles/figures.css";
import { html, render } from "lit-html";
import type { ClaimsAnswer, ExperimentsAnswer, FiguresAnswer } from "../../api.ts";
import { get } from "../api/client.ts";
import { keepInAddress } from "../shell/address.ts";
import { inWords } from "../shell/inWords.ts";
import type { Mount } from "../shell/mount.ts";
import { readLink, writeLink } from "../state/link.ts";
import { type AgentFigures, agentFigures } from "./agentFigures.ts";
import { picturesOf } from "./figureCard.ts";

interface Shown {
  readonly figures: FiguresAnswer["figures"];
  readonly experiments: ExperimentsAnswer["experiments"];
  readonly claims: ClaimsAnswer;
}

/** The figures of the paper with what they claim. */
export const mount: Mount = (host) => {
  const leaving = new AbortController();
  const { signal } = leaving;
  let shown: Shown | undefined;
  let fault: unknown;
  let agents: AgentFigures | undefined;
  let sought = String(readLink(location.search).claims ?? "");

  const seek = (text: string) => {
    sought = text;
    keepInAddress(writeLink({ claims: text === "" ? undefined : text }));
    show();
  };
  const show = () =>
    render(html`${head(shown, sought, seek)}${body(shown, fault, sought, () => void load())}${sought === "" ? agents?.element : ""}`, host);
  const load = async () => {
    fault = undefined;
    show();
    try {
      const [{ figures }, { experiments }] = await Promise.all([
        get<FiguresAnswer>("figures", {}, signal),
        get<ExperimentsAnswer>("experiments", {}, signal),
      ]);
      shown = { figures, experiments, claims: [] };
      show();
      shown = { figures, experiments, claims: await get<ClaimsAnswer>("claims", {}, signal) };
    } catch (error) {
      if (signal.aborted) return;
      fault = error;
    }
    // The paper's figures come first; what solves beside them would hold them up.
    agents ??= agentFigures();
    show();
  };
  void load();
  return {
    end() {
      leaving.abort();
      agents?.end();
    },
  };
};

function head(shown: Shown | undefined, sought: string, seek: (text: string) => void) {
  const holding = shown?.claims.filter(({ holds }) => holds).length ?? 0;
  const count = shown?.claims.length
    ? `${holding} of ${shown.claims.length} claims hold on the exact solution.`
    : "The claims are being checked on the exact solution …";
  return html`<section class="card">
    <h1>Figures of the paper</h1>
    <p>Solved exactly at our reconstruction of its setting (arXiv 2605.21516); every sentence of a caption that can be tested is a claim. ${count}</p>
    <label>find claims <input type="search" .value=${sought} placeholder="retries, peak, bias …" @input=${(event: Event) => seek((event.target as HTMLInputElement).value)} /></label>
  </section>`;
}

function body(shown: Shown | undefined, fault: unknown, sought: string, again: () => void) {
  if (fault)
    return html`<section class="card"><p class="fault" role="alert">${inWords(fault)}</p><button type="button" @click=${again}>try again</button></section>`;
  if (!shown) return html`<section class="card" aria-busy="true"><p class="faint">…</p></section>`;
  return shown.figures.map((figure) => picturesOf(figure, shown.experiments, shown.claims, sought));
}
