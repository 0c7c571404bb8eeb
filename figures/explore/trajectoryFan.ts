import type { TopLevelSpec } from "vega-lite";
import type { Look } from "../look.ts";

export const FAN_DATA = { paths: "paths", windows: "windows", goal: "goal", attempts: "attempts", gates: "gates" } as const;
/** Stages that have a panel of their own. */
export const FAN_STAGES = 4;

/**
 * Simulated runs. Above, progress over the low-level steps that counted, with the tolerance windows of a run that met every request
 * so far; below, every attempt at the first stages since it began, against its window. Data: `paths` {run, step, progress, end},
 * `windows` {low, high}, `goal` {goal}, `attempts` {attempt, stage, step, progress, end}, `gates` {stage, low, high}.
 *
 * @param stages  panels below, at most `FAN_STAGES`
 */
export function trajectoryFan(look: Look, width: number, stages: number): TopLevelSpec {
  const steps = (title: string) => ({
    field: "step",
    type: "quantitative",
    scale: { nice: false },
    axis: { title, grid: false, tickMinStep: 1, tickCount: 6 },
  });
  const progress = (title: string | null) => ({ field: "progress", type: "quantitative", axis: { title, tickCount: 5, minExtent: 34 } });
  const legend = { orient: "top", title: null, symbolType: "stroke", labelColor: look.ink };
  const ways = (domain: readonly string[], colours: readonly string[], dashes: readonly (readonly number[])[]) => ({
    color: {
      field: "end",
      type: "nominal",
      scale: { domain, range: colours },
      legend,
    },
    strokeDash: { field: "end", type: "nominal", scale: { domain, range: dashes }, legend },
  });
  const band = { type: "rect", color: look.band, opacity: 0.8 };
  const gap = 46;
  const each = Math.floor((width - (stages - 1) * gap) / stages);
  const whole = {
    width,
    height: 210,
    layer: [
      {
        data: { name: FAN_DATA.windows },
        mark: band,
        encoding: { y: { field: "low", type: "quantitative", title: null }, y2: { field: "high" } },
      },
      {
        data: { name: FAN_DATA.goal },
        mark: { type: "rule", color: look.here, strokeWidth: 1.5 },
        encoding: { y: { field: "goal", type: "quantitative" } },
      },
      {
        data: { name: FAN_DATA.paths },
        mark: { type: "line", strokeWidth: 1.1, opacity: 0.75, interpolate: "linear" },
        encoding: {
          x: steps("low-level steps that counted"),
          y: progress("progress (units of work)"),
          detail: { field: "run" },
          order: { field: "step", type: "quantitative" },
          ...ways(
            ["passed", "not passed"],
            [look.accepted, look.overshoot],
            [
              [1, 0],
              [4, 3],
            ],
          ),
        },
      },
    ],
  };
  const stage = (t: number) => ({
    title: { text: `stage ${t}`, anchor: "start", fontSize: 11 },
    width: each,
    height: 110,
    layer: [
      {
        data: { name: FAN_DATA.gates },
        transform: [{ filter: { field: "stage", equal: t } }],
        mark: band,
        encoding: { y: { field: "low", type: "quantitative", title: null }, y2: { field: "high" } },
      },
      {
        data: { name: FAN_DATA.attempts },
        transform: [{ filter: { field: "stage", equal: t } }],
        mark: { type: "line", strokeWidth: 0.9, opacity: 0.6 },
        encoding: {
          x: steps("steps"),
          y: progress(t === 1 ? "since it began" : null),
          detail: { field: "attempt" },
          order: { field: "step", type: "quantitative" },
          ...ways(
            ["accepted", "overshoot", "exhaustion"],
            [look.accepted, look.overshoot, look.exhaustion],
            [
              [1, 0],
              [4, 3],
              [1, 2],
            ],
          ),
        },
      },
    ],
  });
  const panels = Array.from({ length: stages }, (_, i) => stage(i + 1));
  return {
    config: look.config,
    spacing: 14,
    resolve: { scale: { color: "independent", strokeDash: "independent" } },
    vconcat: [
      whole,
      ...(stages > 0 ? [{ spacing: gap, resolve: { scale: { x: "independent", y: "independent" } }, hconcat: panels }] : []),
    ],
  } as unknown as TopLevelSpec;
}
