/** Two 32-bit words, as signed integers. */
export type Pair = [number, number];

const ROUNDS = 13;
const TURNS = [13, 15, 26, 6, 17, 29, 16, 24] as const;
const PARITY = 0x1bd11bda;

/**
 * Threefry-2x32 with 13 rounds: a keyed bijection of 64-bit counters, whose values are random numbers without any state. The
 * number of a counter can be had anywhere, in any order. 13 rounds are the fewest that its authors found to pass every test
 * of BigCrush; they recommend 20 where speed does not matter.
 *
 * @param key      two words that name the stream
 * @param counter  two words
 * @param into     where the two words of the value are put
 * @param rounds   20 for the published test vectors
 * @see Salmon, Moraes, Dror & Shaw, Parallel random numbers: as easy as 1, 2, 3 (2011), §4.2 and table 2
 */
export function threefry(key: Readonly<Pair>, counter0: number, counter1: number, into: Pair, rounds = ROUNDS): void {
  const schedule = [key[0], key[1], key[0] ^ key[1] ^ PARITY];
  let x = (counter0 + key[0]) | 0;
  let y = (counter1 + key[1]) | 0;
  for (let round = 0; round < rounds; round++) {
    x = (x + y) | 0;
    const turn = TURNS[round & 7];
    y = ((y << turn) | (y >>> (32 - turn))) ^ x;
    if ((round & 3) === 3) {
      const injection = (round + 1) >> 2;
      x = (x + schedule[injection % 3]) | 0;
      y = (y + schedule[(injection + 1) % 3] + injection) | 0;
    }
  }
  into[0] = x;
  into[1] = y;
}
