import { max, scaleLinear } from "d3";
import type { Trajectories, TrajectoryAttempt } from "../model/trajectory.ts";
import { attemptLine, type Ending, endMark, GATE } from "./attemptMarks.ts";
import { element, type Markup } from "./markup.ts";
import { type Frame, plotFrame, stepTicks } from "./plotFrame.ts";
import { INK, TEXT } from "./theme.ts";

export interface FanSetting {
  /** G, units of work. */ readonly goal: number;
  /** ε, half-width of each gate, units of work. */ readonly tolerance: number;
}

/** Progress of each run over the steps that counted: a rejected attempt is undone, unless its stage was never recovered. */
export function wholeRuns(sample: Trajectories, { goal, tolerance }: FanSetting, frame: Frame): Markup {
  const { runs } = sample;
  const kept = runs.map((run) => run.attempts.filter((attempt, i) => run.attempts[i + 1]?.stage !== attempt.stage));
  const steps = max(kept, (attempts) => attempts.reduce((sum, { path }) => sum + path.length - 1, 0)) ?? 1;
  const x = scaleLinear([0, steps], [0, frame.width]);
  const top = max(kept.flat(), ({ path }) => max(path)) ?? goal;
  const y = scaleLinear([0, Math.max(goal, top) * 1.06], [frame.height, 0]);
  const passed = runs.filter((run) => run.passed).length;
  const marks = kept.map((attempts) => {
    let step = 0;
    return attempts.map((attempt) => {
      const places = attempt.path.map((progress, k) => [x(step + k), y(progress)] as const);
      step += attempt.path.length - 1;
      const ending = endingOf(attempt, sample, tolerance);
      return [attemptLine(places, ending, runs.length), endMark(places[places.length - 1], ending, 10)];
    });
  });
  const goalLine = [
    element("line", { x2: frame.width, y1: y(goal), y2: y(goal), stroke: INK, "stroke-width": 1.2, "stroke-dasharray": "8,3" }),
    element("text", { x: 6, y: y(goal) - 5, fill: INK, "font-size": TEXT.mark }, `goal G = ${goal}`),
  ];
  const words = {
    heading: "(a) whole runs",
    notes: [`${passed} of ${runs.length} passed every stage`],
    xTitle: "low-level steps that counted",
    yTitle: "progress (units of work)",
  };
  return plotFrame(frame, words, x, y, stepTicks(steps, 16), marks, goalLine);
}

/** Every attempt at stage t, as progress since the stage began, against its gate. */
export function stageAttempts(
  sample: Trajectories,
  t: number,
  { tolerance }: FanSetting,
  frame: Frame,
  text: { readonly letter: string; readonly yTitle: boolean },
): Markup {
  const { request } = sample.stages[t];
  const attempts = sample.runs.flatMap((run) => run.attempts.filter((attempt) => attempt.stage === t));
  const steps = max(attempts, ({ path }) => path.length - 1) ?? 1;
  const reached = max(attempts, ({ path }) => path[path.length - 1] - path[0]) ?? 0;
  const x = scaleLinear([0, steps + 0.25], [0, frame.width]);
  const y = scaleLinear([0, Math.max(request + tolerance, reached) * 1.08], [frame.height, 0]);
  const accepted = attempts.filter((attempt) => attempt.accepted).length;
  const edge = (at: number) => element("line", { x2: frame.width, y1: y(at), y2: y(at), stroke: GATE.edge, "stroke-width": 1 });
  const gate = [
    element("rect", {
      y: y(request + tolerance),
      width: frame.width,
      height: y(request - tolerance) - y(request + tolerance),
      fill: GATE.fill,
    }),
    edge(request - tolerance),
    edge(request + tolerance),
  ];
  // Rejected first, so that what was accepted lies on top.
  const drawn = attempts
    .toSorted((a, b) => Number(a.accepted) - Number(b.accepted))
    .map((attempt) => {
      const places = attempt.path.map((progress, k) => [x(k), y(progress - attempt.path[0])] as const);
      const ending = endingOf(attempt, sample, tolerance);
      return { line: attemptLine(places, ending, attempts.length), mark: endMark(places[places.length - 1], ending) };
    });
  const words = {
    heading: `(${text.letter}) stage ${t + 1}`,
    notes: [`ℓ = ${roundOff(request)} ± ${roundOff(tolerance)}`, `${accepted} of ${attempts.length} accepted`],
    xTitle: "steps",
    ...(text.yTitle ? { yTitle: "since stage began" } : {}),
  };
  return plotFrame(
    frame,
    words,
    x,
    y,
    stepTicks(steps, frame.width / 26),
    gate,
    drawn.map((d) => d.line),
    drawn.map((d) => d.mark),
  );
}

/** Why an attempt ended, from where it ended: a rejected one that did not overshoot had run out of steps. */
function endingOf({ accepted, path, stage }: TrajectoryAttempt, { stages }: Trajectories, tolerance: number): Ending {
  if (accepted) return "accepted";
  return path[path.length - 1] - path[0] > stages[stage].request + tolerance ? "overshoot" : "exhaustion";
}

function roundOff(value: number): string {
  return String(Number(value.toPrecision(4)));
}
