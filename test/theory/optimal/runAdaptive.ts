import type { Point } from "../../../model/point.ts";
import { nextWord, type Stream } from "../../../numerics/streams.ts";
import { type TruncatedNormal, truncatedNormal } from "../../../numerics/truncatedNormal.ts";

export type RequestAt = (left: number) => number | undefined;

/** How one simulated run ended. */
export interface Ended {
  readonly passed: boolean;
  /** G − X, units of work. */ readonly left: number;
  readonly stages: number;
  readonly steps: number;
}

/**
 * One run under rules of requests, from the definitions alone: `before` while every stage was accepted, `after` once one was not.
 * A single agent without guidance, every step checked.
 */
export function runAdaptive(point: Point, before: RequestAt, after: RequestAt, stream: Stream, agent = agentOf(point)): Ended {
  let [left, passed, stages, steps] = [point.goal, true, 0, 0];
  for (;;) {
    const request = (passed ? before : after)(left);
    if (request === undefined) return { passed, left, stages, steps };
    stages++;
    let [progress, accepted] = [0, false];
    for (let attempt = 0; attempt < point.retryBudget && !accepted; attempt++) {
      progress = 0;
      for (let step = 0; step < point.stepBudget && progress < request - point.tolerance; step++) {
        progress += agent.quantile((nextWord(stream) + 0.5) / 2 ** 32);
        steps++;
      }
      accepted = Math.abs(progress - request) <= point.tolerance;
    }
    left -= progress;
    passed &&= accepted;
    if (!accepted && point.onUnrecovered === "abort") return { passed, left, stages, steps };
  }
}

export function agentOf({ pool: [action] }: Point): TruncatedNormal {
  return truncatedNormal(action.mu, action.sigma, action.min, action.max);
}
