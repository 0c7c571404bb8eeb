import { interpolateRgb } from "d3";
import type { TopLevelSpec } from "vega-lite";
import type { ClaimRobustness, RobustnessResult } from "../model/robustness.ts";
import { GRID, INK, PAPER, TEXT, VEGA_CONFIG } from "./theme.ts";

const ROW = 19;
const SHARE_WIDTH = 190;
const CELL_WIDTH = 33;
const COUNT_WIDTH = 44;
/** Room for the longest claim's name. */
const NAME_EXTENT = 290;
/** White to a blue that still carries white figures; an index above the last is drawn like it. */
const HEAT = { from: PAPER, to: "#0B3C5D", most: 0.4, lightTextFrom: 0.2 } as const;
const DOT = "#0072B2";

/**
 * Claims as rows. Left, the share of the applicable design where each holds, with its 95% interval, and at how many places it could be
 * decided; right, the first-order sensitivity of the outcome to each parameter, where it stands out of the noise.
 */
export function robustnessSpec({ claims, parameters }: RobustnessResult): TopLevelSpec {
  const order = claims.map(({ id }) => id);
  const y = {
    field: "claim",
    type: "nominal",
    sort: order,
    title: null,
    scale: { type: "band", paddingInner: 0, paddingOuter: 0, domain: order },
  };
  const height = ROW * claims.length;
  const named = { labelLimit: NAME_EXTENT, minExtent: NAME_EXTENT, maxExtent: NAME_EXTENT, grid: true, tickSize: 0, domain: false };
  const unnamed = { labels: false, ticks: false, domain: false, grid: false };
  const shares = claims.flatMap(({ id, share }) => (share ? [{ claim: id, ...share }] : []));
  const x = { type: "quantitative", scale: { domain: [0, 1] } };
  const share = {
    width: SHARE_WIDTH,
    height,
    data: { values: shares },
    encoding: { y: { ...y, axis: named } },
    layer: [
      {
        mark: { type: "rule", strokeWidth: 2, color: DOT },
        encoding: {
          x: { ...x, field: "low", title: "share of places where it holds", axis: { grid: true, values: [0, 0.5, 1] } },
          x2: { field: "high" },
        },
      },
      { mark: { type: "point", filled: true, size: 46, color: DOT, opacity: 1 }, encoding: { x: { ...x, field: "value" } } },
    ],
  };
  const counts = {
    width: COUNT_WIDTH,
    height,
    data: { values: claims.map(({ id, held, failed }) => ({ claim: id, text: String(held + failed) })) },
    mark: { type: "text", fontSize: TEXT.axis, color: INK },
    encoding: {
      y: { ...y, axis: null },
      text: { field: "text", type: "nominal" },
      x: { datum: "decided", type: "nominal", title: null, axis: HEADS },
    },
  };
  const cells = claims.flatMap((claim) => cellsOf(claim, parameters));
  const column = { field: "parameter", type: "nominal", sort: parameters.map(({ symbol }) => symbol), title: null, axis: HEADS };
  const place = {
    x: { ...column, scale: { type: "band", paddingInner: 0, paddingOuter: 0, domain: parameters.map(({ symbol }) => symbol) } },
    y: { ...y, axis: unnamed },
  };
  const figures = (ink: string) => ({
    data: { values: cells.filter((cell) => cell.ink === ink) },
    mark: { type: "text", fontSize: TEXT.axis - 1, color: ink },
    encoding: { ...place, text: { field: "text", type: "nominal" } },
  });
  const heat = {
    width: CELL_WIDTH * parameters.length,
    height,
    layer: [
      {
        data: { values: cells },
        mark: { type: "rect", stroke: GRID },
        encoding: { ...place, fill: { field: "fill", type: "nominal", scale: null } },
      },
      figures(INK),
      figures(PAPER),
    ],
  };
  return {
    config: VEGA_CONFIG,
    spacing: 8,
    bounds: "flush",
    hconcat: [share, counts, heat],
  } as TopLevelSpec;
}

const HEADS = {
  orient: "top",
  labelAngle: 0,
  ticks: false,
  domain: false,
  grid: false,
  labelFontSize: TEXT.axis - 1,
  labelColor: INK,
  labelOverlap: false,
};

/** Only what stands out of the noise is shown; the row of a claim without variance is empty. */
function cellsOf({ id, sensitivity }: ClaimRobustness, parameters: RobustnessResult["parameters"]) {
  const heat = interpolateRgb(HEAT.from, HEAT.to);
  return parameters.map(({ name, symbol }) => {
    const index = sensitivity?.indices[name] ?? 0;
    const seen = sensitivity !== undefined && index > sensitivity.noise;
    return {
      claim: id,
      parameter: symbol,
      fill: seen ? heat(Math.min(1, index / HEAT.most)) : PAPER,
      text: seen ? index.toFixed(2).replace(/^0/, "") : "",
      ink: seen && index >= HEAT.lightTextFrom ? PAPER : INK,
    };
  });
}

/** What to see. */
export function robustnessCaption({ points, parameters }: RobustnessResult): string {
  const symbols = parameters.map(({ symbol, name }) => (symbol === name ? symbol : `${symbol} (${name})`)).join(", ");
  return (
    `The general form of each claim at ${points} places of a scrambled Sobol design over ${parameters.length} parameters: ${symbols}. ` +
    `Left: share of the places where the claim holds, of those where it could be decided (their number beside it), with 95% Wilson intervals. ` +
    `Right: first-order sensitivity index of the outcome; cells are empty where chance alone would show as much (5% over all parameters of a claim), ` +
    `and rows where the outcome is the same everywhere.`
  );
}
