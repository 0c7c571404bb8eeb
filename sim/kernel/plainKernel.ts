import { type Pair, threefry } from "../../numerics/threefry.ts";
import { exactStep } from "../exactStep.ts";
import { gridStep } from "../grid.ts";
import type { Pool } from "../pool.ts";
import { PLACE_BITS, tabulatedStep } from "../stepTable.ts";
import { exponential } from "./exponential.ts";
import type { FigureSums, Kernel, StageCounts, StageRule } from "./kernel.ts";

/** The kernel as one reads it, and where WebAssembly with SIMD is missing. A lane a turn, in the order of the list. */
export class PlainKernel implements Kernel {
  readonly deviation: Float64Array;
  readonly attempts: Float64Array;
  readonly steps: Float64Array;
  readonly failed: Uint8Array;
  /** Progress so far, in the unit: sums of whole numbers are exact. */
  readonly #total: Float64Array;
  /** Lanes in the stage, and lanes that left it: places in the block. */
  readonly #lanes: Int32Array;
  readonly #leaving: Int32Array;
  /** By run, within the stage. Progress in the unit of the stage. */
  readonly #progress: Float64Array;
  readonly #stepsOfAttempt: Int32Array;
  readonly #rejected: Int32Array;
  readonly #carry: Int32Array;
  #pool: Pool | undefined;
  #counts = noCounts(0);

  constructor(runs: number) {
    this.deviation = new Float64Array(runs);
    this.attempts = new Float64Array(runs);
    this.steps = new Float64Array(runs);
    this.failed = new Uint8Array(runs);
    this.#total = new Float64Array(runs);
    this.#lanes = new Int32Array(runs);
    this.#leaving = new Int32Array(runs);
    this.#progress = new Float64Array(runs);
    this.#stepsOfAttempt = new Int32Array(runs);
    this.#rejected = new Int32Array(runs);
    this.#carry = new Int32Array(runs);
  }

