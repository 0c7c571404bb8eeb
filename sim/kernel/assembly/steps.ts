import { CHOICES, CONSTANTS, IDS, MEMBERS, STEPS, TABLES } from "./memory";

@inline
function constant(i: i32): v128 {
  return v128.load(CONSTANTS + 16 * i);
}

export function fillConstants(): void {
  v128.store(CONSTANTS, i32x4.splat(0xfffff));
  v128.store(CONSTANTS + 16, i32x4.splat(1));
  v128.store(CONSTANTS + 48, i32x4.splat(0x10000));
  v128.store(CONSTANTS + 64, i32x4.splat(0xffff));
  v128.store(CONSTANTS + 80, i32x4.splat(0xffff0000));
  v128.store(CONSTANTS + 96, i32x4.splat(0x80000000));
}

/**
 * Steps of the first `count` words of `from`, in the unit: the table's cell by the top 12 bits, the place in it by the other 20
 * without the lowest `dropped`, so that place · width stays within 31 bits. Those of flagged cells mean nothing.
 */
export function tabulated(from: usize, count: i32): void {
  const dropped = load<i32>(MEMBERS + 8);
  const kept = 20 - dropped;
  for (let at: usize = 0, end = <usize>count << 2; at < end; at += 16) {
    const word = v128.load(from + at);
    const cell = i32x4.shl(i32x4.shr_u(word, 20), 2);
    const place = i32x4.shr_u(v128.and(word, constant(0)), dropped);
    const e0 = v128.load64_zero(<usize>i32x4.extract_lane(cell, 0), TABLES);
    const e1 = v128.load64_zero(<usize>i32x4.extract_lane(cell, 1), TABLES);
    const e2 = v128.load64_zero(<usize>i32x4.extract_lane(cell, 2), TABLES);
    const e3 = v128.load64_zero(<usize>i32x4.extract_lane(cell, 3), TABLES);
    const e01 = v128.shuffle<i32>(e0, e1, 0, 4, 1, 5);
    const e23 = v128.shuffle<i32>(e2, e3, 0, 4, 1, 5);
    const low = v128.shuffle<i64>(e01, e23, 0, 2);
    const high = v128.shuffle<i64>(e01, e23, 1, 3);
    v128.store(at, i32x4.add(low, i32x4.shr_u(i32x4.mul(i32x4.sub(high, low), place), kept)), STEPS);
  }
}

@external("host", "exactStep")
declare function exactStep(member: i32, word: i32, id: i32, draw: i32): i32;

/** Steps of flagged cells, asked of the host; `words` are those the steps came from. */
export function fillExact(many: bool, words: usize, draw: i32, count: i32): void {
  for (let at: usize = 0, end = <usize>count << 2; at < end; at += 4) {
    const member = many ? load<i32>(at, CHOICES) : 0;
    const cell = load<u32>(words + at) >>> 20;
    const first = load<u32>(<usize>member << 4, MEMBERS);
    if (cell - first < load<u32>(<usize>member << 4, MEMBERS + 4) - first) continue;
    store<i32>(at, exactStep(member, load<i32>(words + at), load<i32>(at, IDS), draw), STEPS);
  }
}
