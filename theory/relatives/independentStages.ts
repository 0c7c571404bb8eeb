import { requireCount, requireRange } from "./range.ts";
import { votingLawOfOdds } from "./votingLaw.ts";

/** A task cut into K equal stages that are independent of each other and can be checked, or voted on. */
export interface IndependentStages {
  /** P(one attempt at a stage, or one vote on it, is right). */ readonly attemptRate: number;
  /** P(every stage passes). */ readonly passRate: number;
  /** 1 − passRate, with digits of its own. */ readonly failRate: number;
  /** Expected attempts, or votes, of a run. */ readonly meanAttempts: number;
}

/** How a stage is decided: up to R attempts held against a perfect check, or votes until one answer is k ahead. */
export type StageDecision =
  | { readonly kind: "retries"; readonly retryBudget: number }
  | { readonly kind: "voting"; readonly ahead: number };

/**
 * The opposite assumption to the lab's: a stage of a K-th of the task is as hard as its share of the way, one attempt at it passing
 * with exp(−H·K^(−β)). At β = 1, constant hazard, pass rate rises with K towards 1 for R ≥ 2 and for k ≥ 2, and is the same
 * at every K for R = 1 and k = 1: a theorem.
 *
 * @param wholeRisk  H = −log P(one attempt at the whole task passes), in [1e-12, 1e6]
 * @param stages     K, a whole number in [1, 1e6]
 * @param decision   R in [1, 1e4] or k in [1, 1e9]
 * @param shape      β of the Weibull law, in [0.01, 100]; constant hazard unless given
 * @throws InvalidInput naming field, rule and value
 * @see docs/theory/relatives.md (R.24) to (R.28)
 */
export function independentStages(wholeRisk: number, stages: number, decision: StageDecision, shape = 1): IndependentStages {
  requireRange("wholeRisk", wholeRisk, { least: 1e-12, most: 1e6 });
  requireCount("stages", stages, 1, 1e6);
  requireRange("shape", shape, { least: 0.01, most: 100 });
  const risk = wholeRisk * stages ** -shape;
  const attemptRate = Math.exp(-risk);
  if (decision.kind === "voting") {
    const odds = risk < 1 ? -Math.log(Math.expm1(risk)) : -(risk + Math.log1p(-Math.exp(-risk))); // e^risk may overflow
    const { success, failRate, votes } = votingLawOfOdds(odds, stages, decision.ahead);
    return { attemptRate, passRate: success, failRate, meanAttempts: votes };
  }
  const { retryBudget } = decision;
  requireCount("retryBudget", retryBudget, 1, 1e4);
  const logReject = risk < Math.LN2 ? Math.log(-Math.expm1(-risk)) : Math.log1p(-attemptRate);
  // log(1 − e^x) from whichever of the two forms keeps digits; R = 1 is one attempt, and a sum of logarithms would round.
  const logStage = retryBudget === 1 ? -risk : log1mExp(retryBudget * logReject);
  const attempts = attemptRate > 0 ? Math.exp(logStage + risk) : retryBudget;
  return {
    attemptRate,
    passRate: Math.exp(stages * logStage),
    failRate: -Math.expm1(stages * logStage),
    meanAttempts: stages * attempts,
  };
}

/** log(1 − e^x) for x < 0. */
function log1mExp(x: number): number {
  return x > -Math.LN2 ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x));
}
