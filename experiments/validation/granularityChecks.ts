import type { Point } from "../../model/point.ts";
import { requestsOf } from "../../model/requests.ts";
import type { BoundSample } from "../../model/validation.ts";
import { type Costs, granularityBound } from "../../theory/granularity/bound.ts";
import { costSplit } from "../../theory/granularity/executionCost.ts";
import { exactPassRate, type WithError } from "../../theory/passRate.ts";
import type { Curves } from "./curves.ts";
import { finite, type Sample } from "./samples.ts";

const [FINE, COARSE] = [14, 9];

/** Theorem 1 at one point. @param curvesOf  its stages, asked for only where nothing is pruned */
export function granularityChecks(point: Point, curvesOf: () => Curves): { readonly samples: Sample[]; readonly bound?: BoundSample } {
  const pass = exactPassRate(point, FINE, COARSE);
  const cost = -Math.log(pass.value);
  const { costs, reachable, subsets } = granularityBound(point);
  const bounded = (["quadratic", "chernoff", "summed"] as const).map((form) => boundSample(form, costs, pass));
  const samples = [...bounded, orderedSample(subsets.flat()), reachSample(reachable, pass)];
  if (point.prune === 0) samples.push(decompositionSample(point, curvesOf(), pass));
  return [cost, ...Object.values(costs)].every(Number.isFinite) ? { samples, bound: { cost, ...costs } } : { samples };
}

/** The bound is on the pass rate: e^−cost is at least what the solver surely has. */
function boundSample(form: keyof Costs, costs: Costs, pass: WithError): Sample {
  if (costs[form] === 0) return { of: form, verdict: "vacuous" };
  const violated = Math.exp(-costs[form]) < pass.value - pass.error;
  return { of: form, verdict: violated ? "violated" : "holds", ...finite(-Math.log(pass.value) - costs[form]) };
}

/** What the exact solution is held to on pools of any kind (docs/decisions/exact-solution.md). */
const SOLVER = 1e-6;
/** Rounding of a rate, relative. */
const ROUNDING = 1e-9;

function orderedSample(stages: readonly { readonly rates: { readonly quadratic: number; readonly chernoff: number } }[]): Sample {
  const gaps = stages.map(({ rates: { quadratic, chernoff } }) => ({ slack: chernoff - quadratic, size: quadratic }));
  const telling = gaps.filter(({ size }) => size > 0 && Number.isFinite(size));
  if (telling.length === 0) return { of: "ordered", verdict: "vacuous" };
  const least = telling.reduce((a, b) => (a.slack < b.slack ? a : b));
  return { of: "ordered", verdict: least.slack < -ROUNDING * (1 + least.size) ? "violated" : "holds", ...finite(least.slack) };
}

/** Below this a pass rate may round to 0 in ways that reach cannot know. */
const UNDERFLOW = 1e-290;

function reachSample(reachable: boolean, pass: WithError): Sample {
  if (!reachable) return { of: "reachability", verdict: pass.value > pass.error ? "violated" : "holds" };
  if (pass.value > UNDERFLOW) return { of: "reachability", verdict: "holds" };
  return { of: "reachability", verdict: "vacuous" };
}

function decompositionSample(point: Point, { fine, coarse }: Curves, pass: WithError): Sample {
  const { executionCost, penalties } = costSplit(point, fine);
  if (pass.value < UNDERFLOW || executionCost.value === Number.POSITIVE_INFINITY) return { of: "decomposition", verdict: "vacuous" };
  const total = penalties.length * executionCost.value + penalties.reduce((sum, penalty) => sum + penalty, 0);
  const identityError = Math.abs(Math.exp(-total) - pass.value);
  const least = Math.min(...penalties);
  const backwardError = () => {
    const other = requestsOf(point.stages, point.goal).reduce((sum, request) => sum + coarse().at(request).logPassRate, 0);
    return Math.abs(Math.exp(-total) - Math.exp(other));
  };
  const apart = identityError > SOLVER + 4 * pass.error && identityError > SOLVER + 4 * (pass.error + backwardError());
  const violated = apart || least < -executionCost.error - 1e-9;
  return { of: "decomposition", verdict: violated ? "violated" : "holds", identityError, ...finite(least) };
}
