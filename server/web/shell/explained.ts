import { html, type TemplateResult } from "lit-html";
import { WORDS, type Word, type WordName } from "./words.ts";

/** A quantity's name with its letter and unit, a sentence of plain words, and its definition one click away. */
export function explained(name: WordName): TemplateResult {
  const word: Word = WORDS[name];
  return html`<details class="word">
    <summary><span class="plain">${word.plain}</span></summary>
    <p class="definition">${word.symbol === "" ? "" : html`<b>${word.symbol}</b> `}${word.definition}${word.unit === "" ? "" : ` In ${word.unit}.`}</p>
  </details>`;
}
