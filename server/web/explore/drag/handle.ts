import { nothing, svg, type TemplateResult } from "lit-html";

/** Something on a drawing that is dragged along x, or moved by keys: a slider, to a screen reader. */
export interface Handle {
  /** Names the element, such as "mu-0". */ readonly id: string;
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  /** What an arrow key moves it by; Page keys ten times that. */ readonly step: number;
  /** Place on the drawing, px. */
  readonly x: number;
  readonly y: number;
  readonly shape: "dot" | "bar";
  /** The value under a place of the drawing. */ valueAt(x: number): number;
  preview(value: number): void;
  commit(value: number): void;
  /** Delete or Backspace. */ remove?(): void;
}

const MOVES: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };

export function dragHandle(handle: Handle): TemplateResult {
  const { id, label, value, least, most, step, x, y, shape } = handle;
  const within = (wanted: number) => Math.min(most, Math.max(least, wanted));
  const under = (event: PointerEvent) => {
    const drawing = (event.currentTarget as SVGElement).ownerSVGElement as SVGSVGElement;
    const { left, width } = drawing.getBoundingClientRect();
    const place = ((event.clientX - left) / width) * drawing.viewBox.baseVal.width;
    return within(Number(handle.valueAt(place).toPrecision(4)));
  };
  const isHeld = (event: PointerEvent) => (event.currentTarget as Element).hasPointerCapture(event.pointerId);
  const down = (event: PointerEvent) => {
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    (event.currentTarget as SVGElement).focus();
    event.preventDefault();
  };
  const key = (event: KeyboardEvent) => {
    if ((event.key === "Delete" || event.key === "Backspace") && handle.remove) {
      event.preventDefault();
      return handle.remove();
    }
    const to = event.key === "Home" ? least : event.key === "End" ? most : value + (MOVES[event.key] ?? Number.NaN) * step;
    if (Number.isNaN(to)) return;
    event.preventDefault();
    handle.commit(within(Number(to.toPrecision(12))));
  };
  const mark = shape === "dot" ? svg`<circle r="6"></circle>` : svg`<path d="M0,-13V5M-4,5H4"></path>`;
  return svg`<g class="handle ${shape}" data-handle=${id} role="slider" tabindex="0" aria-label=${label} aria-valuenow=${value}
      aria-valuemin=${least} aria-valuemax=${most} aria-valuetext=${String(value)} transform="translate(${x},${y})"
      @pointerdown=${down} @keydown=${key}
      @pointermove=${(event: PointerEvent) => (isHeld(event) ? handle.preview(under(event)) : nothing)}
      @pointerup=${(event: PointerEvent) => (isHeld(event) ? handle.commit(under(event)) : nothing)}>
      <title>${label}: ${value}</title><circle class="grip" r="13"></circle>${mark}</g>`;
}
