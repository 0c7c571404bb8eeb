import { html, render, type TemplateResult } from "lit-html";
import type { PointInput } from "../../../model/point.ts";
import type { Solution } from "../../../model/result.ts";
import { commandBlock } from "../picture/commandBlock.ts";
import { explained } from "../shell/explained.ts";
import { WORDS, type Word } from "../shell/words.ts";
import { Refused } from "../solver/client.ts";
import { solver } from "../solver/solvers.ts";
import { solveCommand } from "./commands.ts";
import { fullNumber, shortNumber, shortRate } from "./shortNumber.ts";

const SHOWN = ["passRate", "finalBias", "finalBiasPassed", "signedBias", "meanAttempts", "meanSteps"] as const;

/** The figures of the point itself, exact, each with its estimated error and its sentence. */
export interface FiguresCard {
  readonly element: HTMLElement;
  show(point: PointInput, signal: AbortSignal): Promise<void>;
  /** Greys them: they belong to another point than is asked for now. */ stale(): void;
}

export function figuresCard(): FiguresCard {
  const element = document.createElement("section");
  element.className = "card figures";
  element.setAttribute("aria-label", "figures of this point");
  let allDigits = false;
  let shown: { readonly point: PointInput; readonly solution: Solution } | undefined;
  let refusal = "";

  const draw = () => {
    element.classList.toggle("all-digits", allDigits);
    render(
      html`<header><h2>This point, exactly</h2>
        <label class="inline"><input type="checkbox" .checked=${allDigits} @change=${toggle} /> all digits</label></header>
        ${refusal === "" ? "" : html`<p class="fault" role="alert">No figures: ${refusal}</p>`}
        ${shown ? html`<dl>${SHOWN.map((name) => figure(name, shown?.solution as Solution, allDigits))}</dl> ${commandBlock(solveCommand(shown.point))}` : html`<p class="faint">Being solved.</p>`}`,
      element,
    );
  };
  const toggle = () => {
    allDigits = !allDigits;
    draw();
  };
  draw();
  return {
    element,
    async show(point, signal) {
      try {
        const solution = await solver("behind").ask<Solution>("solution", { point }, { signal });
        shown = { point, solution };
        refusal = "";
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        shown = undefined;
        refusal = error.message;
      }
      element.classList.remove("stale");
      draw();
    },
    stale: () => element.classList.add("stale"),
  };
}

function figure(name: (typeof SHOWN)[number], { absent, error, ...solution }: Solution, allDigits: boolean): TemplateResult {
  const { title, symbol, unit }: Word = WORDS[name];
  const value = solution[name];
  const off = error[name];
  return html`<div><dt>${title}${symbol === "" ? "" : html` <i>${symbol}</i>`}</dt>
    <dd>
      ${
        value === undefined
          ? html`<span class="faint" data-figure=${name}>none: ${absent?.[name] ?? "it does not exist here"}</span>`
          : html`<span class="number value" data-figure=${name} data-value=${String(value)}>${allDigits ? fullNumber(value) : (name === "passRate" ? shortRate : shortNumber)(value)}</span>
            <span class="faint unit">${unit}</span>
            ${off === undefined ? "" : html`<span class="number faint error" title="estimated absolute error">± ${off === 0 ? "0" : off.toExponential(0).replace("-", "−")}</span>`}`
      }
      ${explained(name)}
    </dd></div>`;
}
