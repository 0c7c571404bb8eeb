import { html, nothing, type TemplateResult } from "lit-html";
import { DARK, LIGHT } from "../../../figures/look.ts";
import type { PointInput } from "../../../model/point.ts";
import { themeNow } from "../shell/theme.ts";
import { pointInWords } from "./pointInWords.ts";
import { LONGEST_NAME, MOST_PINS, type Pin } from "./state.ts";

/** Points kept to compare with, and what is done with them. */
export interface PinList {
  readonly point: PointInput;
  readonly pins: readonly Pin[];
  /** What a pin is to the page. */ readonly noun: "curve" | "harness";
  /** What going to a pin does. */ readonly goTitle: string;
  /** Why a pin has no curve now; "" where it has one. */ note(pin: Pin): string;
  change(change: { readonly point: PointInput } | { readonly pins: readonly Pin[] }): void;
}

/** @param title  said on hovering */
export function pinButton({ point, pins, change }: PinList, title: string): TemplateResult {
  const pinIt = () => change({ pins: [...pins, { name: pointInWords(point).slice(0, LONGEST_NAME), point }] });
  return html`<button type="button" ?disabled=${pins.length >= MOST_PINS} @click=${pinIt} title=${title}>pin this curve</button>`;
}

/** The pins, each with the line of its curve: named, gone to, removed. */
export function pinList({ pins, noun, goTitle, note, change }: PinList): TemplateResult | typeof nothing {
  if (pins.length === 0) return nothing;
  const { curves } = themeNow() === "dark" ? DARK : LIGHT;
  const rename = (i: number) => (event: Event) => {
    const field = event.target as HTMLInputElement;
    const name = field.value.trim().slice(0, LONGEST_NAME);
    if (name === "") field.value = (pins[i] as Pin).name;
    else change({ pins: pins.with(i, { ...(pins[i] as Pin), name }) });
  };
  const item = (pin: Pin, i: number) => {
    const { color, dash } = curves[i + 1] as (typeof curves)[number];
    const why = note(pin);
    return html`<li class="pin"><svg width="30" height="10" aria-hidden="true"><line x1="1" x2="29" y1="5" y2="5" style=${`stroke:${color};stroke-width:2.5;stroke-dasharray:${dash.join(" ")}`} /></svg>
      <input type="text" aria-label="name of pinned ${noun} ${i + 1}" .value=${pin.name} maxlength=${LONGEST_NAME} title=${pin.name} @change=${rename(i)} />
      ${why === "" ? nothing : html`<span class="faint">${why}</span>`}
      <button type="button" @click=${() => change({ point: pin.point })} title=${goTitle} aria-label="go to pinned ${noun} ${i + 1}">go to</button>
      <button type="button" @click=${() => change({ pins: pins.toSpliced(i, 1) })} aria-label="remove pinned ${noun} ${i + 1}" title="remove">×</button></li>`;
  };
  return html`<ul class="pins" aria-label="pinned ${noun === "curve" ? "curves" : "harnesses"}">${pins.map(item)}</ul>`;
}
