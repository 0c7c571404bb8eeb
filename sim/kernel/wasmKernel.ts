import type { Pair } from "../../numerics/threefry.ts";
import { exactStep } from "../exactStep.ts";
import type { Pool } from "../pool.ts";
import type { FigureSums, Kernel, StageCounts, StageRule } from "./kernel.ts";

const MOST = 2 ** 31 - 1;

/** What assembly/index.ts exports. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly going: WebAssembly.Global<"i32">;
  readonly left: WebAssembly.Global<"i32">;
  readonly unrecovered: WebAssembly.Global<"i32">;
  readonly exhaustion: WebAssembly.Global<"i32">;
  readonly attempts: WebAssembly.Global<"f64">;
  readonly squaredAttempts: WebAssembly.Global<"f64">;
  readonly idsAt: WebAssembly.Global<"i32">;
  readonly deviationAt: WebAssembly.Global<"i32">;
  readonly attemptsAt: WebAssembly.Global<"i32">;
  readonly stepsAt: WebAssembly.Global<"i32">;
  readonly sumsAt: WebAssembly.Global<"i32">;
  readonly failedAt: WebAssembly.Global<"i32">;
  readonly poolAt: WebAssembly.Global<"i32">;
  readonly membersAt: WebAssembly.Global<"i32">;
  readonly tablesAt: WebAssembly.Global<"i32">;
  readonly tableBytes: WebAssembly.Global<"i32">;
  init(): void;
  reset(runs: number): void;
  fillFigures(runs: number, goal: number, unit: number): void;
  sumFigures(runs: number): number;
  begin(count: number): void;
  passOn(failedToo: number): void;
  draw(
    k0: number,
    k1: number,
    n: number,
    many: number,
    exact: number,
    request: number,
    unit: number,
    low: number,
    high: number,
    stepBudget: number,
    retryBudget: number,
  ): void;
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
  }

  reset(runs: number): void {
    this.#exports.reset(runs);
  }

  usePool(pool: Pool): void {
    if (pool === this.#pool) return;
    if (!pool.grids) throw new RangeError("the compiled kernel counts progress in whole units");
    this.#pool = pool;
    const { memory, poolAt, membersAt, tablesAt, tableBytes } = this.#exports;
    for (const [member, { edges, first, last, dropped }] of pool.grids.entries()) {
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
    this.#exports.begin(runs.length);
  }

  passOn(failedToo: boolean): number {
    this.#exports.passOn(Number(failedToo));
    return this.#exports.going.value;
  }

  draw(key: Readonly<Pair>, n: number, rule: StageRule): StageCounts {
    const pool = this.#pool as Pool;
    const { stepBudget, retryBudget, request, unit } = rule;
    const checked = rule.everyStep || (n + 1) % stepBudget === 0;
    // No progress reaches 2^31 − 1: it is below the window that is not checked, and above none.
    const low = checked ? Math.min(MOST, Math.ceil(rule.low)) : MOST;
    const high = checked ? Math.min(MOST, Math.floor(rule.high)) : MOST;
    this.#key = key;
    this.#unit = unit;
    const { draw, going, left, unrecovered, exhaustion, attempts, squaredAttempts } = this.#exports;
    draw(key[0], key[1], n, Number(pool.size > 1), Number(pool.flagged), request, unit, low, high, stepBudget, retryBudget);
    return {
      going: going.value,
      left: left.value,
      unrecovered: unrecovered.value,
      exhaustion: exhaustion.value,
      attempts: attempts.value,
      squaredAttempts: squaredAttempts.value,
    };
  }

  figures(runs: number, goal: number, unit: number): FigureSums {
    this.#exports.fillFigures(runs, goal, unit);
    const passed = this.#exports.sumFigures(runs - (runs % 2));
    return { passed, means: Array.from(this.#sums.subarray(0, 5)), squares: Array.from(this.#sums.subarray(5)) };
  }
}
