import type { Point } from "../../model/point.ts";
import { requestsOf } from "../../model/requests.ts";
import type { OddsSample } from "../../model/validation.ts";
import { guidedPool } from "../../theory/attempt/guidedPool.ts";
import { guidedOutcome, type Outcome, retentionGaps } from "../../theory/guidance/oddsIdentity.ts";
import { solveStage } from "../../theory/stage.ts";
import { finite, type Sample } from "./samples.ts";

/** Orders of the two solutions: the second pair where the first cannot tell. */
const ORDERS = [
  { forward: [12, 9], backward: [11, 8] },
  { forward: [22, 15], backward: [18, 12] },
] as const;
/** The identity must hold to this, as a difference of accept rates: near 0 and 1 odds have no digits to differ in. */
const IDENTITY = 1e-9;
/** Where the two solutions together know the accept rate less well than this, they cannot tell. */
const RESOLVED = IDENTITY / 10;
/** Γ below this is no gap. */
const NO_GAP = 1e-7;

/** Theorem 2 at the first request of one point; nothing where its guidance cannot steer. The pool is not pruned. */
export function guidanceChecks(point: Point): { readonly samples: Sample[]; readonly odds: OddsSample[] } {
  const members = point.weights.filter((weight) => weight > 0).length;
  if (members < 2 || point.guidance.strength === 0) return { samples: [], odds: [] };
  const [first, second] = ORDERS;
  let found = compared(point, first);
  if (found && found.error > RESOLVED) found = compared(point, second);
  if (!found) return { samples: both("vacuous"), odds: [] };
  const { base, guided, predicted, gap, error } = found;
  if (error > RESOLVED) return { samples: both("unresolved"), odds: [] };

  const identityError = Math.abs(predicted - guided.accepted);
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

/** One request's accept rate under guidance, solved and predicted; undefined where an outcome has probability 0. */
interface Compared {
  readonly base: Outcome;
  readonly guided: Outcome;
  readonly predicted: number;
  readonly gap: number;
  /** How far two orders of either solution are apart, added up. */ readonly error: number;
}

function compared(point: Point, orders: (typeof ORDERS)[number]): Compared | undefined {
  const [request] = requestsOf(point.stages, point.goal);
  const unguided: Point = { ...point, guidance: { kind: "none", strength: 0 } };
  const [base, guided] = [unguided, point].map((of) => forward(of, request, orders.forward));
  const [gap, other] = orders.backward.map((order) => retentionGaps(point, request, order)(request).gap);
  if (gap === undefined || other === undefined) return undefined;
  const [predicted, rough] = [gap, other].map((of) => guidedOutcome(base, of).accepted);
  return { base, guided, predicted, gap, error: base.error + guided.error + Math.abs(predicted - rough) };
}

const both = (verdict: "vacuous" | "unresolved"): Sample[] => [
  { of: "odds", verdict },
  { of: "helps", verdict },
];
const logOdds = ({ accepted, rejected }: Outcome): number => Math.log(accepted) - Math.log(rejected);

/** One attempt by the forward solution, and how far its two orders are apart. */
function forward(point: Point, request: number, orders: readonly [number, number]): Outcome & { readonly error: number } {
  const pool = guidedPool(
    point,
    point.pool.map((_, i) => i),
  );
  const [fine, coarse] = orders.map((order) => solveStage(pool, point, request, order));
  return {
    accepted: fine.acceptRate,
    rejected: fine.overshootRate + fine.exhaustionRate,
    error: Math.abs(fine.acceptRate - coarse.acceptRate),
  };
}
