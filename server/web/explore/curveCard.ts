import { html, render } from "lit-html";
import { CURVE_DATA, knobCurve } from "../../../figures/explore/knobCurve.ts";
import { LIGHT } from "../../../figures/look.ts";
import type { PictureContent } from "../picture/content.ts";
import { picture } from "../picture/picture.ts";
import { pictureWidth } from "../picture/width.ts";
import { sweepCommand } from "./commands.ts";
import { curveSolver, type SolvedCurve } from "./curves.ts";
import { curveInWords } from "./curveWords.ts";
import { type Knob, knobsOf } from "./knobs.ts";
import { latestOf } from "./latest.ts";
import { placesOf } from "./ranges.ts";
import type { ExploreState, Pin } from "./state.ts";

/** A curve that takes longer is drawn in part meanwhile. */
const PATIENCE_MS = 60;
/** One of which nothing is there for so long gives way to the next that is asked for, and is said to be slow. */
const SLOW_MS = 400;

export interface CurveAsked {
  /** A sound state. */ readonly state: ExploreState;
  readonly knob: Knob;
  /** The point of the last step, which the range of the knob follows. */ readonly anchor: ExploreState["point"];
}

/** The curve over one knob, redrawn as knobs move. */
export interface CurveCard {
  readonly element: HTMLElement;
  show(asked: CurveAsked): void;
  /** Greys the curve: what is asked for now is refused. */ stale(isStale: boolean): void;
  /** Resolves when a curve has first been drawn, or could not be. */ readonly first: Promise<void>;
  end(): void;
}

/** @param onFault  told of what is no fault of the input */
export function curveCard(onFault: (error: unknown) => void): CurveCard {
  const drawing = picture();
  const words = document.createElement("div");
  words.className = "words";
  words.setAttribute("role", "status");
  const element = document.createElement("div");
  element.className = "curve";
  element.append(words, drawing.element);
  const curves = curveSolver();
  warmUp().catch(onFault);
  const leaving = new AbortController();
  let sayFirst = () => {};
  const first = new Promise<void>((resolve) => {
    sayFirst = resolve;
  });
  let last: CurveAsked | undefined;
  let running: { readonly stop: AbortController; readonly begun: number } | undefined;

  const draw = async (asked: CurveAsked, places: readonly number[], curve: SolvedCurve) => {
    const { knob, state } = asked;
    const said = curveInWords(knob, curve.rows, curve.here);
    render(html`<p>${said.here}</p><p class="faint">${curve.isWhole ? said.best : "The curve is being solved."}</p>`, words);
    drawing.busy(!curve.isWhole);
    await drawing.show(content(asked, places, curve, pinnedRows(state.pins, knob, places), width.now));
    element.dataset.whole = String(curve.isWhole);
  };

  const pinsOf = (pins: readonly Pin[], { path }: Knob) =>
    pins.map((pin, i) => ({ ...pin, pin: String(i + 1), applies: knobsOf(pin.point).some((knob) => knob.path === path) }));
  const pinnedRows = (pins: readonly Pin[], knob: Knob, places: readonly number[]) =>
    pinsOf(pins, knob).flatMap(({ point, pin, name, applies }) =>
      applies ? (curves.known({ point, path: knob.path, places }) ?? []).map((row) => ({ ...row, pin, name })) : [],
    );

  const line = latestOf<CurveAsked>(async (asked) => {
    const { state, knob, anchor } = asked;
    const stop = new AbortController();
    const places = placesOf(knob, anchor);
    const begun = performance.now();
    running = { stop, begun };
    const slow = setTimeout(() => {
      render(html`<p>The curve is being solved; this point takes a while.</p><p></p>`, words);
      drawing.busy(true);
    }, SLOW_MS);
    let partDrawn = Promise.resolve();
    const onPart = (part: SolvedCurve) => {
      clearTimeout(slow);
      if (part.isWhole || performance.now() - begun < PATIENCE_MS || part.here.passRate === undefined) return;
      partDrawn = draw(asked, places, part);
      if (line.isStale) stop.abort();
    };
    try {
      const signal = AbortSignal.any([stop.signal, leaving.signal]);
      const curve = await curves.live({ point: state.point, path: knob.path, places }, onPart, signal);
      clearTimeout(slow);
      await draw(asked, places, curve);
      if (!line.isStale) void fillPins(asked, places, curve);
    } catch (error) {
      await partDrawn.catch(onFault);
      if (!stop.signal.aborted && !leaving.signal.aborted) onFault(error);
    } finally {
      clearTimeout(slow);
      running = undefined;
      sayFirst();
    }
  });

  /** Pinned curves follow once the live one is there. */
  const fillPins = async (asked: CurveAsked, places: readonly number[], curve: SolvedCurve) => {
    const { path } = asked.knob;
    try {
      for (const { point, applies } of pinsOf(asked.state.pins, asked.knob)) {
        if (!applies || curves.known({ point, path, places })) continue;
        await curves.behind({ point, path, places }, leaving.signal);
        if (last !== asked) return;
        await draw(asked, places, curve);
      }
    } catch (error) {
      if (!leaving.signal.aborted) onFault(error);
    }
  };

  const show = (asked: CurveAsked) => {
    last = asked;
    line.ask(asked);
    const before = running;
    if (!before || !line.isStale) return;
    const giveWay = () => {
      if (running === before && line.isStale) before.stop.abort();
    };
    setTimeout(giveWay, Math.max(0, before.begun + SLOW_MS - performance.now()));
  };
  const width = pictureWidth(element, () => {
    if (last) show({ ...last });
  });
  return {
    element,
    show,
    stale: (isStale) => element.classList.toggle("stale", isStale),
    first,
    end() {
      leaving.abort();
      width.end();
      drawing.dispose();
    },
  };
}

/** Draws a curve of two places for nobody while the first numbers are being solved: the first real one is then drawn at once. */
async function warmUp(): Promise<void> {
  const { viewOf } = await import("../picture/draw.ts");
  const rows = [0, 1].map((at) => ({ at, passRate: at, finalBias: at }));
  const spec = knobCurve({ title: "", isInteger: true, isLog: false }, LIGHT, 600);
  const datasets = { [CURVE_DATA.curve]: rows, [CURVE_DATA.here]: rows.slice(1), [CURVE_DATA.pinned]: [] };
  const view = viewOf({ ...spec, datasets } as typeof spec);
  await view.runAsync();
  view.finalize();
}

function content(
  asked: CurveAsked,
  places: readonly number[],
  { rows, here }: SolvedCurve,
  pinned: readonly object[],
  width: number,
): PictureContent {
  const { state, knob } = asked;
  const said = curveInWords(knob, rows, here);
  const head = knob.axis;
  return {
    name: `curve-over-${knob.path.replaceAll(/\W+/g, "-").replace(/-$/, "")}`,
    summary: `Pass rate and final bias over ${knob.label}. ${said.here} ${said.best}`,
    spec: (look) => knobCurve({ title: knob.axis, isInteger: knob.isInteger, isLog: knob.isLog }, look, width),
    datasets: { [CURVE_DATA.curve]: rows, [CURVE_DATA.here]: here.passRate === undefined ? [] : [here], [CURVE_DATA.pinned]: pinned },
    table: {
      columns: [head, "pass rate", "final bias (units of work)", "reason"],
      rows: rows.map((row) => ({
        [head]: row.at,
        "pass rate": row.passRate,
        "final bias (units of work)": row.finalBias,
        reason: row.reason,
      })),
    },
    json: { point: state.point, knob: knob.path, rows, pins: state.pins },
    command: sweepCommand(state.point, knob.path, places),
  };
}
