import { html, nothing, type TemplateResult } from "lit-html";
import { InvalidInput } from "../../../model/invalid.ts";
import { say } from "../shell/notice.ts";
import { METHODS, type MethodChoice, type SweepState, soundRuns, soundSeed } from "./state.ts";

const WORDS: Readonly<Record<MethodChoice, string>> = {
  browser: "exact, in this browser",
  server: "exact, on the server, with errors",
  simulate: "simulated, on the server",
};
const PLAIN: Readonly<Record<MethodChoice, string>> = {
  browser: "Pass rate and final bias, to seven decimals. What is worked out is kept in this tab, over a reload too.",
  server: "Five figures with their estimated errors. Finished points go into the store, and are taken from there.",
  simulate:
    "Each figure with its 95% interval. All places share one seed, so their differences are paired; finished points go into the store.",
};

/** Who works the figures out, and with how many runs. */
export function methodCard({ method, runs, seed }: SweepState, change: (change: Partial<SweepState>) => void): TemplateResult {
  const checked =
    <T>(check: (given: unknown) => T, take: (value: T) => void, otherwise: string) =>
    (event: Event) => {
      const field = event.target as HTMLInputElement;
      try {
        take(check(field.type === "number" ? field.valueAsNumber : field.value));
        say("");
      } catch (error) {
        if (!(error instanceof InvalidInput)) throw error;
        say(error.message, "fault");
        field.value = otherwise;
      }
    };
  return html`<section class="card method" aria-labelledby="method-head"><h2 id="method-head">Figures</h2>
    <div class="row"><select aria-label="who works the figures out" .value=${method} @change=${(event: Event) => change({ method: (event.target as HTMLSelectElement).value as MethodChoice })}>
      ${METHODS.map((choice) => html`<option value=${choice} ?selected=${choice === method}>${WORDS[choice]}</option>`)}</select></div>
    <p class="faint">${PLAIN[method]}</p>
    ${
      method === "simulate"
        ? html`<div class="row"><label>runs a place <input type="number" min="2" step="1" class="runs" .value=${String(runs)} @change=${checked(soundRuns, (value) => change({ runs: value }), String(runs))} /></label>
      <label>seed <input type="text" class="seed" .value=${seed} @change=${checked(soundSeed, (value) => change({ seed: value }), seed)} /></label></div>`
        : nothing
    }</section>`;
}
