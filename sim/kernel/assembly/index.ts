import { chosen } from "./guided";
import { book } from "./ledger";
import { BOOK, CARRY, CHOICES, DEVIATION, FAILED, IDS, LEFT_IDS, MEMBERS, POOL, RUN_ATTEMPTS, RUN_STEPS, SUMS, TABLES, TABLE_BYTES, WORDS } from "./memory";
import { begin, fillFronts, going, left, parting } from "./partition";
import { fillConstants, fillExact, tabulated } from "./steps";
import { threefry } from "./threefry";

export { fillFigures, sumFigures } from "./figures";
export { attempts, squaredAttempts, unrecovered } from "./ledger";
export { begin, exhaustion, going, left } from "./partition";
export const idsAt: usize = IDS;
export const failedAt: usize = FAILED;
export const deviationAt: usize = DEVIATION;
export const attemptsAt: usize = RUN_ATTEMPTS;
export const stepsAt: usize = RUN_STEPS;
export const sumsAt: usize = SUMS;
export const poolAt: usize = POOL;
export const membersAt: usize = MEMBERS;
export const tablesAt: usize = TABLES;
export const tableBytes: usize = TABLE_BYTES;

/** To be called once, before anything else. */
export function init(): void {
  fillConstants();
  fillFronts();
}

/**
 * Draw n of the stage for every lane in it: a step each, and what the step makes of the attempt. See `Kernel.draw` of the host.
 *
 * @param many   the pool has several members
 * @param exact  its tables have flagged cells
 * @param unit   of steps, low and high, in units of work
 */
export function draw(
  k0: i32,
  k1: i32,
  n: i32,
  many: bool,
  exact: bool,
  request: f64,
  unit: f64,
  low: i32,
  high: i32,
  stepBudget: i32,
  retryBudget: i32,
): void {
  let words = WORDS;
  if (many) {
    threefry(k0, k1, n, going, CHOICES);
    chosen(n == 0, request, unit, going);
  } else {
    // One value of the generator serves two draws.
    if (n & 1) words = CARRY;
    else threefry(k0, k1, n >> 1, going, CARRY);
    tabulated(words, going);
  }
  if (exact) fillExact(many, words, n, going);
  const before = left;
  // Before draw min(M, R) no lane can have spent its steps or its attempts.
  const ends = n + 1 >= min(stepBudget, retryBudget);
  parting(n == 0, !many && !(n & 1), ends, low, high, stepBudget, retryBudget);
  book(n == 0 && !ends, ends, before, left, n + 1);
}

/** Clears what is kept by run. */
export function reset(runs: i32): void {
  memory.fill(BOOK, 0, <usize>runs << 4);
  memory.fill(FAILED, 0, <usize>runs);
}

/** Those that left the stage begin the next, where `failedToo` holds or they have not failed. */
export function passOn(failedToo: bool): void {
  if (failedToo) {
    memory.copy(IDS, LEFT_IDS, <usize>left << 2);
    begin(left);
    return;
  }
  let count: usize = 0;
  for (let i: usize = 0; i < <usize>left; i++) {
    const id = load<u32>(i << 2, LEFT_IDS);
    store<u32>(count << 2, id, IDS);
    count += <usize>(load<u8>(id, FAILED) == 0);
  }
  begin(<i32>count);
}
