import type { TopLevelSpec } from "vega-lite";
import type { Look } from "../look.ts";

/** A curve's place, in long form: `what` names the curve. */
export interface RateRow {
  /** Units of work. */ readonly request: number;
  readonly what: string;
  readonly rate: number;
}

export interface StoppingRow {
  /** r. */ readonly chunks: number;
  /** Drop in tail risk that one chunk more buys; left out where it is infinite or there is none. */ readonly drop?: number | undefined;
  readonly verdict: "pays" | "does not pay";
  readonly passRate: number;
}

export const THEOREM_DATA = { curves: "curves", here: "here", extents: "extents", cost: "cost", stop: "stop" } as const;

const HEIGHT = 120;
const AXIS_Y = { tickCount: 4, format: ".3~g", minExtent: 34 };
const DASHES = [
  [1, 0],
  [5, 3],
];

function requestAxis(width: number) {
  return {
    field: "request",
    type: "quantitative",
    scale: { zero: true, nice: false },
    axis: { title: "request ℓ (units of work)", grid: false, tickCount: Math.max(3, Math.round(width / 80)) },
  };
}

/**
 * Two rates over the request, a full line and a dashed one, and the point's own requests on the full one. Data: `curves` of `RateRow`, `here` of
 * {request, rate}.
 *
 * @param names  of the full line and of the dashed one, as `what` has them
 */
export function ratesOverRequests(title: string, names: readonly [string, string], look: Look, width: number): TopLevelSpec {
  const x = requestAxis(width);
  const y = { field: "rate", type: "quantitative", scale: { domain: [0, 1] }, axis: { ...AXIS_Y, title } };
  const colours = [look.curves[0]?.color, look.curves[1]?.color];
  const legend = { orient: "top", title: null, labelColor: look.ink, symbolType: "stroke", labelLimit: 260 };
  const of = (range: readonly unknown[]) => ({ field: "what", type: "nominal", scale: { domain: names, range }, legend });
  const tooltip = [
    { field: "request", title: "request", format: ".4~g" },
    { field: "what", title: "what" },
    { field: "rate", title, format: ".4~g" },
  ];
  return {
    config: look.config,
    width,
    height: HEIGHT,
    layer: [
      {
        data: { name: THEOREM_DATA.curves },
        mark: { type: "line", strokeWidth: 1.8, interpolate: "linear" },
        encoding: { x, y, color: of(colours), strokeDash: of(DASHES), tooltip },
      },
      {
        data: { name: THEOREM_DATA.here },
        mark: { type: "point", filled: true, size: 55, color: look.here, opacity: 1 },
        encoding: { x, y, tooltip: [tooltip[0], tooltip[2]] },
      },
    ],
  } as unknown as TopLevelSpec;
}

/**
 * Theorem 3: above, what one chunk more buys against what it costs; below, the pass rate. Data: `extents` of `StoppingRow`, `cost` of {cost},
 * `stop` of {chunks}.
 */
export function stoppingFigure(look: Look, width: number): TopLevelSpec {
  const x = (title: string | null) => ({
    field: "chunks",
    type: "quantitative",
    scale: { nice: false, padding: 8 },
    axis: { title, grid: false, tickMinStep: 1, format: "d", tickCount: Math.max(3, Math.round(width / 60)) },
  });
  const tooltip = [
    { field: "chunks", title: "chunks r" },
    { field: "drop", title: "drop in tail risk", format: ".4~g" },
    { field: "verdict", title: "one chunk more" },
    { field: "passRate", title: "pass rate", format: ".4~g" },
  ];
  const verdicts = ["pays", "does not pay"];
  const stop = {
    data: { name: THEOREM_DATA.stop },
    mark: { type: "rule", color: look.here, strokeDash: [3, 3] },
    encoding: { x: x(null) },
  };
  const drop = { field: "drop", type: "quantitative", axis: { ...AXIS_Y, title: "drop in tail risk" } };
  const legend = { orient: "top", title: "one chunk more", labelColor: look.ink, titleColor: look.ink };
  return {
    config: look.config,
    resolve: { scale: { x: "shared" } },
    vconcat: [
      {
        width,
        height: HEIGHT - 20,
        layer: [
          stop,
          {
            data: { name: THEOREM_DATA.cost },
            mark: { type: "rule", color: look.faintInk, strokeWidth: 1.5 },
            encoding: { y: { ...drop, field: "cost" } },
          },
          {
            data: { name: THEOREM_DATA.cost },
            mark: { type: "text", align: "right", baseline: "bottom", dy: -2, fontSize: 10.5, color: look.ink },
            encoding: { x: { value: width }, y: { ...drop, field: "cost" }, text: { value: "cost of a chunk" } },
          },
          {
            data: { name: THEOREM_DATA.extents },
            transform: [{ filter: "isValid(datum.drop)" }],
            mark: { type: "point", filled: true, size: 55, opacity: 1 },
            encoding: {
              x: x(null),
              y: drop,
              color: {
                field: "verdict",
                type: "nominal",
                scale: { domain: verdicts, range: [look.accepted, look.overshoot] },
                legend,
              },
              shape: { field: "verdict", type: "nominal", scale: { domain: verdicts, range: ["circle", "triangle-down"] }, legend },
              tooltip,
            },
          },
        ],
      },
      {
        width,
        height: HEIGHT - 30,
        layer: [
          stop,
          {
            data: { name: THEOREM_DATA.extents },
            mark: { type: "line", strokeWidth: 1.8, point: { size: 26, filled: true }, color: look.curves[0]?.color },
            encoding: {
              x: x("scaffolded chunks r"),
              y: { field: "passRate", type: "quantitative", scale: { domainMin: 0, nice: true }, axis: { ...AXIS_Y, title: "pass rate" } },
              tooltip,
            },
          },
        ],
      },
    ],
  } as unknown as TopLevelSpec;
}
