import type { Pair } from "../../numerics/threefry.ts";
import { exactStep } from "../exactStep.ts";
import type { Pool } from "../pool.ts";
import type { FigureSums, Kernel, StageCounts, StageRule } from "./kernel.ts";

const MOST = 2 ** 31 - 1;
/** Steps of a turn. */
const TURN_STEPS = 2 ** 18;

/** What assembly/index.ts exports. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly idsAt: WebAssembly.Global<"i32">;
  readonly deviationAt: WebAssembly.Global<"i32">;
  readonly attemptsAt: WebAssembly.Global<"i32">;
  readonly stepsAt: WebAssembly.Global<"i32">;
  readonly sumsAt: WebAssembly.Global<"i32">;
  readonly countedAt: WebAssembly.Global<"i32">;
  readonly failedAt: WebAssembly.Global<"i32">;
  readonly poolAt: WebAssembly.Global<"i32">;
  readonly membersAt: WebAssembly.Global<"i32">;
  readonly tablesAt: WebAssembly.Global<"i32">;
  readonly tableBytes: WebAssembly.Global<"i32">;
  init(): void;
  reset(runs: number): void;
  fillFigures(runs: number, goal: number, unit: number): void;
  sumFigures(runs: number): number;
  beginStage(count: number): void;
  passOn(failedToo: number): number;
  draw(
    k0: number,
    k1: number,
    n: number,
    work: number,
    many: number,
    exact: number,
    request: number,
    unit: number,
    low: number,
    high: number,
    stepBudget: number,
    retryBudget: number,
    every: number,
  ): number;
}

/** The kernel in WebAssembly with 128-bit SIMD, four lanes a turn; its source is in assembly/. */
export class WasmKernel implements Kernel {
  readonly deviation: Float64Array;
  readonly attempts: Float64Array;
  readonly steps: Float64Array;
  readonly failed: Uint8Array;
  readonly #exports: Exports;
  readonly #ids: Int32Array;
  readonly #sums: Float64Array;
  readonly #counted: Float64Array;
  #pool: Pool | undefined;
  #key: Readonly<Pair> = [0, 0];
  #unit = 1;

  /**
   * @param module  the compiled kernel.wasm
   * @param runs    at most 8192
   */
  constructor(module: WebAssembly.Module, runs: number) {
    const host = {
      exactStep: (member: number, word: number, lane: number, n: number) =>
        Math.round(exactStep((this.#pool as Pool).tables[member], this.#key, word, lane, n) / this.#unit),
    };
    this.#exports = new WebAssembly.Instance(module, { host }).exports as unknown as Exports;
    this.#exports.init();
    const { buffer } = this.#exports.memory; // its memory never grows, so the views stay valid
    this.deviation = new Float64Array(buffer, this.#exports.deviationAt.value, runs);
    this.attempts = new Float64Array(buffer, this.#exports.attemptsAt.value, runs);
    this.steps = new Float64Array(buffer, this.#exports.stepsAt.value, runs);
    this.failed = new Uint8Array(buffer, this.#exports.failedAt.value, runs);
    this.#ids = new Int32Array(buffer, this.#exports.idsAt.value, runs);
    this.#sums = new Float64Array(buffer, this.#exports.sumsAt.value, 10);
    this.#counted = new Float64Array(buffer, this.#exports.countedAt.value, 8);
  }

  reset(runs: number): void {
    this.#exports.reset(runs);
  }

  usePool(pool: Pool): void {
    if (pool === this.#pool) return;
    if (!pool.grids) throw new RangeError("the compiled kernel counts progress in whole units");
    this.#pool = pool;
    const { memory, poolAt, membersAt, tablesAt, tableBytes } = this.#exports;
    for (const [member, { edges, dropped }] of pool.grids.entries()) {
      const { first, last } = pool.tables[member];
      new Int32Array(memory.buffer, tablesAt.value + member * tableBytes.value, edges.length).set(edges);
      new Int32Array(memory.buffer, membersAt.value + 16 * member, 3).set([first, last, dropped]);
    }
    if (pool.size === 1) return;
    const intervals = Array.from(pool.below, (below, j) => [below, pool.centre[j], pool.offset[j]]);
    const guidance = [pool.size, pool.breaks.length, pool.rate, ...pool.breaks, ...intervals.flat(), ...pool.cumulative];
    new Float64Array(memory.buffer, poolAt.value, guidance.length).set(guidance);
  }

  begin(runs: Int32Array): void {
    this.#ids.set(runs);
    this.#exports.beginStage(runs.length);
  }

  passOn(failedToo: boolean): number {
    return this.#exports.passOn(Number(failedToo));
  }

  draw(key: Readonly<Pair>, n: number, rule: StageRule): StageCounts & { next: number } {
    const pool = this.#pool as Pool;
    const { stepBudget, retryBudget, request, unit } = rule;
    const low = Math.min(MOST, Math.ceil(rule.low));
    const high = Math.min(MOST, Math.floor(rule.high));
    this.#key = key;
    this.#unit = unit;
    const [many, exact, every] = [pool.size > 1, pool.flagged, rule.everyStep].map(Number);
    const { draw } = this.#exports;
    const next = draw(key[0], key[1], n, TURN_STEPS, many, exact, request, unit, low, high, stepBudget, retryBudget, every);
    const [going, left, unrecovered, exhaustion, attempts, squaredAttempts, steps, squaredSteps] = this.#counted;
    return { going, left, unrecovered, exhaustion, attempts, squaredAttempts, steps, squaredSteps, next };
  }

  figures(runs: number, goal: number, unit: number): FigureSums {
    this.#exports.fillFigures(runs, goal, unit);
    const passed = this.#exports.sumFigures(runs - (runs % 2));
    return { passed, means: Array.from(this.#sums.subarray(0, 5)), squares: Array.from(this.#sums.subarray(5)) };
  }
}
