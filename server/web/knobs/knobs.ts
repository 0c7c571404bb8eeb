import { parsePath, setAt } from "../../../experiments/sweep/pointPath.ts";
import type { PointInput } from "../../../model/point.ts";
import { requestsOf } from "../../../model/requests.ts";
import { WORDS, type WordName } from "../shell/words.ts";

/** A numeric field of a point that pages can turn, and draw curves over. */
export interface Knob {
  /** Path into the point, as `lab sweep` takes it, such as "stages.count" or "pool[0].mu". */ readonly path: string;
  readonly word: WordName;
  /** Words for an axis or a label, such as "stages K" or "μ of member 1 (units of work)". */ readonly title: string;
  readonly isInteger: boolean;
  /** Even ratios rather than even distances: where a factor matters, not a difference. */ readonly isLog: boolean;
  /** A sensible range about where the point stands; both ends are allowed by the field's own rule. */
  readonly from: number;
  readonly to: number;
}

/** The knobs that a point has, in the order in which pages show them. */
export function knobsOf(point: PointInput): readonly Knob[] {
  return [...stageKnobs(point), ...harnessKnobs(point), ...agentKnobs(point)];
}

export const knobAt = (point: PointInput, path: string): Knob | undefined => knobsOf(point).find((knob) => knob.path === path);

function stageKnobs({ stages, goal, tolerance }: PointInput): Knob[] {
  if (stages.kind === "uniform") {
    const most = tolerance > 0 ? Math.floor((goal / tolerance) * 0.999) : 60;
    return [integer("stages.count", "count", 1, clamp(most, 2, Math.max(30, 2 * stages.count)))];
  }
  if (stages.kind === "explicit") return [];
  const most = stages.chunks > 0 ? goal / stages.chunks : goal;
  return [
    number("stages.chunk", "chunk", Math.max(1.02 * tolerance, goal / 100), Math.max(most, goal / 50)),
    integer("stages.chunks", "chunks", 0, Math.max(1, Math.floor((goal / stages.chunk) * (1 + 1e-12)))),
  ];
}

function harnessKnobs(point: PointInput): Knob[] {
  const { goal, stages, tolerance, stepBudget, retryBudget, guidance, pool, prune = 0 } = point;
  const least = Math.min(...requestsOf(stages, goal).filter((request) => request > 0), goal);
  const top = 0.98 * least;
  return [
    number("tolerance", "tolerance", Math.min(tolerance, top / 50), Math.max(tolerance, top)),
    integer("stepBudget", "stepBudget", 1, clamp(2 * stepBudget, 30, 1000)),
    { ...integer("retryBudget", "retryBudget", 1, clamp(4 * retryBudget, 30, 10_000)), isLog: true },
    number("goal", "goal", stages.kind === "partial" ? Math.max(goal / 5, stages.chunk * stages.chunks) : goal / 5, 2 * goal),
    ...(guidance && guidance.kind !== "none"
      ? [number("guidance.strength", "guidance", 0, Math.max(6, 2 * (guidance.strength ?? 0)))]
      : []),
    ...(pool.length > 1 ? [integer("prune", "prune", 0, Math.max(prune, pool.length - 1))] : []),
  ];
}

function agentKnobs({ pool }: PointInput): Knob[] {
  return pool.flatMap(({ mu, sigma, min, max }, i) => {
    const width = max - min;
    const of = pool.length > 1 ? ` of member ${i + 1}` : "";
    return [
      { ...number(`pool[${i}].mu`, "pool", Math.min(mu, min - width / 2), Math.max(mu, max + width / 2)), title: `μ${of} (units of work)` },
      {
        ...number(`pool[${i}].sigma`, "pool", Math.min(sigma, width / 20), Math.max(sigma, 2 * width)),
        title: `σ${of} (units of work)`,
        isLog: true,
      },
    ];
  });
}

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));
const number = (path: string, word: WordName, from: number, to: number): Knob => ({
  path,
  word,
  title: titleOf(word),
  isInteger: false,
  isLog: false,
  from,
  to,
});
const integer = (path: string, word: WordName, from: number, to: number): Knob => ({ ...number(path, word, from, to), isInteger: true });

function titleOf(word: WordName): string {
  const { title, symbol, unit } = WORDS[word];
  return `${title}${symbol === "" ? "" : ` ${symbol}`}${unit === "" ? "" : ` (${unit})`}`;
}

/** A copy of the point with one field set. */
export function withField(point: PointInput, path: string, value: number): PointInput {
  const copy = structuredClone(point);
  setAt(copy, parsePath(path, "knob"), value);
  return copy;
}
