import type { Point } from "../../model/point.ts";
import { requestsOf } from "../../model/requests.ts";
import type { Estimate, SimulationResult } from "../../model/result.ts";
import { Z_95 } from "../../numerics/intervals.ts";
import { progressLaw, solve } from "../../theory/solve.ts";
import * as bounds from "./bounds.ts";

/**
 * Holds a simulation against an exact solution. Every threshold is a theorem about independent draws, so a correct pair of
 * programs fails one comparison with probability ≤ `falseAlarm`, whatever the point.
 */
export function disagreements(point: Point, simulated: SimulationResult, falseAlarm: number): string[] {
  const exact = solve(point);
  const law = progressLaw(point);
  const found: string[] = [];
  const check = (name: string, off: number, slack: number, error: number) => {
    if (!(off <= slack + error)) found.push(`${name}: off by ${off.toPrecision(3)}, allowed ${(slack + error).toPrecision(3)}`);
  };
  const hoeffding = (n: number) => bounds.hoeffding(n, falseAlarm);
  const bernstein = ({ count, mean, high }: Estimate, width: number) =>
    bounds.bernstein(count * ((high - mean) / Z_95) ** 2, width, count, falseAlarm);
  // A stage leaves at most its window's start and one longest step, or M longest steps behind.
  const longest = Math.max(...point.pool.map((action) => action.max));
  const furthest = requestsOf(point.stages, point.goal).reduce(
    (sum, request) => sum + (point.verification === "every-step" ? request - point.tolerance + longest : point.stepBudget * longest),
    0,
  );
  const width = Math.max(point.goal, furthest);

  check("pass rate", Math.abs(simulated.passRate.mean - exact.passRate), hoeffding(simulated.runs), exact.error.passRate);
  check("final bias", Math.abs(simulated.finalBias.mean - exact.finalBias), bernstein(simulated.finalBias, width), exact.error.finalBias);
  check(
    "signed bias",
    Math.abs(simulated.signedBias.mean - exact.signedBias),
    bernstein(simulated.signedBias, width),
    exact.error.signedBias,
  );
  const { finalBiasPassed } = simulated;
  if (finalBiasPassed && finalBiasPassed.count > 1) {
    if (exact.finalBiasPassed === undefined) found.push("final bias (passed): simulated runs passed where none can");
    else
      check(
        "final bias (passed)",
        Math.abs(finalBiasPassed.mean - exact.finalBiasPassed),
        bernstein(finalBiasPassed, width),
        exact.error.finalBiasPassed ?? 0,
      );
  }
  const mostAttempts = exact.stages.length * point.retryBudget;
  check(
    "mean attempts",
    Math.abs(simulated.meanAttempts.mean - exact.meanAttempts),
    bernstein(simulated.meanAttempts, mostAttempts),
    exact.error.meanAttempts,
  );
  check(
    "mean steps",
    Math.abs(simulated.meanSteps.mean - exact.meanSteps),
    bernstein(simulated.meanSteps, mostAttempts * point.stepBudget),
    exact.error.meanSteps,
  );
  // Attempts share a run's subset under pruning, so only without it are they independent draws.
  if (point.prune === 0)
    exact.stages.forEach((stage, t) => {
      for (const name of ["acceptRate", "overshootRate", "exhaustionRate", "passRate"] as const) {
        const estimate = simulated.stages[t][name];
        if (estimate) check(`${name} of stage ${t}`, Math.abs(estimate.mean - stage[name]), hoeffding(estimate.count), stage.error[name]);
      }
    });
  // Dvoretzky–Kiefer–Wolfowitz with Massart's constant: sup|F_n − F| > s with probability ≤ 2·exp(−2ns²).
  for (const [level, estimate] of Object.entries(simulated.quantiles))
    check(`quantile ${level}`, Math.abs(law.cdf(estimate.mean) - Number(level)), hoeffding(estimate.count) + 1 / estimate.count, 1e-5);
  return found;
}
