/**
 * `npm run bench:peers -- [--python PATH] [--compiler NAME] [--rounds N] [--seconds S]`: our simulation against programs of the same task by other
 * means, alternately, one at a time, each on one core. Wall clock: an otherwise idle machine is assumed, and the spread shows where it was not.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { CANONICAL, MODEL_3 } from "../model/canonical.ts";
import type { Estimate, SimulationResult } from "../model/result.ts";
import { parsePoint } from "../model/validate.ts";
import { createSimulator, type Simulator } from "../sim/simulate.ts";
import { solve } from "../theory/solve.ts";
import { compiled, type Floor, numpy, type Printed, printedBy } from "./programs.ts";

const POINT = parsePoint({ ...CANONICAL, stages: { kind: "uniform", count: 10 }, pool: [MODEL_3] });
const FIGURES = ["passRate", "finalBias", "meanSteps"] as const;
type Figure = (typeof FIGURES)[number];
/** Most standard errors off the exact solution: a right program is refused once in some 10^6 figures. */
const MOST_ERRORS = 5;
const FIRST_RUNS = 400_000;
const Z95 = 1.96;

interface Contender {
  readonly name: string;
  /** A whole simulation; the seconds it took and its figures. */
  run(runs: number, seed: number): Promise<Printed>;
  /** Ours: wrong figures of it are a fault, not a peer to leave out. */ readonly own: boolean;
}
interface Entrant extends Contender {
  readonly runs: number;
}
interface Settings {
  readonly python?: string | undefined;
  readonly compiler?: string | undefined;
  readonly rounds?: number | undefined;
  /** Of one simulation, about. */ readonly seconds?: number | undefined;
}

export async function benchPeers({ python = "python3", compiler = "g++", rounds = 5, seconds = 3 }: Settings = {}): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "harness-lab-peers-"));
  const [one, two] = [createSimulator(), createSimulator({ workers: 2 })];
  try {
    const [script, programs] = [numpy(python), compiled(compiler, folder)];
    for (const missing of [script, programs]) if (typeof missing === "string") console.log(missing);
    const peers = [...(typeof script === "string" ? [] : [script]), ...(typeof programs === "string" ? [] : programs.programs)];
    const check = checker(await one.simulate(POINT, { runs: FIRST_RUNS, seed: "spread" }));
    const others = peers.map(
      (peer): Contender => ({ name: peer.name, own: false, run: async (runs, seed) => printedBy(peer, runs, seed) }),
    );
    const contenders = [ours("ours, one worker", one), ...others, ours("ours, two workers", two)];
    const entrants = await admitted(contenders, check, seconds);
    const speeds = await race(entrants, check, rounds);
    print(entrants, speeds);
    if (typeof programs !== "string") printFloor(printedBy(programs.floor, 100_000_000, 1), median(speeds[0]));
  } finally {
    await Promise.all([one.close(), two.close()]);
    rmSync(folder, { recursive: true });
  }
}

function ours(name: string, simulator: Simulator): Contender {
  const run = async (runs: number, seed: number): Promise<Printed> => {
    await simulator.simulate(POINT, { runs: Math.ceil(runs / 8), seed: `warm-up ${seed}` });
    const begun = performance.now();
    const { passRate, finalBias, meanSteps } = await simulator.simulate(POINT, { runs, seed: `round ${seed}` });
    const seconds = (performance.now() - begun) / 1000;
    return { runs, seconds, passRate: passRate.mean, finalBias: finalBias.mean, meanSteps: meanSteps.mean };
  };
  return { name, own: true, run };
}

/** Those whose figures are right at first, each with the runs that take it about `seconds`; a line says why another is refused. */
async function admitted(contenders: readonly Contender[], check: Check, seconds: number): Promise<Entrant[]> {
  const entrants: Entrant[] = [];
  for (const contender of contenders) {
    try {
      const first = await contender.run(FIRST_RUNS, 1);
      check(contender.name, first);
      entrants.push({ ...contender, runs: Math.max(FIRST_RUNS, Math.round((seconds * first.runs) / first.seconds)) });
    } catch (error) {
      if (contender.own) throw error;
      console.log(`refused: ${(error as Error).message}`);
    }
  }
  return entrants;
}

