import { html, render } from "lit-html";
import { CURVE_DATA, type CurveRow, knobCurve } from "../../../figures/explore/knobCurve.ts";
import { CANONICAL, MODEL_3 } from "../../../model/canonical.ts";
import type { PointInput } from "../../../model/point.ts";
import { picture } from "../picture/picture.ts";
import { explained, named } from "../shell/explained.ts";
import type { Mount } from "../shell/pages.ts";
import { keepInAddress } from "../shell/router.ts";
import { solver } from "../solver/solvers.ts";
import type { Headline } from "../solver/tasks.ts";
import { readLink, writeLink } from "../state/link.ts";
import { timeline } from "../state/timeline.ts";

interface Thin {
  readonly point: PointInput & { readonly stages: { readonly count: number } };
}
const FIRST: Thin = { point: { ...CANONICAL, stages: { kind: "uniform", count: 10 }, pool: [MODEL_3] } };

export const mount: Mount = (host) => {
  const curve = picture();
  let asked = new AbortController();
  const redraw = async (state: Thin) => {
    asked.abort();
    asked = new AbortController();
    const { signal } = asked;
    const places = Array.from({ length: 30 }, (_, i) => i + 1);
    const points = places.map((count) => ({ ...state.point, stages: { kind: "uniform", count } }));
    const solved = await solver("live").ask<readonly Headline[]>("curve", { points }, { signal });
    const rows: CurveRow[] = solved.map((figures, i) => ("reason" in figures ? { at: places[i] } : { at: places[i], ...figures }));
    const here = rows.filter(({ at }) => at === state.point.stages.count);
    await curve.show({
      name: "pass-rate-over-stages",
      summary: "Pass rate and final bias over the number of stages.",
      spec: (look) => knobCurve({ title: named("count"), isInteger: true, isLog: false }, look, 560),
      datasets: { [CURVE_DATA.curve]: rows, [CURVE_DATA.here]: here, [CURVE_DATA.pinned]: [] },
      table: { columns: ["at", "passRate", "finalBias"], rows: rows as never },
      json: { point: state.point, rows },
      command: "harness-lab sweep",
    });
  };
  const time = timeline<Thin>({ ...FIRST, ...readLink(location.search) }, (now, isStep) => {
    if (isStep) keepInAddress(writeLink(now));
    redraw(now).catch((error) => {
      if (error?.name !== "AbortError") throw error;
    });
    show();
  });
  const move = (tolerance: number) => ({ point: { ...time.now.point, tolerance } });
  const show = () =>
    render(
      html`<div class="card"><label>${named("tolerance")}
        <input id="tolerance" type="range" min="0.1" max="6" step="0.01" .value=${String(time.now.point.tolerance)}
          @input=${(e: Event) => time.preview(move(Number((e.target as HTMLInputElement).value)))}
          @change=${(e: Event) => time.commit(move(Number((e.target as HTMLInputElement).value)))} /></label>${explained("tolerance")}
        ${curve.element}</div>`,
      host,
    );
  time.commit(time.now);
  return { end: () => curve.dispose(), undo: () => time.undo(), redo: () => time.redo() };
};
