import type { TopLevelSpec } from "vega-lite";
import type { Look } from "../look.ts";

export const FUNNEL_DATA = "funnel";
/** What becomes of a stage that is begun. */
export const STAGE_ENDS = ["accepted at once", "accepted after retries", "unrecovered"] as const;
/** What becomes of one attempt. */
export const ATTEMPT_ENDS = ["accepted", "overshoot", "exhaustion"] as const;

/** A share of one bar; shares of a bar add up to 1. */
export interface FunnelRow {
  readonly of: "stage" | "attempt";
  /** From 1. */ readonly stage: number;
  readonly end: (typeof STAGE_ENDS)[number] | (typeof ATTEMPT_ENDS)[number];
  readonly share: number;
  /** Units of work. */ readonly request: number;
}

/** Two rows of stacked bars over the stages: what becomes of a stage, and of one attempt at it. Data: `funnel` of `FunnelRow`. */
export function funnelFigure(look: Look, width: number): TopLevelSpec {
  const panel = (of: FunnelRow["of"], title: string, ends: readonly string[], colours: readonly string[]) => ({
    title: { text: title, anchor: "start", fontSize: 11.5 },
    width,
    height: 105,
    data: { name: FUNNEL_DATA },
    transform: [{ filter: { field: "of", equal: of } }, { calculate: `indexof(${JSON.stringify(ends)}, datum.end)`, as: "rank" }],
    mark: { type: "bar", stroke: look.paper, strokeWidth: 0.5 },
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
        legend: { orient: "top", title: null, labelColor: look.ink, symbolType: "square" },
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
  return {
    config: look.config,
    resolve: { scale: { color: "independent" } },
    vconcat: [
      panel("stage", "of the stages begun", STAGE_ENDS, [look.accepted, again, look.overshoot]),
      panel("attempt", "of the attempts", ATTEMPT_ENDS, [look.accepted, look.overshoot, look.exhaustion]),
    ],
  } as unknown as TopLevelSpec;
}
