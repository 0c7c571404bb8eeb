import type { CostBounds, GranularityHere, Theorems } from "../../../../model/theorems.ts";
import { shortNumber, shortRate } from "../shortNumber.ts";

const short = (value: number) => shortNumber(value, 4);
const rate = (value: number) => shortRate(value, 4);
/** Stages that are named one by one. */
const MOST_NAMED = 6;
/** Costs below this are rounding. */
const NOTHING = 1e-9;
/** A share of the cost that a search may be off by without a word. */
const UNSURE = 0.01;
/** Rates this close are one to a reader, and to the solver. */
const SAME = 1e-9;

/** Theorem 1 in sentences. */
export function granularity({ granularity: said, absent }: Theorems): string[] {
  if (!said) return [`It says nothing here: ${absent?.granularity ?? "it does not apply"}.`];
  return [...reach(said), ...hardest(said), ...wholeRun(said), ...split(said, absent)];
}

function reach({ reachable, unreachable }: GranularityHere): string[] {
  if (reachable) return ["Reach: every request can be met by some number of steps within the budget."];
  if (unreachable.length === 0)
    return ["Reach: each request can be met by some part of the pool, but no part meets them all: no run can pass."];
  const named = unreachable.slice(0, MOST_NAMED).join(", ");
  const more = unreachable.length > MOST_NAMED ? ` and ${unreachable.length - MOST_NAMED} more` : "";
  return [
    `Reach: the ${unreachable.length === 1 ? "request of stage" : "requests of stages"} ${named}${more} cannot be met, ` +
      "since no number of steps within the budget ends in the window. No retry budget helps, and no run can pass.",
  ];
}

const sharpest = (bounds: CostBounds) => Math.max(bounds.quadratic ?? 0, bounds.chernoff ?? 0, bounds.summed ?? 0);

function hardest({ hardest: { stage, request, passRate, bounds, ofEquals } }: GranularityHere): string[] {
  if (passRate === 0) return [];
  const best = sharpest(bounds);
  const which =
    ofEquals > 1
      ? `The hardest stages, ${ofEquals} of them, ask for ${short(request)}: each`
      : `The hardest stage is ${stage}, with a request of ${short(request)}: it`;
  const about = `${which} is passed with probability ${rate(passRate)}`;
  return [
    best > 0
      ? `${about}, and the bound allows at most ${rate(Math.exp(-best))}.`
      : `${about}. The bound is vacuous there: some number of mean steps ends inside its window.`,
  ];
}

function wholeRun({ cost, bounds, reachable }: GranularityHere): string[] {
  if (cost === undefined) return reachable ? ["A run passes less often than once in 1e300: its cost is not told in doubles."] : [];
  const best = sharpest(bounds);
  return [
    best > 0
      ? `A run costs −log P = ${short(cost)}; by the bound it costs ${short(best)} at least, which is a pass rate of at most ${rate(Math.exp(-best))}.`
      : `A run costs −log P = ${short(cost)}; for the run as a whole the bound is vacuous: it allows a pass rate of 1.`,
  ];
}

function split({ executionCost, penalties }: GranularityHere, absent: Theorems["absent"]): string[] {
  if (!executionCost || !penalties) {
    const why = absent?.["granularity.executionCost"];
    return why === undefined ? [] : [`The cost is not split into execution and granularity: ${why}.`];
  }
  if (penalties.some((penalty) => penalty === null)) return [];
  const stages = penalties.length;
  const penalty = penalties.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  const least = stages * executionCost.value;
  const off = stages * executionCost.error;
  const give = off > UNSURE * (least + penalty) ? ` (give or take ${short(off)}, as far as the search tells)` : "";
  if (least + penalty < NOTHING) return [];
  return [
    `Execution cost against granularity penalty: ${least < NOTHING ? "next to nothing" : short(least)} is what ${stages} ` +
      `${stages === 1 ? "stage costs" : "stages cost"} even at the agent's easiest request, near ${short(executionCost.request)}${give}; ` +
      `${short(Math.max(0, penalty))} more is the penalty for what is really asked.`,
  ];
}

/** Theorem 2 in sentences. */
export function guidance({ guidance: said, absent }: Theorems): string[] {
  if (!said) return [`It says nothing here: ${absent?.guidance ?? "guidance has nothing to choose from"}.`];
  const { request, gap, unguided, guided, predicted, passRate } = said;
  const run =
    `Of whole runs ${rate(passRate.unguided)} pass unguided and ${rate(passRate.guided)} guided; ` +
    `predicted from the gaps at all requests: ${rate(passRate.predicted)}.`;
  if (gap === undefined)
    return [`At a request of ${short(request)} there is no gap: ${absent?.["guidance.gap"] ?? "no attempt is accepted, or all are"}.`, run];
  const verdict = Math.abs(gap) < SAME ? "guidance changes nothing" : gap > 0 ? "guidance helps" : "guidance hurts";
  const foretold = predicted === undefined ? "" : `; the odds identity predicts ${rate(predicted)}`;
  return [
    `At a request of ${short(request)} the retention gap is Γ = ${short(gap)}, so ${verdict}: it multiplies the odds of an accepted attempt by e^Γ = ${short(Math.exp(gap))}.`,
    `An attempt is accepted with probability ${rate(unguided)} unguided and ${rate(guided)} guided${foretold}.`,
    run,
  ];
}

/** Theorem 3 in sentences. */
export function stopping({ stopping: said, absent }: Theorems): string[] {
  if (!said) return [`It says nothing here: ${absent?.stopping ?? "it does not apply"}.`];
  const { chunk, chunkCost, stop, best, unimodal, extents } = said;
  if (chunkCost === undefined) return [`A chunk of ${short(chunk)} cannot be passed, so no chunk pays: r* = ${stop}.`];
  const top = extents.find(({ chunks }) => chunks === best);
  const next = extents.find(({ chunks }) => chunks === stop);
  if (!top || top.passRate === 0)
    return [`With chunks of ${short(chunk)} no extent passes as often as once in 1e300, so there is no choosing between them.`];
  const agree =
    stop === best
      ? `which is where the pass rate is highest, ${rate(top.passRate)}`
      : `with a pass rate of ${rate(next?.passRate ?? 0)}, while it is highest at r = ${best}, ${rate(top.passRate)}`;
  const drop = next?.marginalDrop;
  const margin =
    drop === undefined
      ? "No further chunk fits."
      : `One more would ${drop < 0 ? "raise" : "lower"} the tail's risk by ${short(Math.abs(drop))}, against a cost of ${short(chunkCost)}.`;
  return [
    `With chunks of ${short(chunk)} the marginal rule stops at r* = ${stop}, ${agree}. A chunk costs −log P(c) = ${short(chunkCost)}. ${margin}`,
    unimodal
      ? "The pass rate rises and then falls over r, so the rule finds the best extent."
      : "The pass rate has more than one top over r: here a chunk that costs comes before one that pays.",
  ];
}
