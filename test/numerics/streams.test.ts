import { expect, test } from "vitest";
import { namedStream, nextWord, type Stream } from "../../numerics/streams.ts";

/** xoshiro128** 1.1 once more, in integers of any size, from the reference C code. */
function* reference(state: readonly number[]): Generator<number> {
  const mask = 0xffffffffn;
  const rotate = (x: bigint, k: bigint) => ((x << k) | (x >> (32n - k))) & mask;
  const s = state.map((word) => BigInt(word >>> 0));
  for (;;) {
    yield Number((rotate((s[1] * 5n) & mask, 7n) * 9n) & mask);
    const t = (s[1] << 9n) & mask;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 11n);
  }
}

const words = (stream: Stream, count: number) => Array.from({ length: count }, () => nextWord(stream));

test("the generator is xoshiro128**, word for word", () => {
  for (const state of [[1, 2, 3, 4], [-1, 0, 0, 0], [...namedStream("a seed", 7, "steps")]]) {
    const expected = reference(state);
    expect(words(Int32Array.from(state), 1000)).toEqual(Array.from({ length: 1000 }, () => expected.next().value));
  }
  // The first words from state 1, 2, 3, 4, as the test vectors of rand_xoshiro list them.
  expect(words(Int32Array.of(1, 2, 3, 4), 4)).toEqual([11520, 0, 5927040, 70819200]);
});

test("a name always gives the same stream: results recorded earlier depend on it", () => {
  expect([...namedStream("harness-lab", 0, "steps")]).toMatchInlineSnapshot(`
    [
      -1833884287,
      -413278784,
      -1138615808,
      -720078814,
    ]
  `);
});

test("every part of a name matters, also where parts run into each other", () => {
  const names: [string, number, string][] = [
    ["a", 1, "steps"],
    ["a", 11, "steps"],
    ["a", 1, "subset"],
    ["b", 1, "steps"],
    ["", 1, "steps"],
    ['a",1', 1, "steps"],
  ];
  expect(new Set(names.map((name) => namedStream(...name).join())).size).toBe(names.length);
});
