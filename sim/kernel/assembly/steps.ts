import { CHOICES, CONSTANTS, IDS, STEPS, TABLES } from "./memory";

@inline
function constant(i: i32): v128 {
  return v128.load(CONSTANTS + 16 * i);
}

export function fillConstants(): void {
  v128.store(CONSTANTS, i32x4.splat(0xfffff));
  v128.store(CONSTANTS + 16, i32x4.splat(1));
  v128.store(CONSTANTS + 32, f64x2.splat(1.0 / 1048576.0));
  v128.store(CONSTANTS + 48, i32x4.splat(0x10000));
  v128.store(CONSTANTS + 64, i32x4.splat(0xffff));
  v128.store(CONSTANTS + 80, i32x4.splat(0xffff0000));
  v128.store(CONSTANTS + 96, i32x4.splat(0x80000000));
}

/**
 * Steps of the first `count` words of `from`: the table's cell by the top 12 bits, the place in it by the other 20. A flagged
 * cell gives NaN.
 */
export function tabulated(from: usize, count: i32): void {
  for (let at: usize = 0, end = <usize>count << 2; at < end; at += 16) {
    const word = v128.load(from + at);
    const cell = i32x4.shl(i32x4.shr_u(word, 20), 3);
    const place = v128.and(word, constant(0));
    const e0 = v128.load(<usize>i32x4.extract_lane(cell, 0), TABLES);
    const e1 = v128.load(<usize>i32x4.extract_lane(cell, 1), TABLES);
    const e2 = v128.load(<usize>i32x4.extract_lane(cell, 2), TABLES);
    const e3 = v128.load(<usize>i32x4.extract_lane(cell, 3), TABLES);
    const low01 = v128.shuffle<f64>(e0, e1, 0, 2);
    const high01 = v128.shuffle<f64>(e0, e1, 1, 3);
    const low23 = v128.shuffle<f64>(e2, e3, 0, 2);
    const high23 = v128.shuffle<f64>(e2, e3, 1, 3);
    const share01 = f64x2.mul(f64x2.convert_low_i32x4_s(place), constant(2));
    const share23 = f64x2.mul(f64x2.convert_low_i32x4_s(v128.shuffle<i32>(place, place, 2, 3, 2, 3)), constant(2));
    v128.store(2 * at, f64x2.add(low01, f64x2.mul(f64x2.sub(high01, low01), share01)), STEPS);
    v128.store(2 * at, f64x2.add(low23, f64x2.mul(f64x2.sub(high23, low23), share23)), STEPS + 16);
  }
}

@external("host", "exactStep")
declare function exactStep(member: i32, word: i32, id: i32, draw: i32): f64;

/** Steps of flagged cells, asked of the host; `words` are those the steps came from. */
export function fillExact(many: bool, words: usize, draw: i32, count: i32): void {
  for (let i: usize = 0; i < <usize>count; i++) {
    const step = load<f64>(i << 3, STEPS);
    if (step == step) continue;
    const member = many ? load<i32>(i << 2, CHOICES) : 0;
    store<f64>(i << 3, exactStep(member, load<i32>(words + (i << 2)), load<i32>(i << 2, IDS), draw), STEPS);
  }
}
