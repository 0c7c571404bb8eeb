import { FAN_STAGES } from "../../../../figures/explore/trajectoryFan.ts";
import type { PointInput } from "../../../../model/point.ts";
import type { Trajectories, TrajectoryAttempt } from "../../../../model/trajectory.ts";

/** Windows beyond this are closer than a line is wide. */
const MOST_WINDOWS = 100;
/** Attempts drawn in one stage's panel. */
const MOST_ATTEMPTS = 120;

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
