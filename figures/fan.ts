import type { Trajectories } from "../model/trajectory.ts";
import { attemptLine, ENDINGS, type Ending, endMark, GATE } from "./attemptMarks.ts";
import { type FanSetting, stageAttempts, wholeRuns } from "./fanPanels.ts";
import { type Child, element, type Markup, render } from "./markup.ts";
import { textWidth } from "./textWidth.ts";
import { FAINT_INK, FONT_FAMILY, INK, PAPER, TEXT } from "./theme.ts";

const SHEET = { left: 58, right: 12, top: 66, width: 720 } as const;
const WHOLE_HEIGHT = 165;
const STAGE = { height: 130, columns: 5, gap: 38, above: 100, below: 44 } as const;
/** Beyond this a sheet is too long to look at, and further stages show nothing new. */
const MOST_STAGES = 15;

/**
 * A fan of trajectories: the whole runs above, and below one panel for each stage with every attempt at it.
 *
 * A stage asks for an increment from where the last one really ended, so its gate lies elsewhere in each run: in
 * absolute progress there is no one gate to draw. The stage panels therefore show progress since the start of the
 * stage, where the gate is the same for all; the deviations that add up are seen above, against the goal.
 *
 * @param setting  of the point that was sampled
 * @returns an SVG document; the first fifteen stages have a panel
 */
export function fanSvg(sample: Trajectories, setting: FanSetting): string {
  const plotWidth = SHEET.width - SHEET.left - SHEET.right;
  const drawn = sample.stages.slice(0, MOST_STAGES);
  const columns = Math.min(STAGE.columns, drawn.length);
  const stageWidth = (plotWidth - (columns - 1) * STAGE.gap) / columns;
  const panels = drawn.map((_, t) => {
    const row = Math.floor(t / columns);
    const frame = {
      left: SHEET.left + (t % columns) * (stageWidth + STAGE.gap),
      top: SHEET.top + WHOLE_HEIGHT + STAGE.above + row * (STAGE.height + STAGE.above),
      width: stageWidth,
      height: STAGE.height,
    };
    return stageAttempts(sample, t, setting, frame, { letter: letterOf(t + 1), yTitle: t % columns === 0 });
  });
  const rows = Math.ceil(drawn.length / columns);
  const foot = STAGE.below + (sample.stages.length > MOST_STAGES ? 18 : 0);
  const height = SHEET.top + WHOLE_HEIGHT + rows * (STAGE.height + STAGE.above) + foot;
  const whole = wholeRuns(sample, setting, { left: SHEET.left, top: SHEET.top, width: plotWidth, height: WHOLE_HEIGHT });
  const root = {
    xmlns: "http://www.w3.org/2000/svg",
    width: SHEET.width,
    height,
    viewBox: `0 0 ${SHEET.width} ${height}`,
    "font-family": FONT_FAMILY,
  };
  return render(
    element(
      "svg",
      root,
      element("rect", { width: SHEET.width, height, fill: PAPER }),
      fanKey(),
      whole,
      panels,
      undrawn(sample.stages.length, height),
    ),
  );
}

/** What the drawing shows, for below it. */
export function fanCaption({ runs, stages }: Trajectories, { goal, tolerance }: FanSetting): string {
  return (
    `${runs.length} simulated ${runs.length === 1 ? "run" : "runs"} of ${stages.length} ${stages.length === 1 ? "stage" : "stages"} towards G = ${goal} units of work. ` +
    `Above: progress over the low-level steps that counted, since a rejected attempt is undone unless it was the last of its stage. ` +
    `Below: every attempt at each stage, as progress since the stage began; it is accepted where it ends inside the gate ℓ ± ε, ε = ${tolerance}. ` +
    `Full lines with dots were accepted; dashed lines were rejected, for overshooting (triangles) or for running out of steps (crosses).`
  );
}

function undrawn(stages: number, height: number): Child {
  if (stages <= MOST_STAGES) return [];
  const words = `Stages ${MOST_STAGES + 1} to ${stages} have no panel.`;
  return element("text", { x: SHEET.left, y: height - 6, fill: FAINT_INK, "font-size": TEXT.axis }, words);
}

function fanKey(): Markup {
  const gap = 22;
  let left = SHEET.left;
  const place = (sample: readonly Markup[], text: string): Markup => {
    const entry = element(
      "g",
      { transform: `translate(${left},16)` },
      sample,
      element("text", { x: 34, dy: "0.35em", fill: INK, "font-size": TEXT.title }, text),
    );
    left += 34 + textWidth(text, TEXT.title) + gap;
    return entry;
  };
  const endings = (Object.keys(ENDINGS) as Ending[]).map((ending) =>
    place(
      [
        attemptLine(
          [
            [0, 0],
            [26, 0],
          ],
          ending,
          10,
        ),
        endMark([26, 0], ending, 24),
      ],
      ENDINGS[ending].text,
    ),
  );
  const gate = place([element("rect", { y: -6, width: 26, height: 12, fill: GATE.fill, stroke: GATE.edge })], "gate ℓ ± ε");
  return element("g", {}, endings, gate);
}

/** (a)..(z), then (aa)..: a harness may have more stages than the alphabet has letters. */
function letterOf(index: number): string {
  const letter = String.fromCharCode("a".charCodeAt(0) + (index % 26));
  return index < 26 ? letter : letterOf(Math.floor(index / 26) - 1) + letter;
}
