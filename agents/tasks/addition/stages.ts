import { requestsOf } from "../../../model/requests.ts";
import type { AdditionHarness, AdditionTask } from "../../../model/trial.ts";
import { parsePoint } from "../../../model/validate.ts";

/** What one stage asks of each of its attempts. */
export interface StageTerms {
  /** ℓ, units of work. */ readonly request: number;
  /** ε, units of work. */ readonly tolerance: number;
  /** M. */ readonly stepBudget: number;
}

export interface AdditionStage extends StageTerms {
  /** From 1. */ readonly number: number;
  /** Whether it is what a partial harness leaves to the agent after its chunks. */ readonly isTail: boolean;
}

/**
 * The stages of a task under a harness.
 *
 * @throws InvalidInput where the two do not fit, by the rules of a point
 */
export function stagesOf(task: AdditionTask, harness: AdditionHarness): readonly AdditionStage[] {
  const { goal, tolerance, stepBudget } = task;
  const { stages, retryBudget, onUnrecovered } = harness;
  const point = parsePoint({ goal, tolerance, stepBudget, stages, retryBudget, onUnrecovered, pool: [ANY_AGENT] });
  const chunks = stages.kind === "partial" ? stages.chunks : undefined;
  return requestsOf(point.stages, goal).map((request, index) => ({
    number: index + 1,
    request,
    tolerance,
    stepBudget,
    isTail: chunks !== undefined && chunks > 0 && index === chunks,
  }));
}

/** A point has an agent; the rules asked here do not depend on which. */
const ANY_AGENT = { mu: 1, sigma: 1, min: 0, max: 2 };

/**
 * A sum this close to an edge of the window, as a share of ℓ + ε, lies on it: decimals that add up to the edge exactly are not refused
 * for how doubles add. A sum of n doubles ≥ 0 is off by n·1.1e-16 of itself at most, and n ≤ M ≤ 1000.
 */
const EDGE = 1e-12;
const edge = ({ request, tolerance }: StageTerms) => EDGE * (request + tolerance);

/** Whether an attempt's sum, added in order in double precision, has come to ℓ − ε: the attempt is over. */
export const hasArrived = (sum: number, terms: StageTerms): boolean => sum >= terms.request - terms.tolerance - edge(terms);

/** Whether a sum is above ℓ + ε. */
export const isBeyond = (sum: number, terms: StageTerms): boolean => sum > terms.request + terms.tolerance + edge(terms);
