import type { TopLevelSpec } from "vega-lite";
import { FAINT_INK, INK, TEXT, VEGA_CONFIG } from "./theme.ts";

/** Pass rates of trials at one place of a knob, and what the model says there. */
export interface AgentMark {
  /** Of the knob, such as K. */ readonly at: number;
  readonly trials: number;
  readonly passed: number;
  /** Ends of the interval of the pass rate. */ readonly low: number;
  readonly high: number;
}

export interface AgentCurve {
  readonly title: string;
  /** What the intervals are, such as "simultaneous 99% intervals". */ readonly said: string;
  /** Of the horizontal axis, such as "stages K". */ readonly knob: string;
  readonly marks: readonly AgentMark[];
  /** The exact curve, in order; empty where there is no model of the agent. */ readonly exact: readonly {
    readonly at: number;
    readonly passRate: number;
  }[];
}

/**
 * Pass rates of a real agent with their intervals over the exact curve of a model of it.
 *
 * @throws RangeError without a mark
 */
export function agentCurve({ title, said, knob, marks, exact }: AgentCurve): TopLevelSpec {
  if (marks.length === 0) throw new RangeError("marks must be one or more");
  const x = { field: "at", type: "quantitative", title: knob, scale: { nice: false, zero: false, padding: 12 }, axis: { tickMinStep: 1 } };
  const y = (field: string) => ({ field, type: "quantitative", title: "pass rate", scale: { domain: [0, 1] } });
  const rows = marks.map((mark) => ({ ...mark, rate: mark.passed / mark.trials }));
  return {
    config: VEGA_CONFIG,
    title: {
      text: title,
      subtitle: [`points: trials with ${said}${exact.length > 0 ? "; line: exact, from the model" : ""}`],
      anchor: "start",
      fontSize: TEXT.heading,
      color: INK,
      subtitleColor: FAINT_INK,
      subtitleFontSize: TEXT.mark,
      offset: 12,
    },
    width: 540,
    height: 320,
    layer: [
      ...(exact.length > 0
        ? [{ data: { values: exact }, mark: { type: "line", color: FAINT_INK, strokeWidth: 1.5 }, encoding: { x, y: y("passRate") } }]
        : []),
      {
        data: { values: rows },
        mark: { type: "rule", color: INK, strokeWidth: 1.6 },
        encoding: { x, y: y("low"), y2: { field: "high" } },
      },
      { data: { values: rows }, mark: { type: "point", filled: true, color: INK, size: 52, opacity: 1 }, encoding: { x, y: y("rate") } },
    ],
  } as unknown as TopLevelSpec;
}
