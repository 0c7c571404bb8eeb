import { FAN_STAGES } from "../../../../figures/explore/trajectoryFan.ts";
import type { PointInput } from "../../../../model/point.ts";
import type { Trajectories, TrajectoryAttempt } from "../../../../model/trajectory.ts";
import type { DrawnRuns } from "../../solver/trajectories.ts";
import { shortRate } from "../shortNumber.ts";

/** Windows of more stages lie closer than a line is wide. */
const MOST_WINDOWS = 60;
/** Attempts drawn in one stage's panel. */
const MOST_ATTEMPTS = 120;
/** Places of all paths together that a picture draws without a pause. */
const MOST_PLACES = 12_000;

/** "lab" → "lab-2" → "lab-3": a seed that can be said and found again. */
export function nextSeed(seed: string): string {
  const [, stem = seed, number] = /^(.*?)(?:-(\d{1,9}))?$/.exec(seed) ?? [];
  return `${stem}-${number === undefined ? 2 : Number(number) + 1}`;
}

/** What all runs do, where that is known. */
export function luckInWords({ passRate, canPass }: Pick<DrawnRuns, "passRate" | "canPass">): string {
  if (passRate === undefined) return "with other luck it is another number";
  if (passRate > 0) return `with any luck it is ${shortRate(passRate, 4)} of all runs`;
  return canPass ? "of all runs fewer than one in 1e300 do" : "none can, with any luck";
}

/** A place of a run, counting the steps of the attempts that counted: the last at each stage. */
export interface PathRow {
  /** From 1. */ readonly run: number;
  readonly step: number;
  /** Units of work. */ readonly progress: number;
  readonly end: "passed" | "not passed";
}

export function pathRows({ runs }: Pick<Trajectories, "runs">): PathRow[] {
  return runs.flatMap(({ attempts, passed }, run) => {
    let from = 0;
    const end = passed ? "passed" : "not passed";
    return attempts
      .filter((attempt, i) => attempts[i + 1]?.stage !== attempt.stage)
      .flatMap(({ path }, i) => {
        const begun = from;
        from += path.length - 1;
        return path.map((progress, k): PathRow => ({ run: run + 1, step: begun + k, progress, end })).slice(i === 0 ? 0 : 1);
      });
  });
}

/** Every so many places of each path, with its first and its last. */
export function thinned(paths: readonly PathRow[]): { readonly rows: readonly PathRow[]; readonly stride: number } {
  const stride = Math.ceil(paths.length / MOST_PLACES);
  if (stride <= 1) return { rows: paths, stride: 1 };
  return { rows: paths.filter(({ run, step }, i) => step % stride === 0 || paths[i + 1]?.run !== run), stride };
}

/** Rows of the drawing. */
export function fanRows(sample: Trajectories, { goal, tolerance }: Pick<PointInput, "goal" | "tolerance">) {
  const { stages, runs } = sample;
  const { rows: paths, stride } = thinned(pathRows(sample));
  const windows =
    stages.length > MOST_WINDOWS
      ? []
      : stages.map(({ request, from }) => ({ low: from + request - tolerance, high: from + request + tolerance }));
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
  return { paths, windows, goal: [{ goal }], attempts, gates, stride };
}

/** What the picture leaves out; "" where it shows all. */
export function fanNotes(sample: Trajectories, stride: number): string {
  const { stages, runs } = sample;
  const attempts = Math.max(
    ...Array.from({ length: Math.min(FAN_STAGES, stages.length) }, (_, t) =>
      runs.reduce((sum, run) => sum + run.attempts.filter(({ stage }) => stage === t).length, 0),
    ),
  );
  return [
    ...(stages.length > FAN_STAGES ? [`Attempts are shown at the first of the ${stages.length.toLocaleString("en-GB")} stages.`] : []),
    ...(attempts > MOST_ATTEMPTS ? [`Of each stage's attempts the first ${MOST_ATTEMPTS} are drawn.`] : []),
    ...(stages.length > MOST_WINDOWS ? ["The windows lie too close to be drawn."] : []),
    ...(stride > 1 ? [`One step in ${stride} is drawn; the numbers have all.`] : []),
  ].join(" ");
}

function endOf({ accepted, path }: TrajectoryAttempt, high: number): "accepted" | "overshoot" | "exhaustion" {
  if (accepted) return "accepted";
  return (path.at(-1) as number) - (path[0] as number) > high ? "overshoot" : "exhaustion";
}
