import { type AGENTS, CANONICAL, guided, MODEL_0, MODEL_1, MODEL_2, MODEL_3 } from "../model/canonical.ts";
import type { Measure } from "../model/experiment.ts";
import type { ActionDistribution, Guidance, Point, PointInput } from "../model/point.ts";
import type { ClaimRates } from "./experiment.ts";

type Rates = Omit<ClaimRates, "stages">;

/**
 * Where the experiments are run: everything that the captions leave unsaid. Lengths are in units of work.
 *
 * Every experiment is a function of a setting: at the canonical one it gives the paper's figure, elsewhere the same sweep with its places moved
 * along with the goal and the agents' steps, so that "five stages" stays "stages of two and a half steps".
 */
export interface Setting extends Pick<Point, "goal" | "tolerance" | "stepBudget" | "retryBudget" | "verification" | "onUnrecovered"> {
  /** λ, per unit of work. */ readonly strength: number;
  /** The three agents by their names, steps growing in the mean. */ readonly agents: Readonly<
    Record<keyof typeof AGENTS, ActionDistribution>
  >;
  /** Members in the order in which they join the pool of the guidance experiment. */ readonly joining: readonly ActionDistribution[];
  /** s, the middle of the middle agent's range of steps: the length that sweeps go by. */ readonly step: number;
  /** How wide the agents' steps are spread, the canonical ones 1: the length that sweeps of the tolerance go by. */ readonly spread: number;
  /** Rates of claims without evidence, under the two guidance rules. */ readonly rates: Readonly<Record<"aligned" | "misaligned", Rates>>;
}

/** Our reconstruction of the paper's: here its captions come true as they stand. */
export const CANONICAL_SETTING: Setting = {
  ...CANONICAL,
  verification: "every-step",
  onUnrecovered: "carry",
  strength: guided("aligned").strength,
  agents: { "Model 1": MODEL_1, "Model 2": MODEL_2, "Model 3": MODEL_3 },
  joining: [MODEL_3, MODEL_2, MODEL_1, MODEL_0],
  step: 8,
  spread: 1,
  /** Rates that give the curves of the paper's Figure 3b as a reader noted them: our reconstruction. */
  rates: { aligned: { taskRate: 0.35, stageRate: 0 }, misaligned: { taskRate: 0, stageRate: 0.2 } },
};

/** The fields of a point that all experiments take from the setting. */
export function taskOf({ goal, tolerance, stepBudget, retryBudget, verification, onUnrecovered }: Setting) {
  return { goal, tolerance, stepBudget, retryBudget, verification, onUnrecovered } satisfies Partial<PointInput>;
}

export function guidanceOf({ strength }: Setting, kind: Guidance["kind"]): Guidance {
  return { kind, strength: kind === "none" ? 0 : strength };
}

/**
 * K for stages of about s/x: x·G/s, rounded.
 *
 * @param perStep  x, stages for each step's length of the goal
 */
export function stagesPer({ goal, step }: Setting, perStep: number): number {
  return Math.max(1, Math.round((perStep * goal) / step));
}

/** As many numbers of uniform stages are swept one by one; of more, so many in even ratios. */
const MOST_ONE_BY_ONE = 30;
const SHOWN_OF_MANY = 12;

/**
 * K from..top as far as a request is above the tolerance: every integer, or where these are more than 30, twelve in even ratios. `kept`
 * are among them in any case.
 */
export function stageCounts(setting: Setting, from: number, perStep: number, kept: readonly number[] = []): number[] {
  const top = stagesPer(setting, perStep);
  const shown = new Set([...kept.filter((K) => K >= from && K <= top), ...thinned(from, Math.max(from, top))]);
  return [...shown].filter((K) => asksEnough(setting, setting.goal / K)).toSorted((a, b) => a - b);
}

function thinned(from: number, to: number): number[] {
  const all = to - from + 1;
  if (all <= MOST_ONE_BY_ONE) return Array.from({ length: all }, (_, i) => from + i);
  return Array.from({ length: SHOWN_OF_MANY }, (_, i) => Math.round(from * (to / from) ** (i / (SHOWN_OF_MANY - 1))));
}

/** The tolerance must be below every request; by more than rounding. */
export function asksEnough({ tolerance }: Setting, request: number): boolean {
  return request > tolerance * (1 + 1e-9);
}

/** r for chunks of c, from the whole task in one stage to chunks alone, wherever the tail is a stage or nothing. */
export function extentsOf(setting: Setting, chunk: number): number[] {
  if (!asksEnough(setting, chunk)) return [];
  const most = Math.floor(setting.goal / chunk + 1e-12);
  return Array.from({ length: most + 1 }, (_, r) => r).filter((r) => {
    const tail = setting.goal - r * chunk;
    return Math.abs(tail) <= 1e-12 * setting.goal || asksEnough(setting, tail);
  });
}

/** A curve that moves by no more than this over its whole sweep shows nothing that a claim could be about. */
export function leastMovement({ step }: Setting): Readonly<Record<Measure, number>> {
  return { passRate: 1e-3, hallucinationRate: 1e-3, acceptRate: 1e-3, finalBias: 1e-3 * step };
}
