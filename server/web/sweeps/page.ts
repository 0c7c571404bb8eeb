import { html, nothing, render } from "lit-html";
import "../styles/sweeps.css";
import { InvalidInput } from "../../../model/invalid.ts";
import type { PointInput } from "../../../model/point.ts";
import { curveSolver } from "../explore/curves.ts";
import { knobOf, knobsOf } from "../explore/knobs.ts";
import type { Preset } from "../explore/presets.ts";
import { soundPoint } from "../explore/state.ts";
import { keepLink } from "../shell/address.ts";
import type { Mount } from "../shell/mount.ts";
import { sayFault } from "../shell/notice.ts";
import { onThemeChange } from "../shell/theme.ts";
import { undoButtons } from "../shell/undoButtons.ts";
import { timeline } from "../state/timeline.ts";
import { axisOver, fieldsOf, type Vary } from "./axes.ts";
import { axesCard } from "./axesCard.ts";
import { baseCard } from "./baseCard.ts";
import { compareCard } from "./compareCard.ts";
import { fieldCard } from "./fieldCard.ts";
import { type FieldRun, fieldRun } from "./fieldRun.ts";
import { keeper } from "./keeper.ts";
import { methodCard } from "./methodCard.ts";
import { pinsCard } from "./pinsCard.ts";
import { type Plan, planOf } from "./plan.ts";
import { specCard } from "./specCard.ts";
import type { SpecReading } from "./specFile.ts";
import { FIRST, firstAxes, linkToSweeps, type SweepState, soundAxes, stateFrom } from "./state.ts";

/** What is solved in the browser begins when the state has rested so long. */
const REST_MS = 250;
/** How often what is solved is kept beyond the page, while it goes on. */
const KEEP_MS = 3_000;

export const mount: Mount = (host) => {
  const field = fieldCard((figure) => change({ figure }), sayFault);
  const comparing = compareCard();
  const curves = curveSolver();
  const kept = keeper(tabStorage());
  const leaving = new AbortController();
  const { state: first, faults } = stateFrom(location.search);
  /** What the user has typed and the model refuses, beside the rule. */
  let draft: { readonly vary?: Vary; readonly axes?: string; readonly base?: string } = {};
  let beyond: Extract<SpecReading, { beyond: string }> | undefined;
  let run: FieldRun | undefined;
  let plan: Plan = planOf(first);
  let starting: ReturnType<typeof setTimeout> | undefined;
  let keptAt = 0;

  const time = timeline<SweepState>(first, (state) => {
    draft = {};
    beyond = undefined;
    plan = planOf(state);
    keepLink(linkToSweeps(state), "This sweep is too long for a link; take its spec away instead.");
    if (run?.plan.key !== plan.key) begin(state);
    draw();
    comparing.show(state);
    showField();
    void fillPins();
  });

  const begin = (state: SweepState) => {
    clearTimeout(starting);
    if (run) {
      run.stop();
      kept.keep(run.plan.key);
    }
    const mine: FieldRun = fieldRun(plan, state.method, kept.cells(plan.key, plan.count), () => {
      const isResting = mine.progress.state !== "running";
      if (isResting || performance.now() - keptAt > KEEP_MS) {
        kept.keep(mine.plan.key);
        keptAt = performance.now();
      }
      if (mine.plan.key === run?.plan.key) showField();
    });
    run = mine;
    // The server is asked by a button: it works for others too.
    if (state.method === "browser") starting = setTimeout(mine.start, REST_MS);
  };

  const pinnedRows = () => {
    const [path] = fieldsOf(time.now.vary);
    const axis = plan.axes[0];
    if (plan.axes.length !== 1 || !axis || path === undefined) return [];
    return time.now.pins.flatMap(({ name, point }, i) =>
      (curves.known({ point, path: axis.path, places: axis.values }) ?? []).map((row) => ({ ...row, pin: String(i + 1), name })),
    );
  };
  const showField = () => {
    if (run) field.show({ plan, run, method: time.now.method, figure: time.now.figure, pinned: pinnedRows() });
  };
  /** Curves of the pins are solved behind the sweep itself. */
  const fillPins = async () => {
    const mine = plan;
    const axis = mine.axes[0];
    if (mine.axes.length !== 1 || !axis) return;
    try {
      for (const { point } of time.now.pins) {
        const question = { point, path: axis.path, places: axis.values };
        if (curves.known(question) || !knobsOf(point).some(({ path }) => path === axis.path)) continue;
        await curves.behind(question, leaving.signal);
        if (mine !== plan) return;
        showField();
      }
    } catch (error) {
      if (!leaving.signal.aborted) sayFault(error);
    }
  };

  const change = (change: Partial<SweepState>) => time.commit({ ...time.now, ...change });
  const refused = (act: () => void, note: (message: string) => typeof draft) => {
    try {
      act();
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      draft = note(error.message);
      draw();
    }
    field.stale(draft.axes !== undefined);
  };
  const changeAxes = (vary: Vary) =>
    refused(
      () => change({ vary: soundAxes(time.now.point, vary) }),
      (axes) => ({ vary, axes }),
    );
  /** Axes stay where the new point has their fields. */
  const changeBase = (point: PointInput) =>
    refused(
      () => {
        soundPoint(point);
        change({ point, vary: stillSound(point, time.now.vary) });
      },
      (base) => ({ base }),
    );
  const take = ({ point, knob }: Preset) => {
    change({ point, vary: { [knob]: axisOver(knobOf(point, knob), point) } });
  };
  const takeSpec = (reading: SpecReading) => {
    beyond = "beyond" in reading ? reading : undefined;
    if ("change" in reading) change(reading.change);
    else draw();
  };

  const draw = () => {
    const state = time.now;
    render(
      html`<h1 class="visually-hidden">Sweeps</h1>
      <div class="top">
        <div class="row toolbar" role="group" aria-label="the whole page">
          ${undoButtons(time)}
          <button type="button" @click=${() => time.commit(FIRST)}>reset</button>
          <span class="faint">Turn one knob or two over a range, and see where a harness is best.</span></div>
        ${faults.length > 0 ? html`<p class="fault bad-link" role="alert">The address is not what this page writes: ${faults.join("; ")}.</p>` : nothing}</div>
      <div class="asked">
        ${axesCard({ point: state.point, vary: draft.vary ?? state.vary, plan, fault: draft.axes, change: changeAxes })}
        ${methodCard(state, change)}</div>
      <div class="shown">${field.element} ${comparing.element}</div>
      <div class="more-asked">
        ${baseCard({ point: state.point, varied: fieldsOf(state.vary), fault: draft.base, change: changeBase, take })}
        ${pinsCard(state, change)}
        ${specCard(plan, beyond, takeSpec)}</div>`,
      host,
    );
  };

  const forget = onThemeChange(draw);
  const keepNow = () => run && kept.keep(run.plan.key);
  addEventListener("pagehide", keepNow);
  time.commit(first);
  return {
    end() {
      clearTimeout(starting);
      leaving.abort();
      run?.stop();
      keepNow();
      removeEventListener("pagehide", keepNow);
      forget();
      field.end();
      comparing.end();
    },
    undo: () => time.undo(),
    redo: () => time.redo(),
  };
};

/** The axes, unless the point has no such fields. */
function stillSound(point: PointInput, vary: Vary): Vary {
  try {
    return soundAxes(point, vary);
  } catch (error) {
    if (error instanceof InvalidInput) return firstAxes(point);
    throw error;
  }
}

/** Undefined where the browser forbids it. */
function tabStorage(): Storage | undefined {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}
