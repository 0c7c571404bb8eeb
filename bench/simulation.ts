/**
 * Speed of the simulation: `npx tsx bench/simulation.ts`, or all of `npm run bench`. Medians of five rounds after a warm-up; runs per second of wall
 * clock, so an idle machine is assumed.
 */
import { CANONICAL, guided, MODEL_0, MODEL_1, MODEL_2, MODEL_3 } from "../model/canonical.ts";
import type { PointInput } from "../model/point.ts";
import { parsePoint } from "../model/validate.ts";
import { createSimulator, type Simulator } from "../sim/simulate.ts";

const ROUNDS = 5;
const uniform = (count: number) => ({ kind: "uniform" as const, count });
const plain: PointInput = { ...CANONICAL, stages: uniform(10), pool: [MODEL_3] };
const pool = [MODEL_3, MODEL_2, MODEL_1, MODEL_0];
const POINTS: readonly [string, PointInput, number][] = [
  ["Model 3, K = 10", plain, 4_000_000],
  ["Model 3, K = 10, stage-end", { ...plain, verification: "stage-end" }, 2_000_000],
  ["pool of 4, K = 5, unguided", { ...CANONICAL, stages: uniform(5), pool }, 1_000_000],
  ["pool of 4, K = 5, aligned", { ...CANONICAL, stages: uniform(5), pool, guidance: guided("aligned") }, 1_000_000],
  ["pool of 4 less 2, K = 5, aligned", { ...CANONICAL, stages: uniform(5), pool, guidance: guided("aligned"), prune: 2 }, 1_000_000],
  ["thin tails (72 exact cells), K = 10", { ...plain, pool: [{ mu: 10, sigma: 0.5, min: 4, max: 16 }] }, 2_000_000],
];

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Median of runs per second. */
async function speed(simulator: Simulator, point: PointInput, runs: number): Promise<number> {
  const parsed = parsePoint(point);
  await simulator.simulate(parsed, { runs: runs / 4, seed: "warm-up" });
  const speeds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const begun = performance.now();
    await simulator.simulate(parsed, { runs, seed: `round ${round}` });
    speeds.push((1000 * runs) / (performance.now() - begun));
  }
  return median(speeds);
}

const shown = (perSecond: number): string => `${(perSecond / 1e6).toFixed(2)} million runs/s`;
export async function benchSimulation(): Promise<void> {
  const one = createSimulator();
  for (const [name, point, runs] of POINTS) console.log(`${name.padEnd(40)} ${shown(await speed(one, point, runs))}`);
  const two = createSimulator({ workers: 2 });
  const [alone, together] = [await speed(one, plain, 16_000_000), await speed(two, plain, 16_000_000)];
  console.log(`${"Model 3, K = 10, two threads".padEnd(40)} ${shown(together)}, ${(together / alone).toFixed(2)} times this thread alone`);
  await two.close();
}

if (process.argv[1] === import.meta.filename) await benchSimulation();