  reset(runs: number): void {
    for (const figures of [this.#total, this.failed, this.attempts, this.steps]) figures.fill(0, 0, runs);
  }

  usePool(pool: Pool): void {
    this.#pool = pool;
  }

  begin(runs: Int32Array): void {
    this.#lanes.set(runs);
    this.#counts = noCounts(runs.length);
    for (const lane of runs) this.#progress[lane] = this.#stepsOfAttempt[lane] = this.#rejected[lane] = 0;
  }

  passOn(failedToo: boolean): number {
    const left = this.#leaving.subarray(0, this.#counts.left);
    this.begin(failedToo ? left.slice() : left.filter((lane) => this.failed[lane] === 0));
    return this.#counts.going;
  }

  draw(key: Readonly<Pair>, n: number, rule: StageRule): StageCounts {
    const pool = this.#pool;
    if (!pool) throw new RangeError("a pool must be set before a draw");
    const counts = this.#counts;
    const checked = rule.everyStep || (n + 1) % rule.stepBudget === 0;
    const low = checked ? rule.low : Number.POSITIVE_INFINITY;
    const high = checked ? rule.high : Number.POSITIVE_INFINITY;
    let going = 0;
    for (let i = 0; i < counts.going; i++) {
      const lane = this.#lanes[i];
      const reached = this.#progress[lane] + this.#stepOf(pool, key, lane, n, rule);
      const spent = reached < low && ++this.#stepsOfAttempt[lane] === rule.stepBudget;
      if (reached > high || spent) {
        counts.exhaustion += Number(spent);
        this.#rejected[lane]++;
        if (this.#rejected[lane] < rule.retryBudget) {
          this.#progress[lane] = this.#stepsOfAttempt[lane] = 0;
          this.#lanes[going++] = lane;
        } else {
          this.failed[lane] = 1;
          counts.unrecovered++;
          this.#leave(lane, reached, this.#rejected[lane], n + 1);
        }
      } else if (reached < low) {
        this.#progress[lane] = reached;
        this.#lanes[going++] = lane;
      } else this.#leave(lane, reached, this.#rejected[lane] + 1, n + 1);
    }
    counts.going = going;
    return { ...counts };
  }

  figures(runs: number, goal: number, unit: number): FigureSums {
    const { deviation, attempts, steps, failed } = this;
    for (let run = 0; run < runs; run++) deviation[run] = this.#total[run] * unit - goal;
    const even = runs - (runs % 2);
    const sum = (figure: (run: number) => number) => {
      const strands = [0, 0];
      for (let run = 0; run < even; run++) strands[run % 2] += figure(run);
      return strands[0] + strands[1];
    };
    const passed = sum((run) => 1 - failed[run]);
    const bias = (run: number) => Math.abs(deviation[run]);
    const means = [
      sum((run) => deviation[run]) / even,
      sum(bias) / even,
      passed === 0 ? 0 : sum((run) => (1 - failed[run]) * bias(run)) / passed,
      sum((run) => attempts[run]) / even,
      sum((run) => steps[run]) / even,
    ];
    const squares = [
      sum((run) => (deviation[run] - means[0]) ** 2),
      sum((run) => (bias(run) - means[1]) ** 2),
      sum((run) => (1 - failed[run]) * (bias(run) - means[2]) ** 2),
      sum((run) => (attempts[run] - means[3]) ** 2),
      sum((run) => (steps[run] - means[4]) ** 2),
    ];
    return { passed, means, squares };
  }

  #leave(lane: number, progress: number, attempts: number, steps: number): void {
    const counts = this.#counts;
    this.#leaving[counts.left++] = lane;
    counts.attempts += attempts;
    counts.squaredAttempts += attempts * attempts;
    this.#total[lane] += progress;
    this.attempts[lane] += attempts;
    this.steps[lane] += steps;
  }

  #stepOf(pool: Pool, key: Readonly<Pair>, lane: number, n: number, { request, unit }: StageRule): number {
    if (pool.size === 1) {
      // One value of the generator serves two draws.
      if (n % 2 === 1) return stepOfWord(pool, 0, key, this.#carry[lane], lane, n, unit);
      threefry(key, lane, n >> 1, WORDS);
      this.#carry[lane] = WORDS[1];
      return stepOfWord(pool, 0, key, WORDS[0], lane, n, unit);
    }
    threefry(key, lane, n, WORDS);
    const [word, choice] = WORDS;
    return stepOfWord(pool, chosen(pool, request - this.#progress[lane] * unit, choice), key, word, lane, n, unit);
  }
}

const WORDS: Pair = [0, 0];
const noCounts = (going: number) => ({ going, left: 0, unrecovered: 0, exhaustion: 0, attempts: 0, squaredAttempts: 0 });

/** A step in the unit: a whole number of them where the pool has grids. */
function stepOfWord(pool: Pool, member: number, key: Readonly<Pair>, word: number, lane: number, n: number, unit: number): number {
  const table = pool.tables[member];
  const cell = word >>> PLACE_BITS;
  const flagged = cell < table.first || cell >= table.last;
  if (!pool.grids) return flagged ? exactStep(table, key, word, lane, n) : tabulatedStep(table, word);
  return flagged ? Math.round(exactStep(table, key, word, lane, n) / unit) : gridStep(pool.grids[member], word);
}

/** The member that a word picks at a remaining distance: one uniform picks the group and, stretched over its share, the member. */
function chosen(pool: Pool, distance: number, choice: number): number {
  const { size, breaks, below, rate, centre, offset, cumulative } = pool;
  let j = 0;
  for (const mean of breaks) j += Number(distance > mean);
  const logOdds = rate * (distance - centre[j]) + offset[j];
  // Beyond 40 the other group has weight e^-40: less than a 32-bit word can pick.
  const share = logOdds > 40 ? 1 : logOdds < -40 ? 0 : 1 / (1 + exponential(-logOdds));
  let uniform = ((choice >>> 0) + 0.5) / 2 ** 32;
  let member = 0;
  if (uniform < share) uniform /= share;
  else {
    uniform = (uniform - share) / (1 - share);
    member = below[j];
  }
  while (uniform >= cumulative[j * size + member]) member++;
  return member;
}
