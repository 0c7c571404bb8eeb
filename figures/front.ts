import { ticks } from "d3";
import type { TopLevelSpec } from "vega-lite";
import type { FrontMarks, HarnessMark } from "../model/front.ts";
import { type AxisPlan, pixelScale } from "./axis.ts";
import { placeLabels } from "./placeLabels.ts";
import { FAINT_INK, INK, PAPER, TEXT, VEGA_CONFIG } from "./theme.ts";

const SIZE = { width: 540, height: 340 } as const;
/** Light to dark, so that dear plans stand out on white and in a grey print. */
const STEPS_RANGE = ["#A6D0EC", "#0B3C5D"];
/** Px² of the cheapest and the dearest plan of a front. */
const AREA = { least: 60, most: 190 } as const;
/** More labels than this along the front would meet each other. */
const MOST_LABELS = 4;
/** Plain harnesses shown: at most, and at most this far from the front, in widths and heights of it. */
const NEAREST = { count: 12, within: 4 } as const;
/** What a front's width and height count as at least: a share of its least bias, and a pass rate. */
const LEAST = { bias: 0.5, rate: 0.04 } as const;
/** Room around what is shown, and to its right for a label, as shares of it. */
const MARGIN = { around: 0.1, right: 0.2 } as const;

/**
 * The front of best fixed plans: pass rate against final bias, the expected steps of a run as colour and size. Uniform and partial
 * harnesses of the same agent are small marks behind it; those far from the front are counted instead of shown.
 *
 * @param title  whose front it is
 * @throws RangeError when the front is empty
 */
export function frontFigure({ front, uniform, partial }: FrontMarks, title: string): TopLevelSpec {
  if (front.length === 0) throw new RangeError("a front must hold a plan, got none");
  const near = nearest(front, [...uniform, ...partial]);
  const shown = { uniform: uniform.filter((mark) => near.has(mark)), partial: partial.filter((mark) => near.has(mark)) };
  const [bias, rate] = axesOf([...front, ...near]);
  const plainCount = uniform.length + partial.length;
  const x = channel("finalBias", bias, "final bias (units of work)");
  const y = channel("passRate", rate, "pass rate");
  const plain = (marks: readonly HarnessMark[], shape: string) => ({
    data: { values: marks },
    mark: { type: "point", size: 26, shape, filled: false, stroke: FAINT_INK, strokeWidth: 1, opacity: 0.9 },
    encoding: { x, y },
  });
  const [least, most] = [Math.min(...front.map((mark) => mark.meanSteps)), Math.max(...front.map((mark) => mark.meanSteps))];
  const areaOf = ({ meanSteps }: HarnessMark) => AREA.least + ((AREA.most - AREA.least) * (meanSteps - least)) / (most - least || 1);
  const labels = labelsOf(front, [...shown.uniform, ...shown.partial], bias, rate);
  const of = near.size < plainCount ? `, the nearest ${near.size} of ${plainCount}` : "";
  const key = ["filled: no plan found beats them; darker, larger: more steps", `squares: uniform; triangles: partial${of}`];
  return {
    config: VEGA_CONFIG,
    title: {
      text: title,
      subtitle: key,
      anchor: "start",
      fontSize: TEXT.heading,
      color: INK,
      subtitleColor: FAINT_INK,
      subtitleFontSize: TEXT.mark,
      offset: 12,
    },
    ...SIZE,
    layer: [
      plain(shown.uniform, "square"),
      plain(shown.partial, "triangle-up"),
      {
        data: { values: labels },
        mark: { type: "rule", color: FAINT_INK, strokeWidth: 0.8 },
        encoding: { x: { ...x, field: "fromX" }, x2: { field: "toX" }, y: { ...y, field: "fromY" }, y2: { field: "toY" } },
      },
      {
        data: { values: front.map((mark) => ({ ...mark, area: areaOf(mark) })) },
        mark: { type: "point", filled: true, opacity: 1, stroke: INK, strokeWidth: 0.7 },
        encoding: {
          x,
          y,
          color: {
            field: "meanSteps",
            type: "quantitative",
            scale: { range: STEPS_RANGE, nice: false, zero: false },
            legend: { title: ["expected", "steps"], titleColor: INK, labelColor: INK, format: "~r", gradientLength: 120, tickCount: 4 },
          },
          size: { field: "area", type: "quantitative", scale: null, legend: null },
        },
      },
      // The first copy of the text is a white rim that keeps grid lines out of the letters.
      ...[{ stroke: PAPER, strokeWidth: 3 }, {}].map((rim) => ({
        data: { values: labels },
        mark: { type: "text" as const, align: "center" as const, baseline: "middle" as const, fontSize: TEXT.mark, color: INK, ...rim },
        encoding: { x: { ...x, field: "x" }, y: { ...y, field: "y" }, text: { field: "text" } },
      })),
    ],
  } as unknown as TopLevelSpec;
}

