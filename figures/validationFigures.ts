import type { TopLevelSpec } from "vega-lite";
import type { Validation } from "../model/validation.ts";
import { FAINT_INK, INK, TEXT, VEGA_CONFIG } from "./theme.ts";

/** One figure a theorem; the names are file names. */
export function validationFigures(validation: Validation): Readonly<Record<string, TopLevelSpec>> {
  return { "theorem-1": boundFigure(validation), "theorem-2": oddsFigure(validation), "theorem-3": stoppingFigure(validation) };
}

const PANEL = { width: 300, height: 280 } as const;
const BLUE = "#0B6AA2";
const ORANGE = "#B85C00";
/** Costs beyond it are pass rates below e^-30, which no figure need tell apart. */
const MOST_COST = 30;
const MOST_ODDS = 15;
/** No tick at the very top, whose label would push one heading above the other. */
const ODDS_END = 16;
/** Of a panel above its highest mark, as a factor. */
const HEAD_ROOM = 1.4;

/** Headings of a row stand at one height where they have as many lines. */
const titled = (text: string, subtitle: string[]) => ({
  text,
  subtitle,
  anchor: "start" as const,
  fontSize: TEXT.heading,
  color: INK,
  subtitleColor: FAINT_INK,
  subtitleFontSize: TEXT.mark,
});
const axis = (field: string, title: string, domain: readonly [number, number]) => ({
  field,
  type: "quantitative" as const,
  title,
  scale: { domain: [...domain], nice: false },
});
/** The line on which both axes agree. */
const diagonal = (from: number, to: number, x: string, y: string) => ({
  data: {
    values: [
      { [x]: from, [y]: from },
      { [x]: to, [y]: to },
    ],
  },
  mark: { type: "line" as const, color: FAINT_INK, strokeDash: [4, 3], strokeWidth: 1 },
  encoding: { x: { field: x, type: "quantitative" as const }, y: { field: y, type: "quantitative" as const } },
});

/** Theorem 1: what a run costs against its two lower bounds. Every point must lie on or below the line. */
function boundFigure({ statements, samples: { bounds } }: Validation): TopLevelSpec {
  const shown = bounds.filter(({ cost }) => cost <= MOST_COST);
  const bound = statements.filter(({ theorem }) => theorem === "T1"); // its first three rows are the three bounds
  const panel = (field: "quadratic" | "chernoff" | "summed", title: string, row: number) => {
    const telling = shown.filter((sample) => sample[field] > 0);
    const { points = 0, vacuous = 0 } = bound[row] ?? {};
    const key = [
      `above 0 at ${points - vacuous} of ${points} points, else vacuous`,
      `shown: the ${telling.length} of them that cost at most ${MOST_COST}`,
    ];
    return {
      ...PANEL,
      title: titled(title, key),
      layer: [
        {
          data: { values: telling },
          mark: { type: "point" as const, filled: true, size: 14, opacity: 0.55, color: field === "quadratic" ? ORANGE : BLUE },
          encoding: { x: axis("cost", "−log pass rate, exact", [0, MOST_COST]), y: axis(field, "lower bound", [0, MOST_COST]) },
        },
        diagonal(0, MOST_COST, "cost", field),
      ],
    };
  };
  return {
    config: VEGA_CONFIG,
    bounds: "flush",
    hconcat: [
      panel("quadratic", "quadratic bound", 0),
      panel("chernoff", "Chernoff bound", 1),
      panel("summed", "summed Chernoff bound", 2),
    ],
    spacing: 70,
  };
}

/** Theorem 2: the change of log-odds that Γ predicts against the one solved, which parts guidance that helps from guidance that hurts; and Γ estimated from unguided attempts alone. */
function oddsFigure({ samples: { odds, estimates } }: Validation): TopLevelSpec {
  const marks = odds
    .map(({ predicted, solved, gap }) => ({
      gap,
      change: solved - (predicted - gap),
      guidance: gap > 0 ? "helps (Γ > 0)" : "hurts (Γ < 0)",
    }))
    .filter(({ gap, change }) => Math.max(Math.abs(gap), Math.abs(change)) <= MOST_ODDS);
  const rows = estimates.map(({ estimate, exact }, repeat) => ({
    ...estimate,
    exact,
    repeat: repeat + 1,
    holds: estimate.low <= exact && exact <= estimate.high,
  }));
  const held = rows.filter(({ holds }) => holds).length;
  return {
    config: VEGA_CONFIG,
    bounds: "flush",
    hconcat: [
      {
        ...PANEL,
        title: titled("odds identity", [`${marks.length} points`, "the largest difference is in the table"]),
        layer: [
          {
            data: { values: marks },
            mark: { type: "point", size: 18, opacity: 0.6, filled: true },
            encoding: {
              x: axis("change", "change of log-odds by guidance, solved", [-ODDS_END, ODDS_END]),
              y: axis("gap", "predicted: Γ", [-ODDS_END, ODDS_END]),
              color: { field: "guidance", type: "nominal", scale: { range: [BLUE, ORANGE] }, legend: { title: null, orient: "top-left" } },
            },
          },
          diagonal(-MOST_ODDS, MOST_ODDS, "change", "gap"),
        ],
      },
      {
        ...PANEL,
        title: titled("estimated from unguided attempts", [
          `${held} of ${rows.length} 95% intervals hold`,
          "the exact accept rate (ticks)",
        ]),
        data: { values: rows },
        layer: [
          {
            mark: { type: "rule", strokeWidth: 1.2 },
            encoding: {
              x: { field: "repeat", type: "quantitative", title: "repeat", scale: { nice: false } },
              y: { field: "low", type: "quantitative", title: "accept rate under guidance", scale: { zero: false } },
              y2: { field: "high" },
              color: { condition: { test: "datum.holds", value: BLUE }, value: ORANGE },
            },
          },
          {
            mark: { type: "tick", thickness: 1.5, width: 5, color: INK },
            encoding: { x: { field: "repeat", type: "quantitative" }, y: { field: "exact", type: "quantitative" } },
          },
        ],
      },
    ],
    spacing: 70,
  } as TopLevelSpec;
}

