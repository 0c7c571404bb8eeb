import { html, nothing } from "lit-html";
import { type Editing, placeOf } from "./editing.ts";

/** The rule that is broken, beside the field that breaks it; nothing where all is well. */
export function faultLine({ fault }: Pick<Editing, "fault">, place: string) {
  if (!fault || placeOf(fault.field) !== place) return nothing;
  return html`<p class="fault" id=${faultId(place)} role="alert">${fault.message}</p>`;
}

/** Attributes that tie an input to its fault. */
export const isFaulty = ({ fault }: Pick<Editing, "fault">, place: string) => fault !== undefined && placeOf(fault.field) === place;
export const faultId = (place: string) => `fault-${place.replaceAll(/\W/g, "-")}`;
