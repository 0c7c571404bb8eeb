import type { TopLevelSpec } from "vega-lite";
import type { Look } from "../look.ts";

export const FUNNEL_DATA = "funnel";
/** What becomes of all runs at a stage, from below to above in its bar. */
export const RUN_ENDS = [
  "accepted at once",
  "accepted after retries",
  "unrecovered: overshoot",
  "unrecovered: exhaustion",
  "stopped before",
] as const;
/** What becomes of one attempt. */
export const ATTEMPT_ENDS = ["accepted", "overshoot", "exhaustion"] as const;

/** A share of one bar; shares of a bar add up to 1. */
export interface FunnelRow {
  readonly of: "run" | "attempt";
  /** From 1. */ readonly stage: number;
  readonly end: (typeof RUN_ENDS)[number] | (typeof ATTEMPT_ENDS)[number];
  readonly share: number;
  /** Units of work. */ readonly request: number;
}

/** Widest bar, px: a harness of one stage is no wall. */
const WIDEST_BAR = 90;

/**
 * Two rows of stacked bars over the stages: what becomes of all runs at a stage, and of one attempt at it. Bars are stacked in the order of
 * their legend, from below. Data: `funnel` of `FunnelRow`.
 *
 * @param stages   bars drawn
 * @param canStop  whether runs may stop before a stage: without it that end has no place in the legend
 */
export function funnelFigure(stages: number, canStop: boolean, look: Look, width: number): TopLevelSpec {
  const panel = (of: FunnelRow["of"], title: string, ends: readonly string[], colours: readonly string[]) => ({
    title: { text: title, anchor: "start", fontSize: 11.5 },
    width,
    height: 110,
    data: { name: FUNNEL_DATA },
    transform: [{ filter: { field: "of", equal: of } }, { calculate: `indexof(${JSON.stringify(ends)}, datum.end)`, as: "rank" }],
    mark: {
      type: "bar",
      stroke: look.paper,
      strokeWidth: stages > 40 ? 0 : 0.5,
      ...(width / stages > WIDEST_BAR ? { width: WIDEST_BAR } : {}),
    },
    encoding: {
      x: {
        field: "stage",
        type: "ordinal",
        axis: { title: of === "attempt" ? "stage" : null, labelAngle: 0, labelOverlap: true },
        scale: { paddingInner: 0.08 },
      },
      y: {
        field: "share",
        type: "quantitative",
        stack: "zero",
        scale: { domain: [0, 1] },
        axis: { title: "share", tickCount: 3, format: "~r", minExtent: 34 },
      },
      order: { field: "rank", type: "quantitative" },
      color: {
        field: "end",
        type: "nominal",
        scale: { domain: ends, range: colours },
        legend: {
          orient: "top",
          title: null,
          labelColor: look.ink,
          symbolType: "square",
          columns: Math.max(1, Math.floor(width / 155)),
          labelLimit: 200,
        },
      },
      tooltip: [
        { field: "stage", title: "stage" },
        { field: "request", title: "request", format: ".4~g" },
        { field: "end", title: "end" },
        { field: "share", title: "share", format: ".4~g" },
      ],
    },
  });
  const again = look.curves[5]?.color ?? look.accepted;
  const runEnds = canStop ? RUN_ENDS : RUN_ENDS.slice(0, -1);
  return {
    config: look.config,
    resolve: { scale: { color: "independent" } },
    vconcat: [
      panel("run", "of all runs", runEnds, [look.accepted, again, look.overshoot, look.exhaustion, look.grid]),
      panel("attempt", "of the attempts", ATTEMPT_ENDS, [look.accepted, look.overshoot, look.exhaustion]),
    ],
  } as unknown as TopLevelSpec;
}