/** Theorem 3: the drops that decide the paper's Figure 8, and the rule's extent against the best one. */
function stoppingFigure({ samples: { curves, stopping } }: Validation): TopLevelSpec {
  const drops = curves.flatMap(({ name, drops, chunkCost }) => drops.map(({ chunks, drop }) => ({ name, chunks, drop, chunkCost })));
  const stops = curves.map(({ name, stop }) => ({ name, stop, label: `r* = ${stop}` }));
  const levels = drops.flatMap(({ drop, chunkCost }) => [drop, chunkCost]);
  const [lowest, highest] = [Math.min(...levels) * (Math.min(...levels) < 0 ? HEAD_ROOM : 1 / HEAD_ROOM), Math.max(...levels)];
  const counts = new Map<string, { rule: number; best: number; count: number; shape: string }>();
  for (const { rule, best, unimodal } of stopping) {
    const shape = unimodal ? "pass(r) unimodal" : "not unimodal";
    const key = `${rule}/${best}/${shape}`;
    counts.set(key, { rule, best, shape, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  const colour = {
    field: "name",
    type: "nominal" as const,
    scale: { range: [BLUE, ORANGE] },
    legend: { title: null, orient: "top-right" as const },
  };
  const most = Math.max(1, ...stopping.flatMap(({ rule, best }) => [rule, best]));
  return {
    config: VEGA_CONFIG,
    bounds: "flush",
    hconcat: [
      {
        ...PANEL,
        title: titled("marginal rule, Model 3", ["dots: what the next chunk saves", "dashes: what it costs"]),
        layer: [
          {
            data: { values: drops },
            mark: { type: "line", point: { size: 26 } },
            encoding: {
              x: { field: "chunks", type: "quantitative", title: "scaffolded chunks r", axis: { tickMinStep: 1 } },
              // Drops fall from 6 to a hundredth: near 0 the axis is linear, above it logarithmic.
              y: {
                field: "drop",
                type: "quantitative",
                title: "drop in tail risk by chunk r + 1",
                scale: { type: "symlog", constant: 0.02, domain: [lowest, HEAD_ROOM * highest], nice: false },
                axis: { values: [0, 0.02, 0.1, 0.5, 2, 6].filter((tick) => tick >= lowest), format: "~r" },
              },
              color: colour,
            },
          },
          {
            data: { values: drops },
            mark: { type: "line", strokeDash: [5, 3], strokeWidth: 1.2 },
            encoding: { x: { field: "chunks", type: "quantitative" }, y: { field: "chunkCost", type: "quantitative" }, color: colour },
          },
          {
            data: { values: stops },
            mark: { type: "rule", strokeDash: [1, 2] },
            encoding: { x: { field: "stop", type: "quantitative" }, color: colour },
          },
          {
            data: { values: stops },
            mark: { type: "text", align: "left", dx: 4, y: 12, fontSize: TEXT.mark },
            encoding: { x: { field: "stop", type: "quantitative" }, text: { field: "label" }, color: colour },
          },
        ],
      },
      {
        ...PANEL,
        title: titled("rule against the best extent", ["area: number of points", "blue off the line: two extents pass equally often"]),
        layer: [
          {
            data: { values: [...counts.values()] },
            mark: { type: "point", filled: true, opacity: 0.65 },
            encoding: {
              x: axis("best", "best extent, solved", [-0.5, most + 0.5]),
              y: axis("rule", "r* by the marginal rule", [-0.5, most + 0.5]),
              size: { field: "count", type: "quantitative", scale: { type: "sqrt", range: [12, 700] }, legend: null },
              color: {
                field: "shape",
                type: "nominal",
                scale: { domain: ["pass(r) unimodal", "not unimodal"], range: [BLUE, ORANGE] },
                legend: { title: null, orient: "top-left" },
              },
            },
          },
          diagonal(0, most, "best", "rule"),
        ],
      },
    ],
    spacing: 70,
    resolve: { scale: { color: "independent" } },
  } as TopLevelSpec;
}
