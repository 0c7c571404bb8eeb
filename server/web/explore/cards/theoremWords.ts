import type { TheoryAnswer } from "../../../api.ts";

const short = (value: number) => String(Number(value.toPrecision(4)));

export function granularity({ granularity: said, absent }: TheoryAnswer): string[] {
  if (!said) return [`It says nothing here: ${absent?.granularity ?? "it does not apply"}.`];
  if (!said.reachable) return ["Some request is out of the agent's reach: no run can pass, whatever the retry budget."];
  const sentences: string[] = [];
  const { cost, bounds, executionCost, penalties } = said;
  const best = Math.max(bounds.quadratic ?? 0, bounds.chernoff ?? 0, bounds.summed ?? 0);
  if (cost !== undefined)
    sentences.push(
      best > 0
        ? `A run costs −log P = ${short(cost)}; the bounds say that no agent with such steps gets below ${short(best)}, a pass rate of at most ${short(Math.exp(-best))}.`
        : `A run costs −log P = ${short(cost)}; the bounds are vacuous here: they allow a pass rate of 1.`,
    );
  if (executionCost && penalties) {
    const penalty = penalties.reduce<number>((sum, each) => sum + (each ?? 0), 0);
    sentences.push(
      `Of that, ${short(executionCost.value * penalties.length)} is what ${penalties.length} ${penalties.length === 1 ? "stage costs" : "stages cost"} at the agent's easiest request (${short(executionCost.request)}), and ${short(penalty)} is the penalty for asking otherwise.`,
    );
  }
  return sentences.length > 0 ? sentences : ["It says nothing more here."];
}

export function guidance({ guidance: said, absent }: TheoryAnswer): string[] {
  if (!said) return [`It says nothing here: ${absent?.guidance ?? "guidance has nothing to choose from"}.`];
  const { request, gap, unguided, guided, predicted } = said;
  if (gap === undefined)
    return [
      `At a request of ${short(request)} there is no gap to speak of: ${absent?.["guidance.gap"] ?? "no attempt is accepted, or all are"}.`,
    ];
  const verdict = gap > 0 ? "guidance helps" : gap < 0 ? "guidance hurts" : "guidance changes nothing";
  const foretold = predicted === undefined ? "" : `, which the gap foretells as ${short(predicted)}`;
  return [
    `At a request of ${short(request)} the retention gap is Γ = ${short(gap)}: ${verdict}. An attempt is accepted with ${short(unguided)} unguided and ${short(guided)} guided${foretold}.`,
  ];
}

export function stopping({ stopping: said, absent }: TheoryAnswer): string[] {
  if (!said) return [`It says nothing here: ${absent?.stopping ?? "it does not apply"}.`];
  const { chunk, chunkCost, stop, best, unimodal, extents } = said;
  if (chunkCost === undefined) return [`A chunk of ${short(chunk)} cannot be passed, so no chunk pays.`];
  const at = extents.find(({ chunks }) => chunks === best);
  const agree = stop === best ? "which is also where the pass rate is highest" : `while the pass rate is highest at r = ${best}`;
  return [
    `For chunks of ${short(chunk)} the marginal rule stops at r* = ${stop}, ${agree}${at ? ` (${short(at.passRate)})` : ""}. Each chunk costs ${short(chunkCost)}.`,
    unimodal
      ? "The pass rate rises and then falls, so the rule finds the best extent."
      : "The pass rate has more than one top here, so the rule may stop at a lower one.",
  ];
}