/** The plain harnesses nearest to the front: those far off would squeeze it into a corner, and compare with nothing. */
function nearest(front: readonly HarnessMark[], plain: readonly HarnessMark[]): Set<HarnessMark> {
  const [nearestBias, furthest] = extent(front, ({ finalBias }) => finalBias);
  const [low, high] = extent(front, ({ passRate }) => passRate);
  const wide = Math.max(furthest - nearestBias, LEAST.bias * nearestBias);
  const tall = Math.max(high - low, LEAST.rate);
  const apart = (a: HarnessMark, b: HarnessMark) => Math.hypot((a.finalBias - b.finalBias) / (wide || 1), (a.passRate - b.passRate) / tall);
  const ranked = plain
    .map((mark) => ({ mark, distance: Math.min(...front.map((plan) => apart(mark, plan))) }))
    .filter(({ distance }) => distance <= NEAREST.within)
    .sort((a, b) => a.distance - b.distance);
  return new Set(ranked.slice(0, NEAREST.count).map(({ mark }) => mark));
}

/** Room around all marks, and a little more on the right for the label of the last. */
function axesOf(marks: readonly HarnessMark[]): [AxisPlan, AxisPlan] {
  const [nearestBias, furthest] = extent(marks, ({ finalBias }) => finalBias);
  const [low, high] = extent(marks, ({ passRate }) => passRate);
  const wide = Math.max(furthest - nearestBias, LEAST.bias * nearestBias);
  const tall = Math.max(high - low, LEAST.rate);
  return [
    axis(Math.max(0, nearestBias - MARGIN.around * wide), furthest + MARGIN.right * wide),
    axis(Math.max(0, low - MARGIN.around * tall), high + MARGIN.around * tall),
  ];
}

function axis(low: number, high: number): AxisPlan {
  return { kind: "linear", domain: [low, high], ticks: ticks(low, high, 6) };
}

/** Rates above 1 are room for labels and get no tick. */
function channel(field: string, { domain, ticks: values }: AxisPlan, title: string) {
  const shown = field === "passRate" ? values.filter((tick) => tick <= 1 + 1e-9) : values;
  return { field, type: "quantitative", axis: { title, values: shown, format: "~r" }, scale: { domain, nice: false, zero: false } };
}

/** The ends of the front and some plans between them that stand apart, by their number of stages. */
function labelsOf(front: readonly HarnessMark[], others: readonly HarnessMark[], bias: AxisPlan, rate: AxisPlan) {
  const [x, y] = [pixelScale(bias, [0, SIZE.width]), pixelScale(rate, [SIZE.height, 0])];
  const place = (mark: HarnessMark) => ({ x: x(mark.finalBias), y: y(mark.passRate) });
  const byRate = front.toSorted((a, b) => b.passRate - a.passRate);
  const chosen: HarnessMark[] = [];
  for (const mark of [byRate[0], byRate[byRate.length - 1], ...byRate]) {
    const here = place(mark);
    const apart = chosen.every((other) => Math.hypot(here.x - place(other).x, here.y - place(other).y) > 60);
    if (apart && chosen.length < MOST_LABELS) chosen.push(mark);
  }
  const anchors = chosen.map((mark) => ({ ...place(mark), text: `${mark.stages} ${mark.stages === 1 ? "stage" : "stages"}` }));
  return placeLabels(anchors, [...front, ...others].map(place), SIZE).map(({ text, leader, ...centre }) => ({
    text,
    x: x.invert(centre.x),
    y: y.invert(centre.y),
    fromX: x.invert(leader.from.x),
    fromY: y.invert(leader.from.y),
    toX: x.invert(leader.to.x),
    toY: y.invert(leader.to.y),
  }));
}

function extent(marks: readonly HarnessMark[], of: (mark: HarnessMark) => number): [number, number] {
  return [Math.min(...marks.map(of)), Math.max(...marks.map(of))];
}
