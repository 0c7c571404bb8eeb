import { type SVGTemplateResult, svg } from "lit-html";

/** Something in a drawing that is moved by pointer and keys along one line. */
export interface HandleOptions {
  readonly name: string;
  readonly value: number;
  readonly text: string;
  readonly low: number;
  readonly high: number;
  /** How far an arrow key moves it; with Shift or by page keys ten times as far. */ readonly step: number;
  /** Value under a pointer. */ at(event: PointerEvent): number;
  move(value: number, isDone: boolean): void;
  /** Keys of its own, such as Delete. @returns whether it took the key */ onKey?(event: KeyboardEvent): boolean;
  readonly mark: SVGTemplateResult;
}

const KEYS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 };

export function handle({ name, value, text, low, high, step, at, move, onKey, mark }: HandleOptions): SVGTemplateResult {
  const drag = (event: PointerEvent) => {
    if (event.button !== 0) return;
    event.preventDefault();
    const element = event.currentTarget as SVGElement;
    element.focus({ preventScroll: true });
    element.setPointerCapture(event.pointerId);
    // The grip keeps its distance from the pointer, so that a touch alone moves nothing.
    const off = value - at(event);
    const lasting = new AbortController();
    let last: number | undefined;
    const { signal } = lasting;
    element.addEventListener(
      "pointermove",
      (moved) => {
        last = at(moved) + off;
        move(last, false);
      },
      { signal },
    );
    const end = () => {
      lasting.abort();
      if (last !== undefined) move(last, true);
    };
    for (const name of ["pointerup", "pointercancel"] as const) element.addEventListener(name, end, { signal });
  };
  const press = (event: KeyboardEvent) => {
    const steps = KEYS[event.key];
    if (steps === undefined ? !onKey?.(event) : event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (steps !== undefined) move(value + steps * step * (event.shiftKey ? 10 : 1), true);
  };
  return svg`<g class="handle" role="slider" tabindex="0" aria-label=${name} aria-valuenow=${value} aria-valuemin=${low} aria-valuemax=${high}
    aria-valuetext=${text} data-handle=${name} @pointerdown=${drag} @keydown=${press}>${mark}<title>${name}: ${text}</title></g>`;
}
