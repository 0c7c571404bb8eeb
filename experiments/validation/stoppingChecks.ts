import type { Point } from "../../model/point.ts";
import { requestsOf } from "../../model/requests.ts";
import type { StoppingSample } from "../../model/validation.ts";
import { guidedPool } from "../../theory/attempt/guidedPool.ts";
import { type StoppingRule, stoppingRule } from "../../theory/marginalStopping.ts";
import { solveStage } from "../../theory/stage.ts";
import type { StageCurve } from "../../theory/stageCurve.ts";
import { convexTails, finerIsNoDearer, payingChunks } from "../../theory/stoppingShift.ts";
import type { Curves } from "./curves.ts";
import { finite, type Sample } from "./samples.ts";

const [FINE, COARSE] = [14, 9];
/** More extents than this say nothing new and cost time: chunks are then taken larger. */
const MOST_EXTENTS = 6;
/** Two pass rates closer than this, and than the solver's error, are a tie. */
const TIE = 1e-9;
/** Below this a chunk costs nothing but rounding. */
const LEAST_COST = 1e-9;
/** Tails looked at for convexity, for each chunk. */
const PER_CHUNK = 8;

/** Theorem 3 at one point, for one chunk size taken from its plan; its pool is not pruned. */
export function stoppingChecks(point: Point, curvesOf: () => Curves): { readonly samples: Sample[]; readonly stopping?: StoppingSample } {
  const chunk = chunkOf(point);
  if (chunk === undefined) return { samples: [] };
  const { fine: curve, coarse } = curvesOf();
  const ruleOf = ({ at }: StageCurve) => stoppingRule(point, chunk, (request) => at(request).logPassRate);
  const [rule, other] = [ruleOf(curve), ruleOf(coarse)];
  const solved = forwardRates(point, chunk, rule).map(({ value, error }, i): Rate => {
    const [fine, rough] = [rule, other].map(({ extents }) => Math.exp(extents[i].logPassRate));
    return { value, error: error + Math.abs(fine - rough) };
  });
  const samples = [productSample(rule, solved), ...bestSamples(rule, solved), convexSample(rule), shiftSample(point, curve, chunk)];
  const best = indexOfBest(solved);
  if (solved[best].value === 0) return { samples };
  return {
    samples,
    stopping: { rule: rule.stop, best: rule.extents[best].chunks, unimodal: rule.unimodal },
  };
}

/** The chunk of a partial plan, or the first request of another, made larger where it is small beside the goal. */
function chunkOf({ stages, goal, tolerance }: Point): number | undefined {
  const asked = stages.kind === "partial" ? stages.chunk : requestsOf(stages, goal)[0];
  const chunk = Math.max(asked, goal / MOST_EXTENTS);
  return chunk > tolerance && chunk < goal ? chunk : undefined;
}

/** A pass rate, and how far two orders of either solution are apart. */
interface Rate {
  readonly value: number;
  readonly error: number;
}

/** pass(r) as the forward solution of every stage of the run has it. */
function forwardRates(point: Point, chunk: number, { extents }: StoppingRule): Rate[] {
  const pool = guidedPool(
    point,
    point.pool.map((_, i) => i),
  );
  const known = new Map<number, readonly [number, number]>();
  const stage = (request: number) => {
    const found = known.get(request);
    if (found) return found;
    const rates = [solveStage(pool, point, request, FINE).passRate, solveStage(pool, point, request, COARSE).passRate] as const;
    known.set(request, rates);
    return rates;
  };
  return extents.map(({ chunks }) => {
    const stages = requestsOf({ kind: "partial", chunk, chunks }, point.goal).map(stage);
    const [fine, coarse] = [0, 1].map((order) => stages.reduce((product, rates) => product * rates[order], 1));
    return { value: fine, error: Math.abs(fine - coarse) };
  });
}

const indexOfBest = (rates: readonly Rate[]): number => rates.reduce((best, { value }, i) => (value > rates[best].value ? i : best), 0);
/** By how much two solved rates may be out of order without being so. */
const slackOf = (rates: readonly Rate[]): number => TIE + 4 * Math.max(...rates.map(({ error }) => error));

function productSample({ extents }: StoppingRule, solved: readonly Rate[]): Sample {
  const identityError = Math.max(...extents.map(({ logPassRate }, i) => Math.abs(Math.exp(logPassRate) - solved[i].value)));
  return { of: "product", verdict: identityError > slackOf(solved) ? "violated" : "holds", identityError };
}

function bestSamples(rule: StoppingRule, solved: readonly Rate[]): Sample[] {
  const best = indexOfBest(solved);
  if (solved[best].value === 0)
    return [
      { of: "marginal", verdict: "vacuous" },
      { of: "local", verdict: "vacuous" },
    ];
  const named = rule.extents.findIndex(({ chunks }) => chunks === rule.stop);
  const others = solved.filter((_, i) => i !== named).map(({ value }) => value);
  const marginal: Sample = rule.unimodal
    ? {
        of: "marginal",
        verdict: solved[named].value < solved[best].value - slackOf(solved) ? "violated" : "holds",
        ...finite(Math.log(solved[named].value) - Math.log(Math.max(...others))),
      }
    : { of: "marginal", verdict: "vacuous" };
  return [marginal, localSample(rule, best, slackOf(solved))];
}

/** What the rule's own risks say about the best extent that the forward solution found: its neighbours are no better. */
function localSample({ extents }: StoppingRule, best: number, slack: number): Sample {
  const rate = (i: number) => Math.exp(extents[i].logPassRate);
  const beside = [best - 1, best + 1].filter((i) => i >= 0 && i < extents.length);
  const violated = beside.some((i) => rate(best) < rate(i) - slack);
  const margin = Math.min(...beside.map((i) => extents[best].logPassRate - extents[i].logPassRate));
  return { of: "local", verdict: violated ? "violated" : "holds", ...finite(margin) };
}

function convexSample({ convex, unimodal }: StoppingRule): Sample {
  if (!convex) return { of: "convex", verdict: "vacuous" };
  return { of: "convex", verdict: unimodal ? "holds" : "violated" };
}

/** Chunks of c against chunks of 2c, on a lattice of tails an eighth of c apart, as far down as tail risk is convex on it. */
function shiftSample(point: Point, curve: StageCurve, chunk: number): Sample {
  const mesh = chunk / PER_CHUNK;
  const tails = Array.from({ length: Math.floor(point.goal / mesh) }, (_, i) => point.goal - i * mesh).filter(
    (tail) => tail > point.tolerance,
  );
  const risk = (request: number) => 0 - curve.at(request).logPassRate;
  const risks = tails.map(risk);
  const convex = risks.slice(0, convexTails(risks));
  if (convex.length <= 2 * PER_CHUNK || 2 * chunk > curve.most) return { of: "shift", verdict: "vacuous" };
  const fine = { chunk, cost: risk(chunk) };
  const coarse = { chunk: 2 * chunk, cost: risk(2 * chunk) };
  if (coarse.cost < LEAST_COST || !finerIsNoDearer(fine, coarse)) return { of: "shift", verdict: "vacuous" };
  const reach = (stride: number, cost: number) => payingChunks(convex, stride, cost) * stride * mesh;
  const slack = reach(PER_CHUNK, fine.cost) - (reach(2 * PER_CHUNK, coarse.cost) - coarse.chunk);
  return { of: "shift", verdict: slack > 0 ? "holds" : "violated", ...finite(slack) };
}
