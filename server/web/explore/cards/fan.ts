import { html } from "lit-html";
import { FAN_DATA, FAN_STAGES, trajectoryFan } from "../../../../figures/explore/trajectoryFan.ts";
import type { PointInput } from "../../../../model/point.ts";
import type { Trajectories, TrajectoryAttempt } from "../../../../model/trajectory.ts";
import type { PictureContent } from "../../picture/content.ts";
import { picture } from "../../picture/picture.ts";
import { pictureWidth } from "../../picture/width.ts";
import { solver } from "../../solver/solvers.ts";
import { pointCommand } from "../commands.ts";
import type { MakePanel } from "../panel.ts";
import { card, panelWidth } from "./card.ts";

const RUNS = 40;
/** Windows beyond this are closer than a line is wide. */
const MOST_WINDOWS = 100;
/** Attempts drawn in one stage's panel. */
const MOST_ATTEMPTS = 120;

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

/** "lab" → "lab-2" → "lab-3": a seed that can be said and found again. */
export function nextSeed(seed: string): string {
  const [, stem = seed, number] = /^(.*?)(?:-(\d{1,9}))?$/.exec(seed) ?? [];
  return `${stem}-${number === undefined ? 2 : Number(number) + 1}`;
}

/** Rows of the drawing. Of a run, the attempts that counted: the last at each stage. */
export function fanRows({ stages, runs }: Trajectories, { goal, tolerance }: Pick<PointInput, "goal" | "tolerance">) {
  const paths = runs.flatMap(({ attempts, passed }, run) => {
    let from = 0;
    const end = passed ? "passed" : "not passed";
    return attempts
      .filter((attempt, i) => attempts[i + 1]?.stage !== attempt.stage)
      .flatMap(({ path }, i) => {
        const begun = from;
        from += path.length - 1;
        return path.map((progress, k) => ({ run: run + 1, step: begun + k, progress, end })).slice(i === 0 ? 0 : 1);
      });
  });
  const windows = stages
    .slice(0, MOST_WINDOWS)
    .map(({ request, from }) => ({ low: from + request - tolerance, high: from + request + tolerance }));
  const shown = stages.slice(0, FAN_STAGES);
  const gates = shown.map(({ request }, t) => ({ stage: t + 1, low: request - tolerance, high: request + tolerance }));
  const attempts = shown.flatMap(({ request }, t) =>
    runs
      .flatMap((run) => run.attempts.filter(({ stage }) => stage === t))
      .slice(0, MOST_ATTEMPTS)
      .flatMap((attempt, i) => {
        const end = endOf(attempt, request + tolerance);
        const begun = attempt.path[0] as number;
        return attempt.path.map((progress, step) => ({ attempt: i, stage: t + 1, step, progress: progress - begun, end }));
      }),
  );
  return { paths, windows, goal: [{ goal }], attempts, gates };
}

function endOf({ accepted, path }: TrajectoryAttempt, high: number): "accepted" | "overshoot" | "exhaustion" {
  if (accepted) return "accepted";
  return (path.at(-1) as number) - (path[0] as number) > high ? "overshoot" : "exhaustion";
}

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
