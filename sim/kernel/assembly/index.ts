import { chosen } from "./guided";
import { attempts, book, squaredAttempts, squaredSteps, steps, unrecovered } from "./ledger";
import { BOOK, CARRY, CHOICES, COUNTED, DEVIATION, FAILED, IDS, LEFT_IDS, MEMBERS, POOL, RUN_ATTEMPTS, RUN_STEPS, SUMS, TABLES, TABLE_BYTES, WORDS } from "./memory";
import { begin, exhaustion, fillFronts, going, left, parting } from "./partition";
import { fillConstants, fillExact, tabulated } from "./steps";
import { threefry } from "./threefry";

export { fillFigures, sumFigures } from "./figures";
export const idsAt: usize = IDS;
export const failedAt: usize = FAILED;
export const deviationAt: usize = DEVIATION;
export const attemptsAt: usize = RUN_ATTEMPTS;
export const stepsAt: usize = RUN_STEPS;
export const sumsAt: usize = SUMS;
export const countedAt: usize = COUNTED;
export const poolAt: usize = POOL;
export const membersAt: usize = MEMBERS;
export const tablesAt: usize = TABLES;
export const tableBytes: usize = TABLE_BYTES;

/** To be called once, before anything else. */
export function init(): void {
  fillConstants();
  fillFronts();
}

/** Where the lanes of a stage's first draw stand: given by the host, or those that left the stage before. */
let source: usize = IDS;

/** The first `count` lanes of `IDS`, written by the host, begin a stage. */
export function beginStage(count: i32): void {
  source = IDS;
  begin(count);
}

/** Those that left the stage begin the next, where `failedToo` holds or they have not failed. */
export function passOn(failedToo: bool): i32 {
  let count: usize = 0;
  if (failedToo) count = left;
  else
    for (let i: usize = 0; i < <usize>left; i++) {
      const id = load<u32>(i << 2, LEFT_IDS);
      store<u32>(count << 2, id, LEFT_IDS);
      count += <usize>(load<u8>(id, FAILED) == 0);
    }
  source = LEFT_IDS;
  begin(<i32>count);
  return <i32>count;
}

/**
 * Draws of the stage from n on: a step each of every lane in it, and what the step makes of the attempt, until no lane is left in
 * the stage or some `work` steps are taken. See `Kernel.draw` of the host.
 *
 * @param many   the pool has several members
 * @param exact  its tables have flagged cells
 * @param unit   of steps, low and high, in units of work
 * @param every  progress is checked after each step, or after the last of an attempt only
 * @returns the next n
 */
export function draw(
  k0: i32,
  k1: i32,
  n: i32,
  work: i32,
  many: bool,
  exact: bool,
  request: f64,
  unit: f64,
  low: i32,
  high: i32,
  stepBudget: i32,
  retryBudget: i32,
  every: bool,
): i32 {
  // Before draw min(M, R) no lane can have spent its steps or its attempts.
  const sure = min(stepBudget, retryBudget);
  for (let rest = work; going > 0 && rest > 0; n++) {
    rest -= going;
    const ids = n == 0 ? source : IDS;
    let words = WORDS;
    if (many) {
      threefry(k0, k1, n, going, ids, CHOICES);
      chosen(n == 0, request, unit, going);
    } else {
      // One value of the generator serves two draws.
      if (n & 1) words = CARRY;
      else threefry(k0, k1, n >> 1, going, ids, CARRY);
      tabulated(words, going);
    }
    if (exact) fillExact(many, ids, words, n, going);
    const before = left;
    const ends = n + 1 >= sure;
    const checked = every || (n + 1) % stepBudget == 0;
    // No progress reaches the largest number: it is below the window that is not checked, and above none.
    parting(n == 0, !many && !(n & 1), ends, ids, checked ? low : i32.MAX_VALUE, checked ? high : i32.MAX_VALUE, stepBudget, retryBudget);
    book(n == 0 && !ends, ends, before, left, n + 1);
  }
  store<f64>(COUNTED, <f64>going);
  store<f64>(COUNTED + 8, <f64>left);
  store<f64>(COUNTED + 16, <f64>unrecovered);
  store<f64>(COUNTED + 24, <f64>exhaustion);
  store<f64>(COUNTED + 32, attempts);
  store<f64>(COUNTED + 40, squaredAttempts);
  store<f64>(COUNTED + 48, steps);
  store<f64>(COUNTED + 56, squaredSteps);
  return n;
}

/** Clears what is kept by run. */
export function reset(runs: i32): void {
  memory.fill(BOOK, 0, <usize>runs << 4);
  memory.fill(FAILED, 0, <usize>runs);
}
