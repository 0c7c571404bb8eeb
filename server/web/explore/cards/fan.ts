import { html } from "lit-html";
import { FAN_DATA, FAN_STAGES, trajectoryFan } from "../../../../figures/explore/trajectoryFan.ts";
import type { PointInput } from "../../../../model/point.ts";
import type { Trajectories } from "../../../../model/trajectory.ts";
import type { PictureContent } from "../../picture/content.ts";
import { picture } from "../../picture/picture.ts";
import { pictureWidth } from "../../picture/width.ts";
import { solver } from "../../solver/solvers.ts";
import { pointCommand } from "../commands.ts";
import type { MakePanel } from "../panel.ts";
import { card, panelWidth } from "./card.ts";
import { fanRows, nextSeed } from "./fanRows.ts";

const RUNS = 40;
/** Simulated runs through the tolerance windows. */
export const fanCard: MakePanel = ({ changeSeed }) => {
  const drawn = picture();
  const width = pictureWidth(drawn.element, () => content && void drawn.show(content()));
  let content: (() => PictureContent) | undefined;
  return card({
    title: "Runs, step by step",
    plain: `${RUNS} simulated runs. A rejected attempt is undone, and each stage begins where the last one really ended.`,
    live: false,
    async answer({ point, seed, signal }) {
      const sample = await solver("behind").ask<Trajectories>("trajectories", { point, runs: RUNS, seed }, { signal });
      content = () => contentOf(point, seed, sample, panelWidth(width));
      await drawn.show(content());
      const passed = sample.runs.filter((run) => run.passed).length;
      return html`<p>${passed} of ${RUNS} passed every stage; with other luck it is another number.
        <button type="button" @click=${() => changeSeed(nextSeed(seed))}>draw again</button> <span class="faint">seed ${seed}</span></p>${drawn.element}`;
    },
    end() {
      width.end();
      drawn.dispose();
    },
  });
};

function contentOf(point: PointInput, seed: string, sample: Trajectories, width: number): PictureContent {
  const rows = fanRows(sample, point);
  const passed = sample.runs.filter((run) => run.passed).length;
  const panels = Math.min(sample.stages.length, width < 420 ? 2 : FAN_STAGES);
  return {
    name: "trajectories",
    summary: `${RUNS} simulated runs towards a goal of ${point.goal}, of which ${passed} passed every stage.`,
    spec: (look) => trajectoryFan(look, width, panels),
    datasets: Object.fromEntries(Object.values(FAN_DATA).map((name) => [name, rows[name]])),
    table: { columns: ["run", "step", "progress", "end"], rows: rows.paths },
    json: { point, seed, ...sample },
    command: pointCommand(`trajectories --point - --runs ${RUNS} --seed '${seed.replaceAll("'", "'\\''")}' --out trajectories.svg`, point),
  };
}
