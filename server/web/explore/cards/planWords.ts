import type { StagePlan } from "../../../../model/point.ts";
import type { HarnessFigures } from "../../solver/recommendation.ts";
import { shortNumber, shortRate } from "../shortNumber.ts";

const short = (value: number) => shortNumber(value, 4);
const rate = (value: number) => shortRate(value, 4);
/** What the solver is held to: rates that differ by less are the same. */
const SAME = 1e-6;

/** A plan as one says it. */
export function planInWords(stages: StagePlan, goal: number): string {
  if (stages.kind === "uniform")
    return stages.count === 1
      ? `The whole goal of ${short(goal)} in one stage`
      : `${stages.count} equal stages of ${short(goal / stages.count)}`;
  if (stages.kind === "partial") {
    const tail = goal - stages.chunks * stages.chunk;
    const rest = tail > 1e-9 * goal ? `, then the last ${short(tail)} in one stage` : "";
    return `${stages.chunks} ${stages.chunks === 1 ? "chunk" : "chunks"} of ${short(stages.chunk)}${rest}`;
  }
  const shown = stages.requests.slice(0, 8).map(short).join(", ");
  return `${stages.requests.length} stages of ${shown}${stages.requests.length > 8 ? ", …" : ""}`;
}

/** How far the present harness is from the recommended one. */
export function verdict(present: HarnessFigures, recommended: HarnessFigures): string {
  if (typeof present === "string" || typeof recommended === "string")
    return `They cannot be compared: ${typeof present === "string" ? present : recommended}.`;
  const more = recommended.passRate - present.passRate;
  const passes =
    Math.abs(more) < SAME
      ? "It passes as often as the present one"
      : `It passes in ${rate(recommended.passRate)} of runs, ${more > 0 ? "where the present one does" : "and the present one even"} in ${rate(present.passRate)}`;
  const [nearer, dearer] = [recommended.finalBias - present.finalBias, recommended.meanSteps - present.meanSteps];
  const ends =
    Math.abs(nearer) < SAME
      ? "it ends as near to the goal"
      : `it ends ${short(Math.abs(nearer))} ${nearer < 0 ? "nearer to" : "further from"} the goal on average`;
  const takes =
    Math.abs(dearer) < SAME ? "in as many steps" : `for ${short(Math.abs(dearer))} ${dearer < 0 ? "fewer" : "more"} steps a run`;
  return `${passes}; ${ends}, ${takes}.`;
}

const TITLES = { passRate: "pass rate", finalBias: "final bias", meanSteps: "steps" } as const;

/** Rows of the table of harnesses: the first is the present one, the second the recommended. A figure that does not exist is a dash. */
export function comparisonRows(harnesses: readonly HarnessFigures[]) {
  const [present, recommended] = harnesses;
  return (Object.keys(TITLES) as (keyof typeof TITLES)[]).map((name) => {
    const shown = name === "passRate" ? rate : short;
    const comparable = typeof present === "object" && typeof recommended === "object";
    return {
      title: TITLES[name],
      cells: harnesses.map((figures) => (typeof figures === "string" ? "–" : shown(figures[name]))),
      difference: comparable ? signed(recommended[name] - present[name]) : "–",
    };
  });
}

/** A difference below what the solver is held to is none. */
const signed = (value: number) => (Math.abs(value) < SAME ? "0" : value > 0 ? `+${short(value)}` : short(value));
