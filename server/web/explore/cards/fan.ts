import { html } from "lit-html";
import { FAN_DATA, FAN_STAGES, trajectoryFan } from "../../../../figures/explore/trajectoryFan.ts";
import type { PointInput } from "../../../../model/point.ts";
import type { Trajectories } from "../../../../model/trajectory.ts";
import type { PictureContent } from "../../picture/content.ts";
import { fittedPicture } from "../../picture/fittedPicture.ts";
import { solver } from "../../solver/solvers.ts";
import type { DrawnRuns } from "../../solver/trajectories.ts";
import { runsCommand } from "../commands.ts";
import type { MakePanel } from "../panel.ts";
import { shortNumber } from "../shortNumber.ts";
import { card, panelWidth } from "./card.ts";
import { fanNotes, fanRows, luckInWords, nextSeed, pathRows } from "./fanRows.ts";

const RUNS = 40;

/** Simulated runs through the tolerance windows. */
export const fanCard: MakePanel = ({ changeSeed }) => {
  const drawn = fittedPicture();
  return card({
    title: "Runs, step by step",
    plain: "Simulated runs. A rejected attempt is undone, and each stage begins where the last one really ended.",
    of: ({ point, seed }) => [point, seed],
    async answer({ point, seed, signal }) {
      const { sample, runs, meanSteps, ...of } = await solver("behind").ask<DrawnRuns>(
        "trajectories",
        { point, runs: RUNS, seed },
        { signal },
      );
      const each = `a run takes about ${shortNumber(meanSteps, 3)} low-level steps`;
      if (!sample) return html`<p>No run is drawn: ${each}, which is more than a picture can hold.</p>`;
      const rows = fanRows(sample, point);
      const passed = sample.runs.filter((run) => run.passed).length;
      await drawn.show((width) => contentOf({ point, seed, sample, rows, passed }, panelWidth(width)));
      const fewer = runs < RUNS ? ` Only ${runs} ${runs === 1 ? "is" : "are"} drawn, since ${each}.` : "";
      const notes = fanNotes(sample, rows.stride);
      return html`<p>${passed} of ${runs} passed every stage; ${luckInWords(of)}.${fewer}
        <button type="button" @click=${() => changeSeed(nextSeed(seed))}>draw again</button> <span class="faint">seed ${seed}</span></p>
        ${notes === "" ? "" : html`<p class="faint">${notes}</p>`}${drawn.element}`;
    },
    end: drawn.end,
  });
};

interface Fan {
  readonly point: PointInput;
  readonly seed: string;
  readonly sample: Trajectories;
  readonly rows: ReturnType<typeof fanRows>;
  readonly passed: number;
}

function contentOf({ point, seed, sample, rows, passed }: Fan, width: number): PictureContent {
  const runs = sample.runs.length;
  const panels = Math.min(sample.stages.length, width < 420 ? 2 : FAN_STAGES);
  return {
    name: "trajectories",
    summary: `${runs} simulated runs towards a goal of ${shortNumber(point.goal)}, of which ${passed} passed every stage.`,
    spec: (look) => trajectoryFan(look, width, panels),
    datasets: Object.fromEntries(Object.values(FAN_DATA).map((name) => [name, rows[name]])),
    table: { columns: ["run", "step", "progress", "end"], rows: pathRows(sample).map((row) => ({ ...row })) },
    json: { point, seed, ...sample },
    command: runsCommand(point, runs, seed),
  };
}
