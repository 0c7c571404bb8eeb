import { CANONICAL, guided, MODEL_1, MODEL_2, MODEL_3 } from "../../model/canonical.ts";
import type { Point } from "../../model/point.ts";
import { parsePoint } from "../../model/validate.ts";
import type { CoverageCheck, EstimateSample } from "../../model/validation.ts";
import { sampleTrajectories } from "../../sim/trajectories.ts";
import { guidedPool } from "../../theory/attempt/guidedPool.ts";
import { estimateGap, type Ranged } from "../../theory/guidance/estimateGap.ts";
import { retentionGaps } from "../../theory/guidance/oddsIdentity.ts";
import type { ObservedAttempt } from "../../theory/guidance/stepWeight.ts";
import { solveStage } from "../../theory/stage.ts";
import type { Located } from "../inThreads.ts";

/** Unguided attempts in a repeat. */
const ATTEMPTS = 1_000;
/** Stages of the runs that they are taken from. */
const STAGES = 25;

/** What is estimated from unguided attempts, over and over: agent, guidance and request. */
interface Setting {
  readonly words: string;
  readonly point: Point;
  readonly request: number;
}

const setting = (words: string, request: number, change: Partial<Parameters<typeof parsePoint>[0] & object>): Setting => ({
  words,
  request,
  point: parsePoint({ ...CANONICAL, goal: request, stages: { kind: "uniform", count: 1 }, pool: [MODEL_3, MODEL_2], ...change }),
});

export const SETTINGS: readonly Setting[] = [
  setting("Models 3 and 2, aligned, λ = 3, request 20", 20, { guidance: guided("aligned") }),
  setting("Models 3, 2 and 1, misaligned, λ = 0.2, request 20", 20, {
    pool: [MODEL_3, MODEL_2, MODEL_1],
    guidance: { kind: "misaligned", strength: 0.2 },
  }),
];

/** One repeat of one setting, for threads. */
export interface RepeatTask {
  readonly seed: string;
  readonly setting: number;
  readonly repeat: number;
}

export type RepeatResult = { readonly gap: Ranged; readonly acceptRate: Ranged; readonly passRate: Ranged } | "refused";

/** Γ and what it predicts, from fresh unguided attempts. */
export function estimateOnce({ seed, setting: at, repeat }: RepeatTask): RepeatResult {
  const { point, request } = SETTINGS[at];
  // Stages of one request without retries are as many fresh attempts; a run of several costs one random stream.
  const unguided: Point = {
    ...point,
    goal: request * STAGES,
    stages: { kind: "uniform", count: STAGES },
    guidance: { kind: "none", strength: 0 },
    retryBudget: 1,
  };
  const { runs } = sampleTrajectories(unguided, { runs: ATTEMPTS / STAGES, seed: `${seed}/validate/${at}/${repeat}` });
  const attempts = runs.flatMap((run) =>
    run.attempts.map(
      ({ path, accepted }): ObservedAttempt => ({ steps: path.slice(1).map((progress, k) => progress - path[k]), accepted }),
    ),
  );
  const estimate = estimateGap(point, request, attempts);
  return estimate.status === "estimated" ? { gap: estimate.gap, acceptRate: estimate.acceptRate, passRate: estimate.passRate } : "refused";
}

export const ESTIMATE_ONCE: Located<RepeatTask, RepeatResult> = { module: import.meta.url, work: estimateOnce };

const QUANTITIES = [
  ["gap", "Γ"],
  ["acceptRate", "accept rate of a guided attempt"],
  ["passRate", "pass rate of a guided stage"],
] as const;

/** How often the intervals of a setting's repeats hold the exact value. */
export function coverageOf(at: number, results: readonly RepeatResult[]): CoverageCheck[] {
  const exact = exactOf(SETTINGS[at]);
  const given = results.filter((result) => result !== "refused");
  const count = given.length;
  return QUANTITIES.map(([name, quantity]) => {
    const held = given.filter(({ [name]: { low, high } }) => low <= exact[name] && exact[name] <= high).length;
    const share = count === 0 ? 0 : held / count;
    const { low, high } = nominalBand(count);
    return {
      quantity,
      setting: SETTINGS[at].words,
      repeats: results.length,
      refused: results.length - count,
      covered: { share, count, low, high },
      holds: count > 0 && share >= low && share <= high,
    };
  });
}

/** The first repeats of a setting as they are drawn: the predicted accept rate against the exact one. */
export function estimateSamples(at: number, results: readonly RepeatResult[], most: number): EstimateSample[] {
  const exact = exactOf(SETTINGS[at]).acceptRate;
  return results.slice(0, most).flatMap((result) => {
    if (result === "refused") return [];
    const { value, low, high } = result.acceptRate;
    return [{ estimate: { mean: value, low, high }, exact }];
  });
}

function exactOf({ point, request }: Setting): Readonly<Record<(typeof QUANTITIES)[number][0], number>> {
  const pool = guidedPool(point);
  const { acceptRate, passRate } = solveStage(pool, point, request, 20);
  return { gap: retentionGaps(point, request)(request).gap ?? Number.NaN, acceptRate, passRate };
}

/** The z of a two-sided chance of 1 in 10,000. */
const Z_BAND = 3.89;

/** The band of the share of `count` independent 95% intervals that hold their value: 0.95 ± z·sqrt(0.95·0.05/n). */
export function nominalBand(count: number): { readonly low: number; readonly high: number } {
  const half = Z_BAND * Math.sqrt((0.95 * 0.05) / Math.max(1, count));
  return { low: 0.95 - half, high: Math.min(1, 0.95 + half) };
}
