import { InvalidInput } from "../model/invalid.ts";
import { LIMITS } from "../model/limits.ts";
import type { Estimate } from "../model/result.ts";
import { namedStream, nextWord } from "../numerics/streams.ts";
import { BLOCK_RUNS } from "./block.ts";
import { rate } from "./report.ts";
import { MOST_RUNS } from "./simulate.ts";

export interface FalseClaims {
  /** b, chance of a claim without evidence about the task as a whole, in [0, 1]. */ readonly taskRate: number;
  /** h, chance of one at each stage, in [0, 1]. */ readonly stageRate: number;
  /** K, integer in [1, 10000]. */ readonly stages: number;
  /** Integer in [1, 1e9]. */ readonly runs: number;
  readonly seed: string;
}

/**
 * How often a run holds a false claim: one about the task, or one at any stage, each drawn by itself. Runs are drawn one
 * by one and the closed form is not used. Rates are met to 2^-32.
 *
 * @returns the proportion with Wilson's 95% interval
 * @throws InvalidInput naming the field
 * @see docs/model.md §2, hallucinated execution
 */
export function simulateFalseClaims({ taskRate, stageRate, stages, runs, seed }: FalseClaims): Estimate {
  requireRate("taskRate", taskRate);
  requireRate("stageRate", stageRate);
  requireCount("stages", stages, LIMITS.stages);
  requireCount("runs", runs, MOST_RUNS);
  // A word is below rate·2^32 with probability rate: never for 0, always for 1.
  const taskBound = taskRate * 2 ** 32;
  const stageBound = stageRate * 2 ** 32;
  let claimed = 0;
  for (let begun = 0; begun < runs; begun += BLOCK_RUNS) {
    const stream = namedStream(seed, begun / BLOCK_RUNS, "claims");
    const inBlock = Math.min(BLOCK_RUNS, runs - begun);
    for (let run = 0; run < inBlock; run++) {
      let held = nextWord(stream) < taskBound;
      // Once a claim is false the run holds one, whatever follows.
      for (let stage = 0; stage < stages && !held; stage++) held = nextWord(stream) < stageBound;
      claimed += Number(held);
    }
  }
  const estimate = rate(claimed, runs);
  if (!estimate) throw new RangeError("runs must be >= 1");
  return estimate;
}

function requireRate(field: string, value: number): void {
  if (!(value >= 0 && value <= 1)) throw new InvalidInput(field, "must be in [0, 1]", value);
}

function requireCount(field: string, value: number, most: number): void {
  if (!Number.isInteger(value) || value < 1 || value > most) throw new InvalidInput(field, `must be an integer in [1, ${most}]`, value);
}
