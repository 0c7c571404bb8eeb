import type { CalibratedAgent, CalibrationMarks, ComparedCell, PredictedCell } from "../../model/calibration.ts";
import type { Agent } from "../../theory/fit/agent.ts";
import { densityCurve } from "../../theory/fit/densityCurve.ts";

/** What the picture of a calibration shows. @param steps  observed, units of work */
export function calibrationMarks(
  { agent: name, model, goal, tolerance, stepBudget, retryBudget }: CalibratedAgent,
  agent: Agent,
  steps: readonly number[],
  predicted: readonly PredictedCell[],
  compared: readonly ComparedCell[],
): CalibrationMarks {
  const knobs = (["k", "r"] as const).filter((knob) => predicted.some((cell) => cell.knob === knob));
  return {
    title: `${name} with ${model}: G = ${goal}, ε = ${tolerance}, M = ${stepBudget}, R = ${retryBudget}`,
    steps,
    density: densityCurve(agent),
    curves: knobs.map((knob) => ({
      knob,
      predicted: predicted.filter((cell) => cell.knob === knob).map(({ at, passRate }) => ({ at, ...passRate })),
      observed: compared
        .filter((cell) => cell.knob === knob)
        .map(({ at, fitted, passRate: { observed: rate, low = 0, high = 1 } }) => ({ at, fitted, rate, low, high })),
    })),
  };
}
