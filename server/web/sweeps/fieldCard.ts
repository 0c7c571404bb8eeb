import { html, nothing, render, type TemplateResult } from "lit-html";
import type { LineRow } from "../../../figures/sweeps/sweepLine.ts";
import { knobOf } from "../explore/knobs.ts";
import { shortNumber } from "../explore/shortNumber.ts";
import { linkToExplore } from "../explore/state.ts";
import { picture } from "../picture/picture.ts";
import { pictureWidth } from "../picture/width.ts";
import { explained } from "../shell/explained.ts";
import type { Figure } from "./cell.ts";
import { fieldContent } from "./fieldContent.ts";
import type { FieldRun } from "./fieldRun.ts";
import { bestOf, cellInWords, fieldInWords } from "./fieldWords.ts";
import type { Plan } from "./plan.ts";
import { cellKeys, cellUnder } from "./pointing.ts";
import { progressBar } from "./progressBar.ts";
import type { MethodChoice } from "./state.ts";

export interface FieldAsked {
  /** What the run works out, in the present words. */ readonly plan: Plan;
  readonly run: FieldRun;
  readonly method: MethodChoice;
  readonly figure: Figure;
  readonly pinned: readonly (LineRow & { readonly pin: string; readonly name: string })[];
}

/** The picture of a sweep, how far it is, and what it says at one place. */
export interface FieldCard {
  readonly element: HTMLElement;
  show(asked: FieldAsked): void;
  /** Greys the picture: the axes asked for now are refused. */ stale(isStale: boolean): void;
  end(): void;
}

/** A picture that takes long to draw is drawn less often: drawing is given a third of the time. */
const REST_SHARE = 2;

/**
 * @param onFigure  the user wants to see the other figure
 * @param onFault   told of what is no fault of the input
 */
export function fieldCard(onFigure: (figure: Figure) => void, onFault: (error: unknown) => void): FieldCard {
  const drawing = picture();
  const [head, reading] = [document.createElement("div"), document.createElement("div")];
  const element = document.createElement("section");
  element.className = "card field";
  element.setAttribute("aria-label", "picture of the sweep");
  element.append(head, drawing.element, reading);
  const canvas = drawing.element.querySelector(".canvas") as HTMLElement;
  canvas.tabIndex = 0;

  let asked: FieldAsked | undefined;
  let here: { readonly key: string; readonly index: number } | undefined;
  let isDrawing = false;
  let isStale = true;

  const chosen = ({ plan }: FieldAsked) => (here?.key === plan.key ? here.index : undefined);
  /** The place that is read: the best one until another is chosen. */
  const placeRead = (asked: FieldAsked) => chosen(asked) ?? bestOf(asked.run.cells, asked.figure) ?? 0;

  const drawWords = () => {
    if (!asked) return;
    const { plan, run, figure } = asked;
    const { best, missing } = fieldInWords(plan, run.cells);
    render(
      html`${isMap(asked) ? figureChoice(figure, onFigure) : nothing}
        ${progressBar(run)}
        <p class="best">${best}</p>${missing === "" ? nothing : html`<p class="faint missing">${missing}</p>`}`,
      head,
    );
    const index = placeRead(asked);
    render(
      reader(asked, index, (next) => read(next)),
      reading,
    );
    // A picture that is walked through by keys is more than an image.
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-roledescription", isMap(asked) ? "heat map" : "curve");
    element.classList.toggle("map", isMap(asked));
  };
  const drawPicture = async () => {
    if (isDrawing) return;
    isDrawing = true;
    try {
      while (isStale && asked) {
        isStale = false;
        const { run, ...rest } = asked;
        const begun = performance.now();
        const drawn = width.now;
        const here = isMap(asked) ? chosen(asked) : placeRead(asked);
        await drawing.show(fieldContent({ ...rest, cells: run.cells, here, width: drawn }));
        // A width may be measured while the page is being laid out, and no observer tells when that is over.
        if (width.now !== drawn) isStale = true;
        element.dataset.whole = String(run.progress.state === "done" && !isStale);
        const restMs = REST_SHARE * (performance.now() - begun);
        await new Promise((resolve) => setTimeout(resolve, restMs));
      }
    } catch (error) {
      onFault(error);
    } finally {
      isDrawing = false;
    }
  };
  const redraw = () => {
    isStale = true;
    element.dataset.whole = "false";
    drawWords();
    void drawPicture();
  };
  const read = (index: number) => {
    if (!asked) return;
    here = { key: asked.plan.key, index };
    redraw();
  };
  /** As a click on the link does: the router sees it. */
  const open = () => reading.querySelector<HTMLAnchorElement>("a.open")?.click();

  canvas.addEventListener("keydown", (event) => {
    if (!asked) return;
    if (event.key === "Enter") return open();
    const next = cellKeys(asked.plan, placeRead(asked), event.key);
    if (next === undefined) return;
    event.preventDefault();
    read(next);
  });
  canvas.addEventListener("click", (event) => {
    const index = asked && cellUnder(asked.plan, canvas, event);
    if (index === undefined) return;
    read(index);
    // A finger hides what it points at: it chooses a cell, and the link opens it.
    if ((event as PointerEvent).pointerType !== "touch") open();
  });
  const width = pictureWidth(element, redraw);
  return {
    element,
    show(next) {
      asked = next;
      redraw();
    },
    stale: (stale) => element.classList.toggle("stale", stale),
    end() {
      asked = undefined;
      width.end();
      drawing.dispose();
    },
  };
}

const isMap = ({ plan }: FieldAsked) => plan.axes.length === 2;

function figureChoice(figure: Figure, onFigure: (figure: Figure) => void): TemplateResult {
  const option = (value: Figure, words: string) =>
    html`<label><input type="radio" name="figure" .checked=${figure === value} @change=${() => onFigure(value)} /><span>${words}</span></label>`;
  return html`<fieldset class="choice"><legend>figure of the map</legend>${option("passRate", "pass rate")}${option("finalBias", "final bias")}</fieldset>
    ${explained(figure)}`;
}

/** The numbers of one place, chosen by a slider for each knob. */
function reader({ plan, run: { cells } }: FieldAsked, index: number, read: (index: number) => void): TemplateResult {
  const places = plan.placesAt(index);
  const slider = (i: number) => {
    const axis = plan.axes[i] as (typeof plan.axes)[number];
    const value = shortNumber(axis.values[places[i] as number] as number);
    const move = (event: Event) => read(plan.indexAt(places.with(i, Number((event.target as HTMLInputElement).value))));
    return html`<label><span>${axis.label} = ${value}</span><input type="range" min="0" max=${axis.values.length - 1} step="1" .value=${String(places[i])} aria-valuetext="${axis.label} = ${value}" @input=${move} /></label>`;
  };
  return html`<div class="reader" role="group" aria-label="read one place">${plan.axes.map((_, i) => slider(i))}
    <p role="status" class="said">${cellInWords(plan, index, cells[index])}</p>
    <a class="open" href=${linkToPlace(plan, index)}>open this place in Explore</a></div>`;
}

/** Explore at that place, its curve over the first knob where it knows it. */
function linkToPlace(plan: Plan, index: number): string {
  const point = plan.pointAt(index);
  return linkToExplore({ point, knob: knobOf(point, plan.axes[0]?.path).path });
}
