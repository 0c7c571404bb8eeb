import { max, scaleLinear } from "d3";
import { attemptLine, type Ending, ENDINGS, endMark, GATE } from "./attemptMarks.ts";
import { element, type Markup, render } from "./markup.ts";
import { type Frame, plotFrame, stepTicks } from "./plotFrame.ts";
import { textWidth } from "./textWidth.ts";
import { FONT_FAMILY, INK, PAPER, TEXT } from "./theme.ts";

/** Sampled runs with every attempt kept. */
export interface TrajectorySample {
  /** Nominal stages: request ℓ and the progress they would begin at, units of work. */
  readonly stages: readonly { readonly request: number; readonly from: number }[];
  readonly runs: readonly SampledRun[];
}
export interface SampledRun {
  readonly passed: boolean;
  readonly attempts: readonly SampledAttempt[];
}
export interface SampledAttempt {
  readonly stage: number;
  readonly accepted: boolean;
  readonly reason?: "overshoot" | "exhaustion";
  /** Absolute progress after each low-level step, the starting value first. */ readonly path: readonly number[];
}

export interface FanSetting {
  /** G, units of work. */ readonly goal: number;
  /** ε, half-width of each gate, units of work. */ readonly tolerance: number;
}

const SHEET = { left: 58, right: 12, top: 66, width: 720 } as const;
const WHOLE_HEIGHT = 165;
const STAGE = { height: 130, columns: 5, gap: 38, above: 100, below: 44 } as const;

/**
 * A fan of trajectories: the whole runs above, and below one panel for each stage with every attempt at it.
 *
 * A stage asks for an increment from where the last one really ended, so its gate lies elsewhere in each run: in
 * absolute progress there is no one gate to draw. The stage panels therefore show progress since the start of the
 * stage, where the gate is the same for all; the deviations that add up are seen above, against the goal.
 *
 * @returns an SVG document
 */
export function fanSvg(sample: TrajectorySample, { goal, tolerance }: FanSetting): string {
  const plotWidth = SHEET.width - SHEET.left - SHEET.right;
  const columns = Math.min(STAGE.columns, sample.stages.length);
  const stageWidth = (plotWidth - (columns - 1) * STAGE.gap) / columns;
  const panels = sample.stages.map((stage, t) => {
    const row = Math.floor(t / columns);
    const frame = {
      left: SHEET.left + (t % columns) * (stageWidth + STAGE.gap),
      top: SHEET.top + WHOLE_HEIGHT + STAGE.above + row * (STAGE.height + STAGE.above),
      width: stageWidth,
      height: STAGE.height,
    };
    return stagePanel(sample, t, tolerance, frame, { letter: letterOf(t + 1), yTitle: t % columns === 0 });
  });
  const rows = Math.ceil(sample.stages.length / columns);
  const height = SHEET.top + WHOLE_HEIGHT + rows * (STAGE.height + STAGE.above) + STAGE.below;
  const whole = wholeRuns(sample, goal, { left: SHEET.left, top: SHEET.top, width: plotWidth, height: WHOLE_HEIGHT });
  const root = { xmlns: "http://www.w3.org/2000/svg", width: SHEET.width, height, viewBox: `0 0 ${SHEET.width} ${height}`, "font-family": FONT_FAMILY };
  return render(element("svg", root, element("rect", { width: SHEET.width, height, fill: PAPER }), fanKey(), whole, panels));
}

/** Progress of each run over the steps that counted: a rejected attempt is undone, unless its stage was never recovered. */
function wholeRuns({ stages, runs }: TrajectorySample, goal: number, frame: Frame): Markup {
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
      const ending = endingOf(attempt);
      return [attemptLine(places, ending, runs.length), endMark(places.at(-1) ?? [0, 0], ending, 10)];
    });
  });
  const goalLine = [
    element("line", { x2: frame.width, y1: y(goal), y2: y(goal), stroke: INK, "stroke-width": 1.2, "stroke-dasharray": "8,3" }),
    element("text", { x: 6, y: y(goal) - 5, fill: INK, "font-size": TEXT.mark }, `goal G = ${goal}`),
  ];
  const words = { heading: "(a) whole runs", notes: [`${passed} of ${runs.length} passed every stage`], xTitle: "low-level steps that counted", yTitle: "progress (units of work)" };
  return plotFrame(frame, words, x, y, stepTicks(steps, 16), marks, goalLine);
}

