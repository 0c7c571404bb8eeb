// xoshiro256++ in STREAMS streams side by side, as vectors (an extension of g++ and clang++) that stay in registers for a whole batch. 32-bit words.
#pragma once
#include "main.hpp"
#include <cstring>

struct Streams {
  static constexpr int STREAMS = 8;
  typedef std::uint64_t Lanes __attribute__((vector_size(8 * STREAMS)));
  Lanes a, b, c, d;
  explicit Streams(std::uint64_t seed) {
    for (int k = 0; k < STREAMS; k++) a[k] = splitmix(seed), b[k] = splitmix(seed), c[k] = splitmix(seed), d[k] = splitmix(seed);
  }
  static Lanes rotated(Lanes x, int by) { return (x << by) | (x >> (64 - by)); }
  // At least `count` 32-bit words, in whole calls of 2 STREAMS.
  void fill(std::uint64_t *out, int count) {
    Lanes e = a, f = b, g = c, h = d;
    for (int j = 0; j < count; j += 2 * STREAMS, out += STREAMS) {
      const Lanes word = rotated(e + h, 23) + e, t = f << 17;
      std::memcpy(out, &word, sizeof word);
      g ^= e, h ^= f, f ^= g, e ^= h, g ^= t, h = rotated(h, 45);
    }
    a = e, b = f, c = g, d = h;
  }
};
