import { BOOK, FAILED, LEFT_COUNTS, LEFT_IDS, LEFT_PROGRESS } from "./memory";

/** Σ attempts and Σ attempts² at this stage, over the lanes that left it. */
export let attempts: f64 = 0;
export let squaredAttempts: f64 = 0;

/** Lanes that left it unrecovered. */
export let unrecovered: i32 = 0;

export function clearLedger(): void {
  unrecovered = 0;
  attempts = 0;
  squaredAttempts = 0;
}

/**
 * Enters the lanes at [from, to) of those that left into the books of their runs.
 *
 * @param once   each made one attempt of one step, and its counts were not written
 * @param ends   some may have failed
 * @param steps  steps each of them took at this stage
 */
export function book(once: bool, ends: bool, from: i32, to: i32, steps: i32): void {
  if (once) bookOnce(to);
  else if (ends) bookMany(true, from, to, steps);
  else bookMany(false, from, to, steps);
}

@inline
function enter(id: usize, progress: i32, spent: i64): void {
  const at = id << 4;
  v128.store(at, i64x2.add(v128.load(at, BOOK), i64x2.replace_lane(i64x2.splat(<i64>progress), 1, spent)), BOOK);
}

function bookOnce(to: i32): void {
  for (let i: usize = 0; i < <usize>to; i++) enter(<usize>load<u32>(i << 2, LEFT_IDS), load<i32>(i << 2, LEFT_PROGRESS), (<i64>1 << 37) | 1);
  attempts += <f64>to;
  squaredAttempts += <f64>to;
}

@inline
function bookMany(ends: bool, from: i32, to: i32, steps: i32): void {
  let sum: i64 = 0;
  let squares: i64 = 0;
  let failures = 0;
  for (let at = <usize>from << 2, end = <usize>to << 2; at < end; at += 4) {
    const id = <usize>load<u32>(at, LEFT_IDS);
    const counts = load<i32>(at, LEFT_COUNTS);
    const taken = ((counts >> 16) & 0x7fff) + 1;
    sum += <i64>taken;
    squares += <i64>(taken * taken);
    enter(id, load<i32>(at, LEFT_PROGRESS), (<i64>taken << 37) | <i64>steps);
    if (ends) {
      store<u8>(id, load<u8>(id, FAILED) | <u8>(counts >>> 31), FAILED);
      failures += counts >>> 31;
    }
  }
  attempts += <f64>sum;
  squaredAttempts += <f64>squares;
  unrecovered += failures;
}
