import type { TopLevelSpec } from "vega-lite";
import type { FrontMarks, HarnessMark } from "../model/front.ts";
import { measureAxis, rateAxis } from "./axis.ts";
import { FAINT_INK, INK, PAPER, TEXT, VEGA_CONFIG } from "./theme.ts";

const SIZE = { width: 520, height: 330 } as const;
/** Light to dark, so that dear plans stand out on white and in a grey print. */
const STEPS_RANGE = ["#8FC1E3", "#0B3C5D"];
/** Px² of the cheapest and the dearest plan of a front. */
const AREA = { least: 50, most: 230 } as const;
/** More labels than this along the front would meet each other. */
const MOST_LABELS = 4;
/** Uniform and partial harnesses farther from the goal than this many times the front's worst are left out, and counted. */
const FAR = 4;

interface Row extends HarnessMark {
  readonly label: string;
}

/**
 * The front of best fixed plans: pass rate against final bias, the expected steps of a run as colour and size. Uniform and partial
 * harnesses of the same agent are small marks behind it.
 *
 * @param title  whose front it is
 * @throws RangeError when the front is empty
 */
export function frontFigure({ front, uniform, partial }: FrontMarks, title: string): TopLevelSpec {
  if (front.length === 0) throw new RangeError("a front must hold a plan, got none");
  const furthest = FAR * Math.max(...front.map(({ finalBias }) => finalBias));
  const near = (marks: readonly HarnessMark[]) => marks.filter(({ finalBias }) => finalBias <= furthest);
  const shown = { uniform: near(uniform), partial: near(partial) };
  const left = uniform.length + partial.length - shown.uniform.length - shown.partial.length;
  const all = [...front, ...shown.uniform, ...shown.partial];
  const bias = measureAxis(
    all.map(({ finalBias }) => finalBias),
    "linear",
  );
  const x = {
    field: "finalBias",
    type: "quantitative",
    axis: { title: "final bias (units of work)", values: bias.ticks, format: "~r" },
    scale: { domain: bias.domain, nice: false },
  };
  const rate = rateAxis(true);
  const y = {
    field: "passRate",
    type: "quantitative",
    axis: { title: "pass rate", values: rate.ticks, format: "~r" },
    scale: { domain: rate.domain, nice: false },
  };
  const steps = {
    field: "meanSteps",
    type: "quantitative",
    scale: { range: STEPS_RANGE, nice: false, zero: false },
    legend: { title: ["expected", "steps"], format: ".3~r", gradientLength: 120, tickCount: 4 },
  };
  const [least, most] = [Math.min(...front.map((mark) => mark.meanSteps)), Math.max(...front.map((mark) => mark.meanSteps))];
  const areaOf = ({ meanSteps }: HarnessMark) => AREA.least + ((AREA.most - AREA.least) * (meanSteps - least)) / (most - least || 1);
  const plain = (marks: readonly HarnessMark[], kind: string, shape: string) => ({
    data: { values: marks.map((mark) => ({ ...mark, kind })) },
    mark: { type: "point", size: 22, shape, filled: false, stroke: FAINT_INK, strokeWidth: 0.9, opacity: 0.8 },
    encoding: { x, y },
  });
  const labels = labelled(front);
  const note = left > 0 ? [`${left} uniform and partial harnesses farther from the goal are not shown`] : [];
  return {
    config: VEGA_CONFIG,
    title: {
      text: title,
      subtitle: ["filled: the front of best fixed plans; squares: uniform; triangles: partial", ...note],
      anchor: "start",
      fontSize: TEXT.heading,
      color: INK,
      subtitleColor: FAINT_INK,
      subtitleFontSize: TEXT.mark,
      offset: 10,
    },
    ...SIZE,
    layer: [
      plain(shown.uniform, "uniform", "square"),
      plain(shown.partial, "partial", "triangle-up"),
      {
        data: { values: front.map((mark) => ({ ...mark, area: areaOf(mark) })) },
        mark: { type: "point", filled: true, opacity: 1, stroke: INK, strokeWidth: 0.7 },
        encoding: { x, y, color: steps, size: { field: "area", type: "quantitative", scale: null, legend: null } },
      },
      ...[{ stroke: PAPER, strokeWidth: 3 }, {}].map((rim) => ({
        data: { values: labels },
        mark: {
          type: "text" as const,
          align: "left" as const,
          baseline: "bottom" as const,
          dx: 7,
          dy: -6,
          fontSize: TEXT.mark,
          color: INK,
          ...rim,
        },
        encoding: { x, y, text: { field: "label" } },
      })),
    ],
  } as unknown as TopLevelSpec;
}

/** The ends of the front and some plans between them that stand apart, by their number of stages. */
function labelled(front: readonly HarnessMark[]): Row[] {
  const range = (of: (mark: HarnessMark) => number) => Math.max(...front.map(of)) - Math.min(...front.map(of)) || 1;
  const [wide, high] = [range(({ finalBias }) => finalBias), range(({ passRate }) => passRate)];
  const byRate = front.toSorted((a, b) => b.passRate - a.passRate);
  const order = [byRate[0], byRate[byRate.length - 1], ...byRate];
  const chosen: Row[] = [];
  for (const mark of order) {
    if (chosen.length === MOST_LABELS) break;
    const apart = chosen.every(
      (other) => Math.hypot((mark.finalBias - other.finalBias) / wide, (mark.passRate - other.passRate) / high) > 0.3,
    );
    if (apart) chosen.push({ ...mark, label: `${mark.stages} ${mark.stages === 1 ? "stage" : "stages"}` });
  }
  return chosen;
}
