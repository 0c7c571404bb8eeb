import { parsePoint } from "../model/validate.ts";
import { namedStream, nextUnit } from "../numerics/streams.ts";
import { type Agent, drawSteps, lawOfAgent } from "../theory/fit/agent.ts";
import { fitAgent } from "../theory/fit/fitAgent.ts";
import { optimalPlan } from "../theory/optimal/plan.ts";
import { passRateOf } from "../theory/recommend/interval.ts";
import { recommend, type Task } from "../theory/recommend/recommend.ts";

/** One agent kept aside: what its recommended harness, made from 200 of its steps, is worth for the agent itself. */
export interface Trial {
  readonly agent: Agent;
  readonly task: Task;
  /** Pass rate of the best plan for the agent itself. */ readonly optimal: number;
  /** Pass rate that the recommended harness really has; undefined where none was recommended. */ readonly reached: number | undefined;
  /** What was predicted. */ readonly low: number;
  readonly estimate: number;
  readonly high: number;
  readonly components: number;
  readonly pValue: number;
}

const STEPS = 200;
/** Tasks whose best plan hardly ever passes say nothing of a recommendation. */
const LEAST_OPTIMAL = 0.05;
const GOALS = [20, 40, 60, 100, 150] as const;
const TOLERANCES = [0.5, 1, 2, 3] as const;
const STEP_BUDGETS = [4, 8, 12] as const;
const RETRY_BUDGETS = [1, 2, 5, 10] as const;

/**
 * Agents drawn at random, each with a task of its own: 1 to 3 truncated normals, of ends of their own or common ones.
 *
 * @param count  agents, after those whose best plan passes less often than 0.05
 */
export function recommendTrials(count: number, seed: string, onTrial?: (done: number) => void): Trial[] {
  const trials: Trial[] = [];
  for (let block = 0; trials.length < count; block++) {
    const { agent, task } = drawn(seed, block);
    const trial = tried(agent, task, `${seed} ${block}`);
    if (!trial) continue;
    trials.push(trial);
    onTrial?.(trials.length);
  }
  return trials;
}

function tried(agent: Agent, task: Task, seed: string): Trial | undefined {
  const point = parsePoint({ ...task, ...agent, stages: { kind: "uniform", count: 1 } });
  const best = optimalPlan(point);
  if (!best || best.passRate < LEAST_OPTIMAL) return undefined;
  const known = fitAgent([...drawSteps(lawOfAgent(agent), STEPS, seed, 0)], { seed });
  const fit = known.report;
  const { harness, passRate } = recommend({ agent: known.agent, fit, replicates: known.replicates }, task);
  const reached = harness && passRateOf(point, agent, harness.requests);
  return {
    agent,
    task,
    optimal: best.passRate,
    reached,
    low: passRate?.low ?? 0,
    estimate: passRate?.estimate ?? 0,
    high: passRate?.high ?? 0,
    components: fit.components,
    pValue: fit.goodnessOfFit.pValue,
  };
}

function drawn(seed: string, block: number): { agent: Agent; task: Task } {
  const stream = namedStream(seed, block, "kept-aside agent");
  const between = (low: number, high: number) => low + (high - low) * nextUnit(stream);
  const oneOf = <T>(list: readonly T[]): T => list[Math.floor(nextUnit(stream) * list.length)];
  const size = oneOf([1, 1, 2, 3]);
  const ends = () => {
    const min = between(0, 8);
    return { min, max: min + between(2, 12) };
  };
  const common = oneOf([true, false]) ? ends() : undefined;
  const pool = Array.from({ length: size }, () => {
    const { min, max } = common ?? ends();
    return { mu: between(min, max), sigma: between(0.1, 0.8) * (max - min), min, max };
  });
  const raw = pool.map(() => between(0.2, 1));
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  return {
    agent: { pool, weights: raw.map((weight) => weight / total) },
    task: { goal: oneOf(GOALS), tolerance: oneOf(TOLERANCES), stepBudget: oneOf(STEP_BUDGETS), retryBudget: oneOf(RETRY_BUDGETS) },
  };
}
