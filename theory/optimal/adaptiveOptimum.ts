import { type Law, meanDeviation } from "../law/law.ts";
import type { Stage } from "../stage.ts";
import { type CellMasses, cellMasses } from "./cellMasses.ts";
import { type Remaining, STOP } from "./remaining.ts";

/** A value function at the nodes and the requests that attain it. */
export interface Optimum {
  /** Shape [nodes]. */ readonly values: Float64Array;
  /** Index of the request that attains it, or STOP; shape [nodes]. */ readonly choices: Int32Array;
}

/**
 * The greatest arrival rate from each position: W = 1 on |y| ≤ ε, 0 below −ε, and above ε
 * W(y) = max_ℓ P(ℓ)·E[W(y − S) given accepted at ℓ].
 *
 * The jump of W at ε is kept: what lands within the tolerance is counted by the cdf, and the rest is linear between nodes, of which
 * the one at ε holds the limit from above. Values at and below ε are not used and are 0. Progress shorter than a cell leads back
 * into the node's own cell: its equation w = a + b·w is solved.
 *
 * @see docs/theory/adaptive-harness.md (A.2), (A.9)
 */
export function greatestArrival(stages: readonly Stage[], tolerance: number, grid: Remaining): Optimum {
  const { base, nodes, step } = grid;
  const masses = stages.map((stage) => cellMasses(stage.passed, step, nodes, stage.passRate));
  const values = new Float64Array(nodes);
  const choices = new Int32Array(nodes).fill(STOP);
  for (let k = base; k < nodes; k++) {
    const y = grid.at(k);
    let [best, choice] = [0, STOP];
    for (let i = 0; i < stages.length; i++) {
      const { passed, passRate } = stages[i];
      if (passed === undefined || passed.support[0] > y + tolerance) continue;
      const now = passRate * within(passed, y - tolerance, y + tolerance);
      const value = expected(now, masses[i], values, k, base);
      if (value > best) [best, choice] = [value, i];
    }
    [values[k], choices[k]] = [best, choice];
  }
  return { values, choices };
}

/**
 * What asking can take off the bias: D(y) = B(y) − |y| ≤ 0, B(y) = min(|y|, min_ℓ E B(y − S)) the least final bias from y. D = 0 for
 * y ≤ 0, where steps only lead away. S is a stage's progress, accepted or not; under abort an unrecovered stage ends the run.
 *
 * |y| is integrated exactly, its bend at 0 included; only D is linear between nodes.
 *
 * @param carry  whether a run goes on after an unrecovered stage
 * @see docs/theory/adaptive-harness.md (A.5), (A.9)
 */
export function leastBias(stages: readonly Stage[], carry: boolean, grid: Remaining): Optimum {
  const { nodes, step } = grid;
  const masses = stages.map((stage) => goingOn(stage, carry, step, nodes));
  const values = new Float64Array(nodes);
  const choices = new Int32Array(nodes).fill(STOP);
  for (let k = 1; k < nodes; k++) {
    const y = grid.at(k);
    if (y <= 0) continue;
    let [best, choice] = [0, STOP];
    for (let i = 0; i < stages.length; i++) {
      const now = meanDeviation(stages[i].all, y) - y;
      const value = expected(now, masses[i], values, k, 0);
      if (value < best) [best, choice] = [value, i];
    }
    [values[k], choices[k]] = [best, choice];
  }
  return { values, choices };
}

/** The progress after which a run goes on: all of it under carry, the accepted part under abort. */
function goingOn(stage: Stage, carry: boolean, step: number, cells: number): CellMasses {
  return carry ? cellMasses(stage.all, step, cells, 1) : cellMasses(stage.passed, step, cells, stage.passRate);
}

/** P(low ≤ S ≤ high). */
export function within(law: Law, low: number, high: number): number {
  return law.cdf(high) - law.cdf(low);
}

/**
 * The value w of node k that a request gives: w = now + ∫ f(y − S) over the cells of progress that lead to nodes ≥ floor, where progress
 * within one cell leads part of the way back to w itself.
 */
function expected(now: number, { from, to, near, far }: CellMasses, values: Float64Array, k: number, floor: number): number {
  let sum = now;
  const end = Math.min(to, k - floor);
  for (let m = from; m < end; m++) sum += near[m - from] * values[k - m] + far[m - from] * values[k - m - 1]; // values[k] is still 0
  return from === 0 && end > 0 ? sum / (1 - near[0]) : sum;
}
