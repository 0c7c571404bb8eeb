import seedrandom from "seedrandom";

/** State of one xoshiro128** generator: four 32-bit words, not all zero; advanced in place by whoever draws. */
export type Stream = Int32Array;

/**
 * The random stream of a name. Equal names give equal streams, different names unrelated ones, so a result that draws
 * only from named streams does not depend on who draws first or on which thread.
 *
 * `seedrandom` (ARC4) turns the name into the 128-bit state and is not used again: xoshiro128** draws ten times faster.
 * Two names share a stretch of 2^40 words with probability near 2^-87.
 *
 * @param seed     any string
 * @param block    integer ≥ 0, which part of the work
 * @param purpose  what the numbers are for, such as "steps"
 * @see Blackman & Vigna, Scrambled linear pseudorandom number generators (2021), xoshiro128** 1.1
 */
export function namedStream(seed: string, block: number, purpose: string): Stream {
  const source = seedrandom(JSON.stringify([seed, block, purpose]));
  const stream = new Int32Array(4);
  // The all-zero state is the one fixed point of the generator; it comes up with probability 2^-128 a try.
  while ((stream[0] | stream[1] | stream[2] | stream[3]) === 0) for (let i = 0; i < 4; i++) stream[i] = source.int32();
  return stream;
}

/**
 * The next 32 bits of a stream, as an integer in [0, 2^32). Hot loops repeat these lines on locals: V8 keeps locals
 * in registers and an array in memory.
 */
export function nextWord(stream: Stream): number {
  let [s0, s1, s2, s3] = [stream[0], stream[1], stream[2], stream[3]];
  const scrambled = Math.imul(s1, 5);
  const word = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
  const shifted = s1 << 9;
  s2 ^= s0;
  s3 ^= s1;
  s1 ^= s2;
  s0 ^= s3;
  stream[0] = s0;
  stream[1] = s1;
  stream[2] = s2 ^ shifted;
  stream[3] = (s3 << 11) | (s3 >>> 21);
  return word;
}

/** A draw from [0, 1), uniform on the multiples of 2^-53. For loops that are not hot. */
export function nextUnit(stream: Stream): number {
  const high = nextWord(stream) >>> 5;
  const low = nextWord(stream) >>> 6;
  return (high * 2 ** 26 + low) * 2 ** -53;
}

/** The key of a name for a counter-based generator, see threefry.ts. Equal names give equal keys. */
export function namedKey(seed: string, purpose: string): [number, number] {
  const source = seedrandom(JSON.stringify([seed, purpose]));
  return [source.int32(), source.int32()];
}
