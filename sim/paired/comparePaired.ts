import type { PairedComparison } from "../../model/comparison.ts";
import { InvalidInput } from "../../model/invalid.ts";
import type { Point } from "../../model/point.ts";
import { QuantileSketch } from "../../numerics/quantileSketch.ts";
import { BLOCK_RUNS, makeWorkspace, runsOf, simulateBlock, type Workspace } from "../block.ts";
import { makeKernel } from "../kernel/makeKernel.ts";
import { blocksOf, type Job, runsOfBlock } from "../part.ts";
import { patiently } from "../patience.ts";
import { compile, type Program, type Tables } from "../program.ts";
import { MOST_RUNS, type RunOptions } from "../simulate.ts";
import { reportPairs } from "./report.ts";
import { copyRuns, makeRunFigures, mergePairs, NO_PAIRS, type RunFigures, tallyPairs } from "./tally.ts";

/**
 * Simulates two points on the same random numbers and takes the difference, second minus first, run by run.
 *
 * The n-th draw of a run at a stage is a function of (seed, block, stage, place of the run, n) alone, so it is the same number at both
 * points, and their runs are alike as far as the points are. Each point's own runs are those of `simulate` for the same seed: the
 * difference has the law it should have, and its interval is taken from the differences, whatever pairing has done to it. Where
 * the two have little in common, pairing may also lengthen an interval; `shortening` says so.
 *
 * The interval of the pass rate is Tango's for paired proportions, the others are normal ones from the sample variance of the differences.
 *
 * @param first, second  as `parsePoint` returns them
 * @returns the same bytes for the same points, runs and seed; swapping the points changes signs only
 * @throws InvalidInput for options out of range; RangeError where a law is beyond double precision; the signal's reason
 * @see docs/decisions/variance.md
 */
export async function comparePaired(
  first: Point,
  second: Point,
  { runs, seed, signal, onProgress }: RunOptions,
): Promise<PairedComparison> {
  if (!Number.isInteger(runs) || runs < 2 || runs > MOST_RUNS)
    throw new InvalidInput("runs", `must be an integer in [2, ${MOST_RUNS}]`, runs);
  if (typeof seed !== "string") throw new InvalidInput("seed", "must be a string", seed);
  const tables: Tables = new Map();
  const programs = [first, second].map((point) => compile(point, tables));
  return patiently(pairs({ point: first, runs, seed }, programs, onProgress), signal);
}

function* pairs(job: Job, [first, second]: readonly Program[], onProgress: RunOptions["onProgress"]) {
  const work = makeWorkspace(makeKernel(BLOCK_RUNS));
  const [firstRuns, secondRuns, spare] = [makeRunFigures(), makeRunFigures(), new Float64Array(BLOCK_RUNS)];
  let tally = NO_PAIRS;
  for (let block = 0; block < blocksOf(job.runs); block++) {
    const runs = runsOfBlock(job, block);
    yield* simulateInto(firstRuns, first, job.seed, block, runs, work);
    yield* simulateInto(secondRuns, second, job.seed, block, runs, work);
    tally = mergePairs(tally, tallyPairs(firstRuns, secondRuns, runs, spare));
    onProgress?.(tally.runs, job.runs);
  }
  return reportPairs(tally, job.seed);
}

function* simulateInto(into: RunFigures, program: Program, seed: string, block: number, runs: number, work: Workspace) {
  yield* simulateBlock(program, seed, block, runs, work, new QuantileSketch(program.resolution));
  copyRuns(into, runsOf(program, work, runs));
}