/** Runs per second, one list an entrant, one entry a round. */
async function race(entrants: readonly Entrant[], check: Check, rounds: number): Promise<number[][]> {
  const speeds: number[][] = entrants.map(() => []);
  for (let round = 1; round <= rounds; round++) {
    for (const [i, { name, runs, run }] of entrants.entries()) {
      const printed = await run(runs, round + 1);
      check(name, printed);
      speeds[i].push(printed.runs / printed.seconds);
    }
  }
  return speeds;
}

type Check = (name: string, printed: Printed) => void;
/** Refuses figures that are off; the spread of a run comes from our own simulation, the truth from the exact solution. */
function checker(sample: SimulationResult): Check {
  const truth: Readonly<Record<Figure, number>> = solve(POINT);
  const deviation = ({ low, high, count }: Estimate) => ((high - low) / (2 * Z95)) * Math.sqrt(count);
  return (name, printed) => {
    for (const figure of FIGURES) {
      const off = (printed[figure] - truth[figure]) / (deviation(sample[figure]) / Math.sqrt(printed.runs));
      if (!(Math.abs(off) <= MOST_ERRORS))
        throw new Error(`${name}: ${figure} is ${printed[figure]}, ${off.toFixed(1)} standard errors off ${truth[figure]}`);
    }
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1] + sorted[Math.floor(half)]) / 2;
}

function print(contenders: readonly Entrant[], speeds: readonly number[][]): void {
  const [own, meanSteps] = [speeds[0], solve(POINT).meanSteps];
  const two = contenders.length - 1;
  console.log(`the same task by other means, Model 3, K = 10: medians of ${own.length} rounds; ratios are paired by round (least to most)`);
  for (const [i, { name }] of contenders.entries()) {
    const speed = median(speeds[i]);
    const ratios = own.map((mine, round) => (i === two ? speeds[i][round] / mine : mine / speeds[i][round]));
    const spread = `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`;
    const ratio = i === 0 ? "" : i === two ? `two / one ${spread}` : `ours / peer ${spread}`;
    console.log(
      `  ${name.padEnd(20)} ${(speed / 1e6).toFixed(2).padStart(7)} million runs/s ${((speed * meanSteps) / 1e6).toFixed(0).padStart(5)} million steps/s   ${ratio}`,
    );
  }
}

/** What no program that draws by vectors can beat, on this machine and with this compiler. */
function printFloor({ generatorNs, tableNs }: Floor, own: number): void {
  const floorNs = generatorNs + tableNs;
  const ownNs = 1e9 / (own * solve(POINT).meanSteps);
  console.log(
    `  nanoseconds a step: generator ${generatorNs.toFixed(2)}, table ${tableNs.toFixed(2)} (C++, by vectors); ours in all ${ownNs.toFixed(2)}, ${(ownNs / floorNs).toFixed(1)} times both`,
  );
}

function orExit<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    process.stderr.write(`error: ${(error as Error).message}\n`);
    process.exit(2);
  }
}

/** What the command line asks for; what it cannot mean ends the program with exit 2. */
export function peerSettings(): Settings {
  const text = { type: "string" as const };
  const read = () => parseArgs({ options: { python: text, compiler: text, rounds: text, seconds: text } }).values;
  const values = orExit(read);
  const number = (name: "rounds" | "seconds", rule: (value: number) => boolean, words: string): number | undefined => {
    const value = values[name] === undefined ? undefined : Number(values[name]);
    if (value === undefined || rule(value)) return value;
    process.stderr.write(`error: --${name} must be ${words}, got "${values[name]}"\n`);
    process.exit(2);
  };
  const rounds = number("rounds", (value) => Number.isInteger(value) && value >= 1, "a whole number above 0");
  const seconds = number("seconds", (value) => value > 0 && value <= 600, "above 0 and at most 600");
  return { python: values.python, compiler: values.compiler, rounds, seconds };
}

if (process.argv[1] === import.meta.filename) await benchPeers(peerSettings());
