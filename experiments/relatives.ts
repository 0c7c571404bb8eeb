import { CANONICAL, MODEL_3 } from "../model/canonical.ts";
import type { ClaimResult, Curve, CurvePoint, Finding } from "../model/experiment.ts";
import type { Calibration, TwoAssumptions } from "../model/relatives.ts";
import { parsePoint } from "../model/validate.ts";
import { constantHazard } from "../theory/relatives/constantHazard.ts";
import { independentStages, type StageDecision } from "../theory/relatives/independentStages.ts";
import { solve } from "../theory/solve.ts";
import { all } from "./claims/kleene.ts";
import { isPeak, mirrored, neverFalls, peakOf, peaksInside, rangeAt, rises } from "./claims/series.ts";
import { integers, type Reading, readingOf } from "./experiment.ts";

/** The finest cut that the model admits: a request must be above the tolerance, and G/50 is not. */
const MOST_STAGES = Math.ceil(CANONICAL.goal / CANONICAL.tolerance) - 1;
const AHEAD = 3;
/** Relative error of the closed forms, with room. */
const CLOSED_FORM_ERROR = 1e-12;

/** Names of the curves, as the key of the figure shows them. */
const CANNOT_STOP = "a step cannot stop at ℓ";
const RETRIED = `independent, ${CANONICAL.retryBudget} attempts`;
const VOTED = `independent, ${AHEAD} votes ahead`;
const ONCE = "independent, 1 attempt";

/**
 * The canonical task of Model 3 cut into K = 1..49 equal stages, solved exactly, beside a constant-hazard agent whose stages are
 * independent and can be checked. Both are given the same chance that one attempt at a stage is accepted, at one K: at K = 1, where
 * nothing is cut yet, and at the K that is best for Model 3. That fixes the half-life; all else follows.
 *
 * @see docs/theory/relatives.md, the same task under two assumptions
 */
export function twoAssumptions(): TwoAssumptions {
  const exact = integers(1, MOST_STAGES).map(exactPoint);
  const best = peakOf(readingOf([{ name: CANNOT_STOP, points: exact }], "exact")(CANNOT_STOP, "passRate")).at;
  const { goal, tolerance, stepBudget, retryBudget } = CANONICAL;
  return { goal, tolerance, stepBudget, retryBudget, ahead: AHEAD, calibrations: [1, best].map((at) => calibrated(exact, at)) };
}

function exactPoint(count: number): CurvePoint {
  const { passRate, error, stages } = solve(parsePoint({ ...CANONICAL, pool: [MODEL_3], stages: { kind: "uniform", count } }));
  const [stage] = stages;
  return {
    at: count,
    exact: {
      passRate: { value: passRate, error: error.passRate },
      acceptRate: { value: stage.acceptRate, error: stage.error.acceptRate },
    },
    simulated: {},
  };
}

function calibrated(exact: readonly CurvePoint[], equalAt: number): Calibration {
  const acceptRate = exact.find(({ at }) => at === equalAt)?.exact.acceptRate?.value as number;
  const stageRisk = -Math.log(acceptRate);
  const halfLife = (CANONICAL.goal / equalAt) * (Math.LN2 / stageRisk);
  const wholeRisk = -Math.log(constantHazard(halfLife).success(CANONICAL.goal));
  const independent = (name: string, decision: StageDecision, shown: boolean): Curve => ({
    name,
    points: exact.map(({ at }) => {
      const { passRate, attemptRate } = independentStages(wholeRisk, at, decision);
      const closed = (value: number) => ({ value, error: CLOSED_FORM_ERROR * value });
      return { at, exact: { passRate: closed(passRate), ...(shown ? { acceptRate: closed(attemptRate) } : {}) }, simulated: {} };
    }),
  });
  const curves: Curve[] = [
    { name: CANNOT_STOP, points: exact },
    independent(RETRIED, { kind: "retries", retryBudget: CANONICAL.retryBudget }, false),
    independent(VOTED, { kind: "voting", ahead: AHEAD }, false),
    independent(ONCE, { kind: "retries", retryBudget: 1 }, true), // an attempt is an attempt however many follow: drawn once
  ];
  const read = readingOf(curves, "exact");
  return {
    equalAt,
    halfLife,
    result: {
      id: `relatives-${equalAt}`,
      figures: [],
      title: `The same task under two assumptions, equal at K = ${equalAt}`,
      sweep: { name: "stages.count", symbol: "K", title: "number of stages", unit: "" },
      curves,
      findings: findingsOf(read, equalAt),
      claims: claimsOf(read, equalAt),
    },
  };
}

/** The best cut, and where the two agents were made equal. */
function findingsOf(read: Reading, equalAt: number): Finding[] {
  const passRate = peakOf(read(CANNOT_STOP, "passRate"));
  const acceptRate = rangeAt(read(CANNOT_STOP, "acceptRate"), equalAt);
  return [
    { curve: CANNOT_STOP, measure: "passRate", at: passRate.at, value: passRate.value, label: `best K = ${passRate.at}` },
    { curve: CANNOT_STOP, measure: "acceptRate", at: equalAt, value: acceptRate.value, label: `equal at K = ${equalAt}` },
  ];
}

function claimsOf(read: Reading, equalAt: number): ClaimResult[] {
  const claim = (id: string, statement: string, verdict: string, evidence: ClaimResult["evidence"]): ClaimResult => ({
    id: `relatives-${equalAt}-${id}`,
    figure: "relatives",
    statement,
    holds: verdict === "yes",
    evidence,
  });
  const passRates = (name: string) => read(name, "passRate");
  const ends = (name: string) => [1, MOST_STAGES].map((at) => rangeAt(passRates(name), at).value);
  const cannot = passRates(CANNOT_STOP);
  const finest = rangeAt(mirrored(cannot), MOST_STAGES);
  return [
    claim(
      "finest-wins",
      "Where stages are independent and checked or voted on, every further stage raises pass rate.",
      all(rises(passRates(RETRIED)), rises(passRates(VOTED))),
      { [RETRIED]: ends(RETRIED), [VOTED]: ends(VOTED) },
    ),
    claim(
      "cutting-alone-is-neutral",
      "With one attempt at each stage and no vote, cutting changes nothing.",
      all(neverFalls(passRates(ONCE)), neverFalls(mirrored(passRates(ONCE)))),
      { [ONCE]: ends(ONCE) },
    ),
    claim(
      "finest-loses",
      "Where a step cannot stop at its request, pass rate peaks inside and the finest cut is the worst of all.",
      all(peaksInside(cannot), isPeak(mirrored(cannot), MOST_STAGES)),
      { [CANNOT_STOP]: ends(CANNOT_STOP), "best K": peakOf(cannot).at, finest: -finest.value },
    ),
  ];
}
