import type { CalibratedAgent } from "../../model/calibration.ts";
import type { StagePlan } from "../../model/point.ts";
import { requestsOf } from "../../model/requests.ts";
import { nextUnit, type Stream } from "../../numerics/streams.ts";
import type { ObservedStep } from "./observations.ts";

/** The rules that a trial goes by. */
export type Rules = Pick<CalibratedAgent, "goal" | "tolerance" | "stepBudget" | "retryBudget" | "onUnrecovered">;

/**
 * One trial of an agent whose steps are independent draws of one law.
 *
 * @param draw    one step, units of work
 * @param onStep  called for each step, in order
 */
export function playTrial(stages: StagePlan, rules: Rules, draw: () => number, onStep: (step: ObservedStep) => void): void {
  const { goal, tolerance, stepBudget, retryBudget, onUnrecovered } = rules;
  for (const request of requestsOf(stages, goal)) {
    let accepted = false;
    for (let attempt = 1; attempt <= retryBudget && !accepted; attempt++) {
      let sum = 0;
      for (let count = 0; count < stepBudget && sum < request - tolerance; count++) {
        const value = draw();
        onStep({ value, distance: request - sum, request, attempt });
        sum += value;
      }
      accepted = sum >= request - tolerance && sum <= request + tolerance;
    }
    if (!accepted && onUnrecovered === "abort") return;
  }
}

/** Draws any of the values, each as likely as another. */
export const drawAmong =
  (values: readonly number[], stream: Stream): (() => number) =>
  () =>
    values[Math.floor(nextUnit(stream) * values.length)];
