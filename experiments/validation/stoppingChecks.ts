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

/** Gauss nodes per panel of the forward solution. */
const FORWARD = 14;
/**
 * The forward solution's accuracy on pools of any kind (docs/decisions/exact-solution.md): two pass rates closer than this, and than
 * what the backward one states of itself, are a tie.
 */
const TIE = 1e-6;
/** More extents than this say nothing new and cost time: chunks are then taken larger. */
const MOST_EXTENTS = 5;
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
  const rule = ruleOf(curve);
  const rates = forwardRates(point, chunk, rule);
  const furthest = (from: (i: number) => number) =>
    Math.max(...rule.extents.map(({ logPassRate }, i) => Math.abs(Math.exp(logPassRate) - from(i))));
  // Only where the two solutions differ is it worth asking how well the backward one knows.
  const error = () => furthest((i) => Math.exp(ruleOf(coarse()).extents[i].logPassRate));
  const solved: Solved = { rates, tie: furthest((i) => rates[i]) > TIE ? TIE + 4 * error() : TIE };
  const samples = [productSample(rule, solved), ...bestSamples(rule, solved), convexSample(rule), shiftSample(point, curve, chunk)];
  const best = indexOfBest(rates);
  if (rates[best] === 0) return { samples };
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

/** pass(r) by the forward solution, and the difference below which two of them are a tie. */
interface Solved {
  readonly rates: readonly number[];
  readonly tie: number;
}

/** pass(r) as the forward solution of every stage of the run has it. */
function forwardRates(point: Point, chunk: number, { extents }: StoppingRule): number[] {
  const pool = guidedPool(point);
  const known = new Map<number, number>();
  const passRate = (request: number) => {
    const rate = known.get(request) ?? solveStage(pool, point, request, FORWARD).passRate;
    known.set(request, rate);
    return rate;
  };
  return extents.map(({ chunks }) =>
    requestsOf({ kind: "partial", chunk, chunks }, point.goal).reduce((product, request) => product * passRate(request), 1),
  );
}

const indexOfBest = (rates: readonly number[]): number => rates.reduce((best, rate, i) => (rate > rates[best] ? i : best), 0);

function productSample({ extents }: StoppingRule, { rates, tie }: Solved): Sample {
  const identityError = Math.max(...extents.map(({ logPassRate }, i) => Math.abs(Math.exp(logPassRate) - rates[i])));
  return { of: "product", verdict: identityError > tie ? "violated" : "holds", identityError };
}

function bestSamples(rule: StoppingRule, { rates, tie }: Solved): Sample[] {
  const best = indexOfBest(rates);
  if (rates[best] === 0)
    return [
      { of: "marginal", verdict: "vacuous" },
      { of: "local", verdict: "vacuous" },
    ];
  const named = rule.extents.findIndex(({ chunks }) => chunks === rule.stop);
  const others = rates.filter((_, i) => i !== named);
  const marginal: Sample = rule.unimodal
    ? {
        of: "marginal",
        verdict: rates[named] < rates[best] - tie ? "violated" : "holds",
        ...finite(Math.log(rates[named]) - Math.log(Math.max(...others))),
      }
    : { of: "marginal", verdict: "vacuous" };
  return [marginal, localSample(rule, best, tie)];
}

/** What the rule's own risks say about the best extent that the forward solution found: its neighbours are no better. */
function localSample({ extents }: StoppingRule, best: number, tie: number): Sample {
  const rate = (i: number) => Math.exp(extents[i].logPassRate);
  const beside = [best - 1, best + 1].filter((i) => i >= 0 && i < extents.length);
  const violated = beside.some((i) => rate(best) < rate(i) - tie);
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
