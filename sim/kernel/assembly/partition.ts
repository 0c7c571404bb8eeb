import { clearLedger } from "./ledger";
import { CARRY, CONSTANTS, COUNTS, FRONTS, IDS, LEFT_COUNTS, LEFT_IDS, LEFT_PROGRESS, PROGRESS, STEPS } from "./memory";

/** Lanes in the stage, and lanes that have left it. */
export let going: i32 = 0;
export let left: i32 = 0;
/** Attempts that ran out of steps at this stage. */
export let exhaustion: i32 = 0;

/** `count` lanes begin a stage. */
export function begin(count: i32): void {
  going = count;
  left = 0;
  exhaustion = 0;
  clearLedger();
}

export function fillFronts(): void {
  for (let mask = 0; mask < 16; mask++) {
    let at = FRONTS + 16 * mask;
    for (let lane = 0; lane < 4; lane++)
      if ((mask >> lane) & 1) for (let byte = 0; byte < 4; byte++) store<u8>(at++, <u8>(4 * lane + byte));
  }
}

@inline
function constant(i: i32): v128 {
  return v128.load(CONSTANTS + 16 * i);
}

/** The bytes of `lanes` that `order` names. It names no byte that is not there, so the relaxed instruction, which is one of x86, does the same. */
@inline
function gathered(lanes: v128, order: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? i8x16.relaxed_swizzle(lanes, order) : v128.swizzle(lanes, order);
}

/** `yes` where all bits of a lane of `mask` are set, `no` where none is. */
@inline
function chosen(yes: v128, no: v128, mask: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? i32x4.relaxed_laneselect(yes, no, mask) : v128.bitselect(yes, no, mask);
}

/**
 * Adds the steps and parts the lanes: those in the window leave; those below it go on; those above it begin a new attempt. Where
 * `ends`, a lane that has spent its steps begins a new attempt too, and one that has spent its attempts leaves. Steps are
 * counted where they are checked; `fresh` says that second words are kept for the next draw. The first draw may read its lanes from the
 * list of those that left the stage before, which it overwrites no faster than it reads.
 */
@inline
function parted(first: bool, fresh: bool, ends: bool, ids: usize, low: i32, high: i32, stepBudget: i32, retryBudget: i32): void {
  const end = <usize>going << 2;
  let out: usize = 0;
  let gone = <usize>left << 2;
  let spents = 0;
  let on = 0;
  let spentMask = 0;
  v128.store(CONSTANTS + 112, i32x4.splat(low));
  v128.store(CONSTANTS + 128, i32x4.splat(high));
  v128.store(CONSTANTS + 144, i32x4.splat(stepBudget));
  v128.store(CONSTANTS + 160, i32x4.splat((retryBudget - 1) << 16));
  for (let at: usize = 0; at < end; at += 16) {
    let reached = v128.load(at, STEPS);
    const id = first ? v128.load(ids + at) : v128.load(at, IDS);
    let counts = constant(1);
    if (!first) {
      reached = i32x4.add(v128.load(at, PROGRESS), reached);
      counts = i32x4.add(v128.load(at, COUNTS), counts);
    }
    const below = i32x4.lt_s(reached, constant(7));
    const over = i32x4.gt_s(reached, constant(8));
    let rejected = over;
    let goes = v128.or(below, over);
    let signed = counts;
    if (ends) {
      const spent = v128.and(below, i32x4.eq(v128.and(counts, constant(4)), constant(9)));
      spentMask = i32x4.bitmask(spent);
      spents += popcnt(spentMask);
      rejected = v128.or(over, spent);
      const failed = v128.and(rejected, i32x4.ge_s(counts, constant(10)));
      goes = v128.andnot(goes, failed);
      signed = v128.or(counts, v128.and(failed, constant(6)));
    }
    on = i32x4.bitmask(goes);
    const off = on ^ 15;

    let order = v128.load(<usize>off << 4, FRONTS);
    v128.store(gone, gathered(id, order), LEFT_IDS);
    if (!first || ends) v128.store(gone, gathered(signed, order), LEFT_COUNTS);
    v128.store(gone, gathered(reached, order), LEFT_PROGRESS);
    gone += popcnt(off) << 2;

    order = v128.load(<usize>on << 4, FRONTS);
    const anew = first ? constant(3) : i32x4.add(v128.and(counts, constant(5)), constant(3));
    v128.store(out, gathered(id, order), IDS);
    v128.store(out, gathered(chosen(anew, counts, rejected), order), COUNTS);
    if (fresh) v128.store(out, gathered(v128.load(at, CARRY), order), CARRY);
    v128.store(out, gathered(v128.andnot(reached, rejected), order), PROGRESS);
    out += popcnt(on) << 2;
  }
  // The last vector may hold lanes past the end of the list; they stand at the ends of the new ones.
  const past = 15 & ~((1 << (4 - ((<i32>(0 - going)) & 3))) - 1);
  going = <i32>(out >> 2) - popcnt(on & past);
  left = <i32>(gone >> 2) - popcnt((on ^ 15) & past);
  exhaustion += spents - popcnt(spentMask & past);
}

/** The six loops that can come up, each compiled by itself. */
export function parting(first: bool, fresh: bool, ends: bool, ids: usize, low: i32, high: i32, stepBudget: i32, retryBudget: i32): void {
  if (first) {
    if (ends) parted(true, true, true, ids, low, high, stepBudget, retryBudget);
    else parted(true, true, false, ids, low, high, stepBudget, retryBudget);
  } else if (fresh) {
    if (ends) parted(false, true, true, ids, low, high, stepBudget, retryBudget);
    else parted(false, true, false, ids, low, high, stepBudget, retryBudget);
  } else if (ends) parted(false, false, true, ids, low, high, stepBudget, retryBudget);
  else parted(false, false, false, ids, low, high, stepBudget, retryBudget);
}
