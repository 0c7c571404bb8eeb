import type { FunnelRow } from "../../../../figures/explore/funnel.ts";
import type { StageShares } from "../../../../theory/stageShares.ts";
import { shortNumber, shortRate } from "../shortNumber.ts";

/** Bars that can be told apart. */
const MOST_BARS = 60;
/** Fail rates this close are one: they come from one request, or from rounding. */
const ALIKE = 1e-9;

/** Places from 0 of the stages that are drawn: of more than a picture can hold, even ones, with the first, the last and the hardest. */
export function shownStages(stages: readonly StageShares[]): readonly number[] {
  const count = stages.length;
  if (count <= MOST_BARS) return stages.map((_, t) => t);
  const even = Array.from({ length: MOST_BARS - 1 }, (_, i) => Math.round((i * (count - 1)) / (MOST_BARS - 2)));
  return [...new Set([...even, hardestOf(stages)])].sort((a, b) => a - b);
}

/** Shares of the shown stages. */
export function funnelRows(stages: readonly StageShares[]): FunnelRow[] {
  return shownStages(stages).flatMap((t) => {
    const { request, ...of } = stages[t] as StageShares;
    const row = (what: FunnelRow["of"], end: FunnelRow["end"], share: number): FunnelRow => ({
      of: what,
      stage: t + 1,
      end,
      share,
      request,
    });
    return [
      row("run", "accepted at once", of.atOnce),
      row("run", "accepted after retries", of.afterRetries),
      row("run", "unrecovered: overshoot", of.lastOvershoot),
      row("run", "unrecovered: exhaustion", of.lastExhaustion),
      ...(canStop(stages) ? [row("run", "stopped before", of.notBegun)] : []),
      row("attempt", "accepted", of.acceptRate),
      row("attempt", "overshoot", of.overshootRate),
      row("attempt", "exhaustion", of.exhaustionRate),
    ];
  });
}

export const canStop = (stages: readonly StageShares[]): boolean => stages.some(({ notBegun }) => notBegun > 0);

/** Place of the stage that fails most often, the first of equals. */
function hardestOf(stages: readonly StageShares[]): number {
  return stages.reduce((worst, { failRate }, t) => (failRate > (stages[worst] as StageShares).failRate ? t : worst), 0);
}

/** All but nothing is not said to be all. */
function percent(share: number): string {
  const text = shortNumber(100 * share, 3);
  return text === "100" && share < 1 - 1e-9 ? "nearly all" : `${text}%`;
}

/** The stage that costs most, what it costs, and how its attempts end. */
export function hardest(stages: readonly StageShares[]): string {
  const worst = hardestOf(stages);
  const { request, passRate, failRate, acceptRate, overshootRate, exhaustionRate } = stages[worst] as StageShares;
  const isAlike = stages.every((stage) => Math.abs(stage.failRate - failRate) <= ALIKE);
  const which = stages.length === 1 ? "The one stage" : isAlike ? "Every stage costs the same: each" : `Stage ${worst + 1} costs most: it`;
  const fate =
    failRate === 0
      ? "never fails"
      : passRate === 0
        ? "is never passed, whatever the retry budget"
        : `is passed with probability ${shortRate(passRate, 4)} once begun`;
  return (
    `${which} asks for ${shortNumber(request, 4)} and ${fate}. Of its attempts ${percent(acceptRate)} are accepted, ` +
    `${percent(overshootRate)} overshoot and ${percent(exhaustionRate)} run out of steps.`
  );
}

/** What of the stages the picture leaves out, and how many runs get to the last one; "" where neither needs a word. */
export function funnelNotes(stages: readonly StageShares[]): string {
  const shown = shownStages(stages).length;
  const { notBegun } = stages.at(-1) as StageShares;
  return [
    ...(shown < stages.length
      ? [
          `Of ${stages.length.toLocaleString("en-GB")} stages ${shown} are drawn, evenly, with the first, the last and the hardest; the numbers have all.`,
        ]
      : []),
    ...(canStop(stages)
      ? [`The last stage is begun in ${percent(1 - notBegun)} of the runs: the others stop at a stage that no attempt met.`]
      : []),
  ].join(" ");
}
