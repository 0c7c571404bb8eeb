import { BOOK, DEVIATION, FAILED, RUN_ATTEMPTS, RUN_STEPS, SUMS } from "./memory";

/** Σ over a pair of lanes, the first lane's runs first. */
@inline
function added(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}

/** 1 for a passed run, 0 for another, of a pair of runs. */
@inline
function passedAt(at: usize): v128 {
  const run = at >> 3;
  return f64x2(<f64>(1 - <i32>load<u8>(run, FAILED)), <f64>(1 - <i32>load<u8>(run, FAILED + 1)));
}

@inline
function square(x: v128, mean: v128): v128 {
  const gap = f64x2.sub(x, mean);
  return f64x2.mul(gap, gap);
}

/** Writes X − G, attempts and steps of the first `runs` runs, and of one more where their number is odd. */
export function fillFigures(runs: i32, goal: f64, unit: f64): void {
  for (let at: usize = 0, end = <usize>runs << 3; at < end; at += 16) {
    const first = load<u64>(2 * at, BOOK + 8);
    const second = load<u64>(2 * at, BOOK + 24);
    store<f64>(at, <f64>load<i64>(2 * at, BOOK) * unit - goal, DEVIATION);
    store<f64>(at, <f64>load<i64>(2 * at, BOOK + 16) * unit - goal, DEVIATION + 8);
    v128.store(at, f64x2(<f64>(first >> 37), <f64>(second >> 37)), RUN_ATTEMPTS);
    v128.store(at, f64x2(<f64>(first & 0x1fffffffff), <f64>(second & 0x1fffffffff)), RUN_STEPS);
  }
}

/**
 * Mean and Σ(x − mean)² of X − G, of |X − G|, of |X − G| of passed runs, of attempts and of steps, to `SUMS`: five means, then five
 * sums. Even and odd runs are added up side by side, then together.
 *
 * @param runs  even
 * @returns how many of them passed
 */
export function sumFigures(runs: i32): i32 {
  const end = <usize>runs << 3;
  let sumD = f64x2.splat(0);
  let sumB = f64x2.splat(0);
  let sumP = f64x2.splat(0);
  let sumA = f64x2.splat(0);
  let sumS = f64x2.splat(0);
  let passes = f64x2.splat(0);
  for (let at: usize = 0; at < end; at += 16) {
    const d = v128.load(at, DEVIATION);
    const b = f64x2.abs(d);
    const w = passedAt(at);
    sumD = f64x2.add(sumD, d);
    sumB = f64x2.add(sumB, b);
    sumP = f64x2.add(sumP, f64x2.mul(w, b));
    sumA = f64x2.add(sumA, v128.load(at, RUN_ATTEMPTS));
    sumS = f64x2.add(sumS, v128.load(at, RUN_STEPS));
    passes = f64x2.add(passes, w);
  }
  const count = <f64>runs;
  const passed = added(passes);
  store<f64>(SUMS, added(sumD) / count);
  store<f64>(SUMS + 8, added(sumB) / count);
  store<f64>(SUMS + 16, passed == 0 ? 0 : added(sumP) / passed);
  store<f64>(SUMS + 24, added(sumA) / count);
  store<f64>(SUMS + 32, added(sumS) / count);
  squares(end);
  return <i32>passed;
}

function squares(end: usize): void {
  const meanD = f64x2.splat(load<f64>(SUMS));
  const meanB = f64x2.splat(load<f64>(SUMS + 8));
  const meanP = f64x2.splat(load<f64>(SUMS + 16));
  const meanA = f64x2.splat(load<f64>(SUMS + 24));
  const meanS = f64x2.splat(load<f64>(SUMS + 32));
  let sumD = f64x2.splat(0);
  let sumB = f64x2.splat(0);
  let sumP = f64x2.splat(0);
  let sumA = f64x2.splat(0);
  let sumS = f64x2.splat(0);
  for (let at: usize = 0; at < end; at += 16) {
    const d = v128.load(at, DEVIATION);
    const b = f64x2.abs(d);
    sumD = f64x2.add(sumD, square(d, meanD));
    sumB = f64x2.add(sumB, square(b, meanB));
    sumP = f64x2.add(sumP, f64x2.mul(passedAt(at), square(b, meanP)));
    sumA = f64x2.add(sumA, square(v128.load(at, RUN_ATTEMPTS), meanA));
    sumS = f64x2.add(sumS, square(v128.load(at, RUN_STEPS), meanS));
  }
  store<f64>(SUMS + 40, added(sumD));
  store<f64>(SUMS + 48, added(sumB));
  store<f64>(SUMS + 56, added(sumP));
  store<f64>(SUMS + 64, added(sumA));
  store<f64>(SUMS + 72, added(sumS));
}
