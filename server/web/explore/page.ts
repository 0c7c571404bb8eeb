import { html, render } from "lit-html";
import "../styles/explore.css";
import { InvalidInput } from "../../../model/invalid.ts";
import type { PointInput } from "../../../model/point.ts";
import { parsePoint } from "../../../model/validate.ts";
import { keepLink } from "../shell/address.ts";
import type { Mount } from "../shell/mount.ts";
import { sayFault } from "../shell/notice.ts";
import { onThemeChange } from "../shell/theme.ts";
import { timeline } from "../state/timeline.ts";
import { agentCard } from "./agentCard.ts";
import { curveCard } from "./curveCard.ts";
import type { Editing, Fault } from "./editing.ts";
import { placeOf } from "./editing.ts";
import { figuresCard } from "./figuresCard.ts";
import { harnessCard, taskCard } from "./harnessCard.ts";
import { knobOf } from "./knobs.ts";
import { panelsHost } from "./panelsHost.ts";
import { curveBar } from "./pinsBar.ts";
import { pointFile } from "./pointFile.ts";
import { requestsCard } from "./requestsCard.ts";
import { type ExploreState, FIRST, linkToExplore, stateFrom } from "./state.ts";
import { toolbar } from "./toolbar.ts";

/** Knobs that have not moved for so long are at rest: what takes longer than a frame is done then. */
const REST_MS = 150;

export const mount: Mount = (host) => {
  const curve = curveCard(sayFault);
  const figures = figuresCard();
  const panels = panelsHost(
    { changePoint: (point) => change({ point }), changeSeed: (seed) => change({ seed }), changeLawView: (law) => change({ law }) },
    sayFault,
  );
  const { state: first, faults: found } = stateFrom(location.search);
  let faults = found;
  let anchor = first.point;
  /** The last step whose point the model accepts: what is shown while a value is refused, on every card. */
  let sound = first;
  let fault: Fault | undefined;
  let selected = 0;
  let resting: ReturnType<typeof setTimeout> | undefined;
  let asked = new AbortController();

  const time = timeline<ExploreState>(first, (state, isStep) => {
    if (isStep) anchor = state.point;
    fault = faultOf(state.point);
    draw();
    curve.stale(fault !== undefined);
    clearTimeout(resting);
    asked.abort();
    figures.stale();
    if (fault) return showSound();
    if (isStep) {
      sound = state;
      keepLink(linkToExplore(state), "This point is too long for a link; take it away as JSON instead.");
    }
    curve.show({ state, knob: knobOf(state.point, state.knob), anchor: soundOr(anchor, state.point) });
    panels.stir();
    resting = setTimeout(() => rest(state), REST_MS);
  });
  const showSound = () => {
    curve.show({ state: sound, knob: knobOf(sound.point, sound.knob), anchor: sound.point });
    curve.stale(true);
    clearTimeout(resting);
    resting = setTimeout(() => rest(sound), REST_MS);
  };
  const rest = (state: ExploreState) => {
    asked = new AbortController();
    const { signal } = asked;
    figures.show(state.point, signal).catch((error) => {
      if (!signal.aborted) sayFault(error);
    });
    panels.show({ point: state.point, seed: state.seed, lawView: state.law });
  };
  const change = (change: Partial<ExploreState>) => {
    const next = { ...time.now, ...change };
    time.commit({ ...next, knob: knobOf(next.point, next.knob).path });
  };

  const draw = () => {
    const state = time.now;
    const { point } = state;
    const editing: Editing = {
      point,
      anchor,
      fault,
      preview: (next) => time.preview({ ...time.now, point: next, knob: knobOf(next, state.knob).path }),
      commit: (next) => change({ point: next }),
      complain(found) {
        fault = found;
        draw();
        showSound();
      },
    };
    const select = (member: number) => {
      if (member === selected) return;
      selected = member;
      draw();
    };
    const forgive = () => {
      faults = [];
      draw();
    };
    render(
      html`<h1 class="visually-hidden">Explore</h1>
      <div class="top">${toolbar({
        time,
        reset: () => time.commit(FIRST),
        take: (preset) => change({ point: preset.point, knob: preset.knob }),
      })}
      ${
        faults.length === 0
          ? ""
          : html`<p class="bad-link fault" role="alert">The address is not what this page writes: ${faults.join("; ")}. Defaults stand in for it.
            <button type="button" @click=${forgive}>close</button></p>`
      }</div>
      <section class="card curve-card" aria-labelledby="curve-head"><h2 id="curve-head" class="visually-hidden">Curve over one knob</h2>
        ${curveBar(state, knobOf(point, state.knob), change)}
        ${fault ? html`<p class="fault" role="alert">Shown is the last point that the model accepts${placeOf(fault.field) === "" ? `: ${fault.message}` : ""}.</p>` : ""}
        ${curve.element}</section>
      <div class="knobs">${requestsCard(editing)} ${taskCard(editing)} ${agentCard(editing, selected, select)} ${harnessCard(editing)}
        <section class="card" aria-label="point as JSON">${pointFile(point, (taken) => change({ point: taken }))}</section></div>
      <div class="below">${figures.element} ${panels.element}</div>`,
      host,
    );
  };

  const forget = onThemeChange(draw);
  time.commit(first);
  void curve.first.then(() => panels.load()).catch(sayFault);
  return {
    end() {
      clearTimeout(resting);
      asked.abort();
      forget();
      curve.end();
      panels.end();
    },
    undo: () => time.undo(),
    redo: () => time.redo(),
  };
};

/** The rule that a point breaks, if any. */
function faultOf(point: PointInput): Fault | undefined {
  try {
    parsePoint(point);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidInput) return error;
    throw error;
  }
}

/** Ranges follow the last step, unless that is of another shape or refused. */
function soundOr(anchor: PointInput, point: PointInput): PointInput {
  return anchor.stages.kind === point.stages.kind && anchor.pool.length === point.pool.length && !faultOf(anchor) ? anchor : point;
}
