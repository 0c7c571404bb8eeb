import { nextWord, type Stream } from "../numerics/streams.ts";
import type { Pool } from "./pool.ts";
import { PLACE_BITS, PLACE_MASK } from "./stepTable.ts";

/**
 * The hot loops: one low-level step of every lane still in an attempt. A lane is one run of a block; all lanes of a block
 * take a step together, and lists of lanes are compacted by adding a comparison to an index. A run followed alone to its
 * end mispredicts a branch or two per attempt and is half as fast.
 *
 * The generator's state is held in locals, where V8 keeps it in registers: hence its lines are repeated in each loop.
 * Imported constants are copied to locals too: where a loader turns modules into CommonJS, as tsx does in threads, each use
 * is a call of a getter, and the loop three times slower. `| 0` and unary plus fix the representation of what the loop
 * carries: without them V8 may keep a counter boxed, and the speed then varies by half from process to process.
 */

/** What a step reads and writes. Arrays are indexed by lane, shape [lanes]; lists hold lanes. */
export interface Lanes {
  /** Progress in this attempt, units of work. */ readonly progress: Float64Array;
  /** Steps taken at this stage, all attempts. */ readonly steps: Int32Array;
  /** Lanes within the attempt; the lanes that go on are compacted to its front. */ active: Int32Array;
  /** Lanes whose attempt was rejected. */ rejected: Int32Array;
}

/** One step's rule. A lane goes on while its progress is below `low`, and is rejected above `high`. */
export interface StepRule {
  /** The first step of an attempt starts from zero. */ readonly first: boolean;
  readonly low: number;
  readonly high: number;
  /** ℓ, from which the remaining distance is counted. */ readonly request: number;
}

/** What a block draws steps from. */
export interface Streams {
  /** One word a step, and one a choice of member. */ readonly steps: Stream;
  /** The second words of flagged cells: their own stream, so that the rare case costs the loop no register. */ readonly tails: Stream;
}

/** Lengths of the two lists after a step. */
export interface Counts {
  active: number;
  rejected: number;
}

/** One step of every active lane; `counts` is updated in place. */
export function stepAll(pool: Pool, streams: Streams, lanes: Lanes, counts: Counts, rule: StepRule): void {
  if (pool.size === 1) stepOneLaw(pool, streams, lanes, counts, rule);
  else stepManyLaws(pool, streams, lanes, counts, rule);
}

function stepOneLaw(pool: Pool, streams: Streams, lanes: Lanes, counts: Counts, rule: StepRule): void {
  const { cells } = pool.tables[0];
  const { progress, steps, active, rejected } = lanes;
  const low = +rule.low;
  const high = +rule.high;
  const keep = rule.first ? 0 : 1;
  const count = counts.active | 0;
  const stream = streams.steps;
  let goingOn = 0;
  let over = counts.rejected | 0;
  const [placeBits, placeMask] = [PLACE_BITS, PLACE_MASK];
  let s0 = stream[0];
  let s1 = stream[1];
  let s2 = stream[2];
  let s3 = stream[3];
  for (let i = 0; i < count; i++) {
    const scrambled = Math.imul(s1, 5);
    const word = Math.imul((scrambled << 7) | (scrambled >>> 25), 9);
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = (s3 << 11) | (s3 >>> 21);

    const cell = (word >>> placeBits) << 1;
    let step = cells[cell] + (word & placeMask) * cells[cell + 1];
    // biome-ignore lint/suspicious/noSelfCompare: NaN marks an exact cell; the call to Number.isNaN costs a tenth of the speed
    if (step !== step) {
      step = pool.tables[0].exact(word >>> 0, nextWord(streams.tails));
    }

    const lane = active[i];
    const reached = progress[lane] * keep + step;
    progress[lane] = reached;
    steps[lane]++;
    active[goingOn] = lane;
    goingOn = (goingOn + Number(reached < low)) | 0;
    rejected[over] = lane;
    over = (over + Number(reached > high)) | 0;
  }
  stream[0] = s0;
  stream[1] = s1;
  stream[2] = s2;
  stream[3] = s3;
  counts.active = goingOn;
  counts.rejected = over;
}

function stepManyLaws(pool: Pool, streams: Streams, lanes: Lanes, counts: Counts, rule: StepRule): void {
  const { size, cells, rows, breaks, below, rate, centre, offset, cumulative } = pool;
  const { progress, steps, active, rejected } = lanes;
  const low = +rule.low;
  const high = +rule.high;
  const request = +rule.request;
  const keep = rule.first ? 0 : 1;
  const count = counts.active | 0;
  const intervals = breaks.length;
  const stream = streams.steps;
  let goingOn = 0;
  let over = counts.rejected | 0;
  const [placeBits, placeMask] = [PLACE_BITS, PLACE_MASK];
  let s0 = stream[0];
  let s1 = stream[1];
  let s2 = stream[2];
  let s3 = stream[3];
  for (let i = 0; i < count; i++) {
    let scrambled = Math.imul(s1, 5);
    const choice = Math.imul((scrambled << 7) | (scrambled >>> 25), 9);
    let shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = (s3 << 11) | (s3 >>> 21);
    scrambled = Math.imul(s1, 5);
    const word = Math.imul((scrambled << 7) | (scrambled >>> 25), 9);
    shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = (s3 << 11) | (s3 >>> 21);

    const lane = active[i];
    const from = progress[lane] * keep;
    const distance = request - from;
    let j = 0;
    for (let b = 0; b < intervals; b++) j += Number(distance > breaks[b]);

    // One uniform picks the group and, stretched over its share, the member: laws are off by 2^-32 in total variation.
    const logOdds = rate * (distance - centre[j]) + offset[j];
    // Beyond 40 the other group has weight e^-40: less than a 32-bit word can pick.
    const share = logOdds > 40 ? 1 : logOdds < -40 ? 0 : 1 / (1 + Math.exp(-logOdds));
    let uniform = ((choice >>> 0) + 0.5) / 4294967296;
    let member = 0;
    if (uniform < share) uniform /= share;
    else {
      uniform = (uniform - share) / (1 - share);
      member = below[j];
    }
    const row = j * size;
    while (uniform >= cumulative[row + member]) member++;

    const cell = rows[member] + ((word >>> placeBits) << 1);
    let step = cells[cell] + (word & placeMask) * cells[cell + 1];
    // biome-ignore lint/suspicious/noSelfCompare: NaN marks an exact cell; the call to Number.isNaN costs a tenth of the speed
    if (step !== step) {
      step = pool.tables[member].exact(word >>> 0, nextWord(streams.tails));
    }

    const reached = from + step;
    progress[lane] = reached;
    steps[lane]++;
    active[goingOn] = lane;
    goingOn = (goingOn + Number(reached < low)) | 0;
    rejected[over] = lane;
    over = (over + Number(reached > high)) | 0;
  }
  stream[0] = s0;
  stream[1] = s1;
  stream[2] = s2;
  stream[3] = s3;
  counts.active = goingOn;
  counts.rejected = over;
}
