import "../styles/explore.css";
import { html, render } from "lit-html";
import type { PointInput } from "../../../model/point.ts";
import type { Solution } from "../../../model/result.ts";
import { knobAt } from "../knobs/knobs.ts";
import { picture } from "../picture/picture.ts";
import { widthOf } from "../picture/width.ts";
import { say } from "../shell/notice.ts";
import type { Mount } from "../shell/pages.ts";
import { keepInAddress } from "../shell/router.ts";
import { timeline } from "../state/timeline.ts";
import { agentControls } from "./agentControls.ts";
import { type Answers, answering } from "./answers.ts";
import { curveContent } from "./curve.ts";
import { curveHead, pinList } from "./curveHead.ts";
import type { Edit } from "./edit.ts";
import { figures } from "./figures.ts";
import { harnessControls } from "./harnessControls.ts";
import type { Panel } from "./panel.ts";
import { complaintOf, type Refusal, refusalOf } from "./soundness.ts";
import { type ExploreState, FIRST, firstKnob, linkToExplore, readState } from "./state.ts";
import { toolbar } from "./toolbar.ts";

/** Between the first curve and the cards: they would keep the page from answering just when it is first touched. */
const FIRST_LOOK_MS = 250;

/** The Explore page: knobs on one side, what follows from them on the other. */
export const mount: Mount = (host) => {
  const { state: first, complaints } = readState(location.search);
  if (complaints.length > 0) say(`Of this link was left out: ${complaints.join("; ")}`, "fault");
  const curve = picture();
  const cards = document.createElement("div");
  cards.className = "cards";
  let panels: readonly Panel[] = [];
  let refusal: Refusal | undefined;
  let solution: Solution | undefined;
  let shown: { readonly state: ExploreState; readonly answers: Answers } | undefined;

  const answers = answering(
    {
      onCurve(state, answered) {
        shown = { state, answers: answered };
        curve.busy(false);
        void draw();
        showPage();
      },
      onSolution(found) {
        solution = found;
        showPage();
      },
      onFault: (error) => say(error instanceof Error ? error.message : String(error), "fault"),
    },
    () => panels,
  );

  const draw = async () => {
    if (!shown) return;
    await curve.show(curveContent(shown.state, shown.answers.curve, shown.answers.pins, width.now()));
    if (panels.length === 0) setTimeout(() => void mountPanels(), FIRST_LOOK_MS);
  };

  /** The cards come once the curve is seen: they are what a page can be late with. */
  const mountPanels = async () => {
    if (panels.length > 0 || ended) return;
    const { PANELS } = await import("./panels.ts");
    if (panels.length > 0 || ended) return;
    panels = PANELS.map((make) =>
      make({ changePoint: (point) => edit.commit(point), changeSeed: (seed) => time.commit({ ...time.now, seed }) }),
    );
    cards.append(...panels.map(({ element }) => element));
    if (!refusal) answers.askPanels(time.now);
  };
  let ended = false;

  const time = timeline<ExploreState>(first, (now, isStep) => {
    refusal = refusalOf(now.point);
    if (refusal) curve.busy(true);
    else answers.ask(now);
    if (isStep && !refusal) keepInAddress(linkToExplore(now).replace("/explore", ""));
    showPage();
  });
  const withPoint = (point: PointInput): ExploreState => ({
    ...time.now,
    point,
    knob: !refusalOf(point) && !knobAt(point, time.now.knob) ? firstKnob(point) : time.now.knob,
  });
  const edit: Edit = {
    get point() {
      return time.now.point;
    },
    preview: (point) => time.preview(withPoint(point)),
    commit: (point) => time.commit(withPoint(point)),
    complaintOf: (path) => complaintOf(refusal, path),
  };
  const width = widthOf(curve.element, () => void draw());

  const showPage = () =>
    render(
      html`
        <section class="card knobs" aria-label="knobs">
          ${toolbar(time, { first: FIRST, load: (state) => time.commit(state) })}
          <h2>Harness</h2>
          ${harnessControls(edit)}
          <h2>Agent</h2>
          ${agentControls(edit)}
        </section>
        <div class="answers">
          <section class="card curve" aria-label="curve">
            ${curveHead(time.now, shown?.answers.curve, (knob) => time.commit({ ...time.now, knob }))}
            ${refusal ? html`<p class="fault" role="alert">${refusal.message}. What is shown is the last sound point.</p>` : ""}
            ${curve.element}
            ${pinList(time)}
          </section>
          <section class="card" aria-label="figures of this point"><h2>This point, exactly</h2>${figures(solution)}</section>
          ${cards}
        </div>`,
      host,
    );

  time.commit(first);
  return {
    end() {
      ended = true;
      answers.end();
      width.end();
      for (const panel of panels) panel.end();
      curve.dispose();
    },
    undo: () => time.undo(),
    redo: () => time.redo(),
  };
};
