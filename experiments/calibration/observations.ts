import type { ObservedCounts } from "../../model/calibration.ts";
import type { AttemptRecord, TrialRecord } from "../../model/trial.ts";
import type { AdditionTrial } from "./sameAgent.ts";

/** One step as the agent took it. Lengths are in units of work. */
export interface ObservedStep {
  readonly value: number;
  /** What was left of the stage's request before it. */ readonly distance: number;
  readonly request: number;
  /** Number of the attempt at its stage, from 1. */ readonly attempt: number;
}

/** What one trial is compared by. */
export interface TrialCounts {
  readonly passed: boolean;
  readonly steps: number;
  /** With a step. */ readonly attempts: number;
  readonly overshoots: number;
}

export interface Observations {
  /** Trial after trial, in the order taken. */ readonly steps: readonly ObservedStep[];
  readonly trials: readonly TrialCounts[];
  readonly counts: ObservedCounts;
}

/**
 * The steps of trials.
 *
 * Every step that was drawn is seen whole, the last one of an attempt too: an attempt ends after a step, by what that step came to, and
 * no step is cut at the window or at the budget. Where to stop is then a function of the steps already seen, so it drops out of the
 * likelihood, and nothing is censored. That holds for an agent whose steps are independent of what came before; `fixedLaw.ts` tests it.
 *
 * Steps behind the end of an attempt, and attempts whose ledger was rewritten, are of no law: they are counted and left out.
 */
export function observationsOf(trials: readonly AdditionTrial[]): Observations {
  const steps: ObservedStep[] = [];
  const counts = { trials: trials.length, stages: 0, attempts: 0, accepted: 0, overshoots: 0, exhaustions: 0 };
  const odd = { givenUp: 0, cutOff: 0, steps: 0, surplus: 0, rewritten: 0 };
  const each = trials.map(({ record, of }): TrialCounts => {
    const before = { steps: odd.steps, attempts: counts.attempts, overshoots: counts.overshoots };
    for (const { request, attempts } of record.stages) {
      if (request === undefined) continue;
      if (attempts.some(hasSteps)) counts.stages++;
      for (const [index, attempt] of attempts.entries()) {
        const taken = attempt.steps ?? [];
        if (attempt.rejection === "rewritten") odd.rewritten++;
        if (!hasSteps(attempt)) continue;
        counts.attempts++;
        let sum = 0;
        let count = 0;
        while (count < taken.length && count < of.stepBudget && !hasArrived(sum, request, of.tolerance)) {
          const value = taken[count++] as number;
          steps.push({ value, distance: request - sum, request, attempt: index + 1 });
          sum += value;
        }
        odd.steps += count;
        odd.surplus += taken.length - count;
        if (attempt.accepted) counts.accepted++;
        else if (hasArrived(sum, request, of.tolerance)) counts.overshoots += Number(isBeyond(sum, request, of.tolerance));
        else if (count === of.stepBudget) counts.exhaustions++;
        else if (isCut(record, attempt)) odd.cutOff++;
        else odd.givenUp++;
      }
    }
    return {
      passed: record.passed === true,
      steps: odd.steps - before.steps,
      attempts: counts.attempts - before.attempts,
      overshoots: counts.overshoots - before.overshoots,
    };
  });
  return { steps, trials: each, counts: { ...counts, ...odd } };
}

const hasSteps = ({ rejection, steps = [] }: AttemptRecord): boolean => rejection !== "rewritten" && steps.length > 0;

/** The last attempt of a trial that the agent did not end by itself. */
const isCut = ({ status, stages }: TrialRecord, attempt: AttemptRecord): boolean =>
  status !== "finished" && stages.findLast(({ attempts }) => attempts.length > 0)?.attempts.at(-1) === attempt;

/** As trials are judged: a sum this close to an edge, as a share of ℓ + ε, lies on it. */
const EDGE = 1e-12;
const edge = (request: number, tolerance: number) => EDGE * (request + tolerance);
const hasArrived = (sum: number, request: number, tolerance: number) => sum >= request - tolerance - edge(request, tolerance);
const isBeyond = (sum: number, request: number, tolerance: number) => sum > request + tolerance + edge(request, tolerance);
