import { InvalidInput } from "../model/invalid.ts";
import type { Point } from "../model/point.ts";
import { requestsOf } from "../model/requests.ts";
import type { Trajectories, TrajectoryAttempt, TrajectoryRun } from "../model/trajectory.ts";
import { namedStream, nextWord, type Stream } from "../numerics/streams.ts";
import { plannedSteps, type Window, windowOf } from "./program.ts";
import { type StepTable, stepTable, tabulatedStep } from "./stepTable.ts";
import { randomSubset } from "./subset.ts";

const MOST_TRAJECTORIES = 10_000;

export interface TrajectoryOptions {
  /** Integer in [1, 10000]. */ readonly runs: number;
  readonly seed: string;
}

/**
 * Whole runs, step by step, for drawing. Written as the definitions read, one run after another, and so also a second
 * opinion on the kernel, with which it shares the step tables only. Its runs are not those of `simulate` for the same seed.
 *
 * @throws InvalidInput for a number of runs out of range
 * @see docs/model.md §2
 */
export function sampleTrajectories(point: Point, { runs, seed }: TrajectoryOptions): Trajectories {
  if (!Number.isInteger(runs) || runs < 1 || runs > MOST_TRAJECTORIES)
    throw new InvalidInput("runs", `must be an integer in [1, ${MOST_TRAJECTORIES}]`, runs);
  const requests = requestsOf(point.stages, point.goal);
  const agent: Agent = { point, tables: point.pool.map(stepTable), members: point.pool.map((_, i) => i) };
  const windows = requests.map((request) => windowOf(request, point.tolerance));
  let reached = 0;
  const stages = requests.map((request) => {
    reached += request;
    return { request, from: reached - request };
  });
  return { stages, runs: Array.from({ length: runs }, (_, run) => oneRun(agent, windows, namedStream(seed, run, "trajectory"))) };
}

interface Agent {
  readonly point: Point;
  readonly tables: readonly StepTable[];
  /** Indices of the pool members that a run may draw. */ readonly members: readonly number[];
}

function oneRun(whole: Agent, windows: readonly Window[], stream: Stream): TrajectoryRun {
  const { point } = whole;
  const agent = point.prune === 0 ? whole : { ...whole, members: randomSubset(stream, whole.members, point.pool.length - point.prune) };
  const attempts: TrajectoryAttempt[] = [];
  let from = 0;
  let passed = true;
  for (const [stage, window] of windows.entries()) {
    let attempt = oneAttempt(agent, window, stage, from, stream);
    attempts.push(attempt);
    for (let k = 1; k < point.retryBudget && !attempt.accepted; k++) {
      attempt = oneAttempt(agent, window, stage, from, stream);
      attempts.push(attempt);
    }
    from = attempt.path[attempt.path.length - 1];
    passed &&= attempt.accepted;
    if (!attempt.accepted && point.onUnrecovered === "abort") break;
  }
  return { passed, attempts };
}

function oneAttempt(agent: Agent, window: Window, stage: number, from: number, stream: Stream): TrajectoryAttempt {
  const { point, tables, members } = agent;
  const everyStep = point.verification === "every-step";
  const steps = everyStep ? point.stepBudget : plannedSteps(point.stepBudget, window.request, poolMean(agent));
  const path = [from];
  let progress = 0;
  for (let step = 0; step < steps && !(everyStep && progress >= window.low); step++) {
    const member = chooseMember(point, tables, members, window.request - progress, stream);
    progress += drawStep(tables[member], stream);
    path.push(from + progress);
  }
  return { stage, accepted: progress >= window.low && progress <= window.high, path };
}

function poolMean({ point, tables, members }: Agent): number {
  const total = members.reduce((sum, i) => sum + point.weights[i], 0);
  return members.reduce((sum, i) => sum + (point.weights[i] / total) * tables[i].mean, 0);
}

/** A member with weight q_i·exp(λψ_i(d)), straight from the definition; shifted by the largest exponent. */
function chooseMember(point: Point, tables: readonly StepTable[], members: readonly number[], distance: number, stream: Stream): number {
  const { kind, strength } = point.guidance;
  const sign = kind === "none" ? 0 : kind === "aligned" ? -1 : 1;
  const exponents = members.map((i) => Math.log(point.weights[i]) + sign * strength * Math.abs(tables[i].mean - distance));
  const largest = Math.max(...exponents);
  const weights = exponents.map((exponent) => Math.exp(exponent - largest));
  let rest = ((nextWord(stream) + 0.5) / 2 ** 32) * weights.reduce((sum, weight) => sum + weight, 0);
  const chosen = weights.findIndex((weight) => {
    rest -= weight;
    return rest < 0;
  });
  return members[chosen === -1 ? exponents.indexOf(largest) : chosen]; // -1 by rounding only
}

/** One step of a tabulated law. */
export function drawStep(table: StepTable, stream: Stream): number {
  const word = nextWord(stream);
  const step = tabulatedStep(table, word);
  return Number.isNaN(step) ? table.exact(word, nextWord(stream)) : step;
}
