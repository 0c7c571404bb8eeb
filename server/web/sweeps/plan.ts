import { axesOf } from "../../../experiments/sweep/axes.ts";
import { setAt, shownPath } from "../../../experiments/sweep/pointPath.ts";
import { parseSpec } from "../../../experiments/sweep/spec.ts";
import { MODEL_VERSION } from "../../../model/canonical.ts";
import type { PointInput } from "../../../model/point.ts";
import type { SweepSpecInput } from "../../api.ts";
import { knobsOf } from "../explore/knobs.ts";
import { commandReading } from "../state/command.ts";
import type { SweepState } from "./state.ts";

export interface PlanAxis {
  /** As the spec names it: its column. */ readonly name: string;
  /** Of the field, such as stages.count. */ readonly path: string;
  /** For a sentence. */ readonly label: string;
  /** The label with its unit. */ readonly title: string;
  readonly values: readonly number[];
  readonly isLog: boolean;
}

/** What a state asks to be worked out, place by place. */
export interface Plan {
  /** One or two; the first varies slowest. */ readonly axes: readonly PlanAxis[];
  readonly count: number;
  /** What `lab sweep --spec` takes. */ readonly spec: SweepSpecInput;
  /** Equal for two plans whose figures are the same, place by place. */ readonly key: string;
  /** Places of the axes at a place of the plan. */ placesAt(index: number): readonly number[];
  indexAt(places: readonly number[]): number;
  /** As a user would write it; the model may refuse it. */ pointAt(index: number): PointInput;
}

type Asked = Pick<SweepState, "point" | "vary" | "method" | "runs" | "seed">;

/** @param state  sound */
export function planOf(state: Asked): Plan {
  const { point, vary, method, runs, seed } = state;
  const spec = specOf(state);
  const knobs = knobsOf(point);
  const found = axesOf(parseSpec(spec));
  const axes = found.map(({ name, path = [], values }): PlanAxis => {
    const shown = shownPath(path);
    const knob = knobs.find((each) => each.path === shown);
    const isLog = vary[name]?.range?.scale === "log";
    return { name, path: shown, label: knob?.label ?? shown, title: knob?.axis ?? shown, values: values as readonly number[], isLog };
  });
  const up = axes[1]?.values.length ?? 1;
  const placesAt = (index: number) => (axes.length === 1 ? [index] : [Math.floor(index / up), index % up]);
  const pointAt = (index: number) => {
    const made = structuredClone(point);
    placesAt(index).forEach((place, i) => {
      setAt(made, found[i]?.path ?? [], axes[i]?.values[place]);
    });
    return made;
  };
  const drawn = method === "simulate" ? [runs, seed] : [];
  return {
    axes,
    count: axes.reduce((product, { values }) => product * values.length, 1),
    spec,
    key: JSON.stringify([MODEL_VERSION, method, ...drawn, pointAt(0), axes.map(({ path, values }) => [path, values])]),
    placesAt,
    indexAt: ([x = 0, y = 0]) => x * up + y,
    pointAt,
  };
}

function specOf({ point, vary, method, runs, seed }: Asked): SweepSpecInput {
  const spec = { name: "explorer", base: point, vary };
  return method === "simulate" ? { ...spec, method, runs, seed } : spec;
}

/** Makes the same table in a terminal. */
export function sweepCommand({ spec }: Pick<Plan, "spec">): string {
  return commandReading("sweep --no-store --spec -", spec);
}
