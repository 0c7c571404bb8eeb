import type { Point } from "../../model/point.ts";
import { requestsOf } from "../../model/requests.ts";
import type { OddsSample } from "../../model/validation.ts";
import { guidedPool } from "../../theory/attempt/guidedPool.ts";
import { guidedOutcome, type Outcome, retentionGaps } from "../../theory/guidance/oddsIdentity.ts";
import { solveStage } from "../../theory/stage.ts";
import { finite, type Sample } from "./samples.ts";

/** Orders of the two solutions at which they usually agree, and those at which it is told who is wrong where they do not. */
const QUICK = { forward: 12, backward: 11 } as const;
const SURE = [
  { forward: 22, backward: 18 },
  { forward: 15, backward: 12 },
] as const;
/** The identity must hold to this, as a difference of accept rates: near 0 and 1 odds have no digits to differ in. */
const IDENTITY = 1e-9;
/** Where the two solutions disagree, and together know the rates less well than this, they cannot tell. */
const RESOLVED = IDENTITY / 10;
/** Γ below this is no gap. */
const NO_GAP = 1e-7;

/** Theorem 2 at the first request of one point; nothing where its guidance cannot steer. The pool is not pruned. */
export function guidanceChecks(point: Point): { readonly samples: Sample[]; readonly odds: OddsSample[] } {
  const members = point.weights.filter((weight) => weight > 0).length;
  if (members < 2 || point.guidance.strength === 0) return { samples: [], odds: [] };
  const quick = compared(point, QUICK);
  if (!quick) return { samples: both("vacuous"), odds: [] };
  let found = quick;
  if (identityErrorOf(quick) > IDENTITY) {
    const [fine, coarse] = SURE.map((orders) => compared(point, orders) ?? quick);
    const error = RATES.reduce((sum, rate) => sum + Math.abs(rate(fine) - rate(coarse)), 0);
    if (error > RESOLVED) return { samples: both("unresolved"), odds: [] };
    found = fine;
  }
  const { base, guided, gap } = found;
  const identityError = identityErrorOf(found);
  const odds: Sample = { of: "odds", verdict: identityError > IDENTITY ? "violated" : "holds", identityError };
  if (base.accepted < RESOLVED || base.rejected < RESOLVED) return { samples: [odds, { of: "helps", verdict: "vacuous" }], odds: [] };
  const change = logOdds(guided) - logOdds(base);
  const agree = Math.sign(change) === Math.sign(gap);
  const helps: Sample =
    Math.abs(gap) < NO_GAP
      ? { of: "helps", verdict: "vacuous" }
      : { of: "helps", verdict: agree ? "holds" : "violated", ...finite(Math.abs(change)) };
  return {
    samples: [odds, helps],
    odds: Number.isFinite(change) ? [{ predicted: logOdds(base) + gap, solved: logOdds(guided), gap }] : [],
  };
}

/** One request's accept rate under guidance, solved and predicted. */
interface Compared {
  readonly base: Outcome;
  readonly guided: Outcome;
  readonly predicted: number;
  readonly gap: number;
}

/** The rates whose errors enter the comparison. */
const RATES = [
  ({ base }: Compared) => base.accepted,
  ({ guided }: Compared) => guided.accepted,
  ({ predicted }: Compared) => predicted,
] as const;
const identityErrorOf = ({ predicted, guided }: Compared): number => Math.abs(predicted - guided.accepted);

/** @returns undefined where an outcome has probability 0 */
function compared(point: Point, orders: { readonly forward: number; readonly backward: number }): Compared | undefined {
  const [request] = requestsOf(point.stages, point.goal);
  const unguided: Point = { ...point, guidance: { kind: "none", strength: 0 } };
  const { gap } = retentionGaps(point, request, orders.backward)(request);
  if (gap === undefined) return undefined;
  const [base, guided] = [unguided, point].map((of) => forward(of, request, orders.forward));
  return { base, guided, gap, predicted: guidedOutcome(base, gap).accepted };
}

const both = (verdict: "vacuous" | "unresolved"): Sample[] => [
  { of: "odds", verdict },
  { of: "helps", verdict },
];
const logOdds = ({ accepted, rejected }: Outcome): number => Math.log(accepted) - Math.log(rejected);

/** One attempt by the forward solution. */
function forward(point: Point, request: number, order: number): Outcome {
  const pool = guidedPool(point);
  const { acceptRate, overshootRate, exhaustionRate } = solveStage(pool, point, request, order);
  return { accepted: acceptRate, rejected: overshootRate + exhaustionRate };
}
