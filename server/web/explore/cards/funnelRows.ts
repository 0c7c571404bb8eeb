import type { FunnelRow } from "../../../../figures/explore/funnel.ts";
import type { StageSolution } from "../../../../model/result.ts";

/** Bars that can be told apart. */
const MOST_BARS = 60;

/** Shares of the shown stages. Of more than a picture can hold every so many is shown. */
export function funnelRows(stages: readonly StageSolution[]): FunnelRow[] {
  const stride = Math.ceil(stages.length / MOST_BARS);
  return stages.flatMap(({ request, acceptRate, overshootRate, exhaustionRate, passRate }, t) => {
    if (t % stride !== 0) return [];
    const row = (of: FunnelRow["of"], end: FunnelRow["end"], share: number): FunnelRow => ({ of, stage: t + 1, end, share, request });
    return [
      row("stage", "accepted at once", Math.min(acceptRate, passRate)),
      row("stage", "accepted after retries", Math.max(0, passRate - acceptRate)),
      row("stage", "unrecovered", 1 - passRate),
      row("attempt", "accepted", acceptRate),
      row("attempt", "overshoot", overshootRate),
      row("attempt", "exhaustion", exhaustionRate),
    ];
  });
}

const percent = (share: number) => `${Number((100 * share).toPrecision(3))}%`;

/** The stage that costs most runs, and how its attempts fail. */
export function hardest(stages: readonly StageSolution[]): string {
  const least = stages.reduce((worst, stage, t) => (stage.passRate < (stages[worst] as StageSolution).passRate ? t : worst), 0);
  const { request, passRate, acceptRate, overshootRate, exhaustionRate } = stages[least] as StageSolution;
  const isAlike = stages.every((stage) => Math.abs(stage.passRate - passRate) < 1e-9);
  const which = stages.length === 1 ? "The one stage" : isAlike ? "Every stage" : `Stage ${least + 1} is the hardest: it`;
  const why =
    overshootRate >= exhaustionRate ? `overshoots in ${percent(overshootRate)}` : `runs out of steps in ${percent(exhaustionRate)}`;
  const ending = acceptRate === 1 ? "never fails" : `${why} of its attempts`;
  return `${which} asks for ${Number(request.toPrecision(4))}, passes in ${percent(passRate)} of the runs that begin it, and ${ending}.`;
}
