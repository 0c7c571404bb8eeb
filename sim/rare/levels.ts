import type { Point } from "../../model/point.ts";
import type { RareEvent } from "../../model/rare.ts";
import { requestsOf } from "../../model/requests.ts";
import { type Moments, momentsOf } from "../../numerics/moments.ts";
import { namedStream } from "../../numerics/streams.ts";
import { plannedSteps, windowOf } from "../program.ts";
import { type Agent, agentOf } from "./agent.ts";
import type { AttemptRule } from "./attemptRule.ts";
import { stageEstimates } from "./stageEstimates.ts";

/** What was drawn for the stages that ask for one request. */
export interface LevelMoments {
  readonly request: number;
  /** Of all its draws together. */ readonly all: Moments;
  /** Mean of each stage's own draws, which are independent of the other stages'. */ readonly means: readonly number[];
  /** Draws of each stage, ≥ 2. */ readonly draws: number;
  /** Attempts drawn, those of the pilot included. */ readonly attempts: number;
}

/** A variance needs two. */
const FEWEST_DRAWS = 2;

/**
 * Estimates of every stage of one pool subset. Yields after each.
 *
 * @param effort  estimates in all, about
 * @param onDone  called with the share that is done
 */
export function* levelsOf(
  point: Point,
  kept: readonly number[],
  event: RareEvent,
  effort: number,
  seed: string,
  onDone: (share: number) => void,
): Generator<void, LevelMoments[]> {
  const agent = agentOf(point, kept);
  const requests = requestsOf(point.stages, point.goal);
  const draws = Math.max(FEWEST_DRAWS, Math.ceil(effort / requests.length));
  const levels: LevelMoments[] = [];
  let done = 0;
  for (const request of new Set(requests)) {
    const name = `${seed} level ${levels.length}`;
    const rule = attemptRuleOf(point, agent, request);
    const stage = stageEstimates(agent, rule, point.retryBudget, event, namedStream(name, 0, "rare pilot"));
    const stages = requests.filter((each) => each === request).length;
    const values = new Float64Array(stages * draws);
    const stream = namedStream(name, 0, "rare");
    for (let i = 0; i < values.length; i++) {
      values[i] = stage.draw(stream);
      done++;
      if (done % 64 === 0) onDone(done / (draws * requests.length));
      yield;
    }
    const means = Array.from({ length: stages }, (_, i) => momentsOf(values.subarray(i * draws, (i + 1) * draws)).mean);
    levels.push({ request, all: momentsOf(values), means, draws, attempts: stage.attempts() });
  }
  return levels;
}

function attemptRuleOf(point: Point, agent: Agent, request: number): AttemptRule {
  const everyStep = point.verification === "every-step";
  const stepBudget = everyStep ? point.stepBudget : plannedSteps(point.stepBudget, request, agent.mean);
  return { ...windowOf(request, point.tolerance), stepBudget, everyStep };
}