function stagePanel(sample: TrajectorySample, t: number, tolerance: number, frame: Frame, text: { letter: string; yTitle: boolean }): Markup {
  const { request } = sample.stages[t] as TrajectorySample["stages"][number];
  const attempts = sample.runs.flatMap((run) => run.attempts.filter((attempt) => attempt.stage === t));
  const steps = max(attempts, ({ path }) => path.length - 1) ?? 1;
  const reached = max(attempts, ({ path }) => (path.at(-1) ?? 0) - (path[0] ?? 0)) ?? 0;
  const x = scaleLinear([0, steps + 0.25], [0, frame.width]);
  const y = scaleLinear([0, Math.max(request + tolerance, reached) * 1.08], [frame.height, 0]);
  const accepted = attempts.filter((attempt) => attempt.accepted).length;
  const edge = (at: number) => element("line", { x2: frame.width, y1: y(at), y2: y(at), stroke: GATE.edge, "stroke-width": 1 });
  const gate = [
    element("rect", { y: y(request + tolerance), width: frame.width, height: y(request - tolerance) - y(request + tolerance), fill: GATE.fill }),
    edge(request - tolerance),
    edge(request + tolerance),
  ];
  // Rejected first, so that what was accepted lies on top.
  const drawn = attempts
    .toSorted((a, b) => Number(a.accepted) - Number(b.accepted))
    .map((attempt) => {
      const places = attempt.path.map((progress, k) => [x(k), y(progress - (attempt.path[0] ?? 0))] as const);
      return { line: attemptLine(places, endingOf(attempt), attempts.length), mark: endMark(places.at(-1) ?? [0, 0], endingOf(attempt)) };
    });
  const words = {
    heading: `(${text.letter}) stage ${t + 1}`,
    notes: [`ℓ = ${roundOff(request)} ± ${roundOff(tolerance)}`, `${accepted} of ${attempts.length} accepted`],
    xTitle: "steps",
    ...(text.yTitle ? { yTitle: "since stage began" } : {}),
  };
  return plotFrame(frame, words, x, y, stepTicks(steps, frame.width / 26), gate, drawn.map((d) => d.line), drawn.map((d) => d.mark));
}

function endingOf({ accepted, reason }: SampledAttempt): Ending {
  return accepted ? "accepted" : (reason ?? "exhaustion");
}

function fanKey(): Markup {
  const gap = 22;
  let left = SHEET.left;
  const place = (sample: readonly Markup[], text: string): Markup => {
    const entry = element("g", { transform: `translate(${left},16)` }, sample, element("text", { x: 34, dy: "0.35em", fill: INK, "font-size": TEXT.title }, text));
    left += 34 + textWidth(text, TEXT.title) + gap;
    return entry;
  };
  const endings = (Object.keys(ENDINGS) as Ending[]).map((ending) => place([attemptLine([[0, 0], [26, 0]], ending, 10), endMark([26, 0], ending, 24)], ENDINGS[ending].text));
  const gate = place([element("rect", { y: -6, width: 26, height: 12, fill: GATE.fill, stroke: GATE.edge })], "gate ℓ ± ε");
  return element("g", {}, endings, gate);
}

/** (a)..(z), then (aa)..: a harness may have more stages than the alphabet has letters. */
function letterOf(index: number): string {
  const letter = String.fromCharCode("a".charCodeAt(0) + (index % 26));
  return index < 26 ? letter : letterOf(Math.floor(index / 26) - 1) + letter;
}

function roundOff(value: number): string {
  return String(Number(value.toPrecision(4)));
}
