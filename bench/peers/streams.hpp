// xoshiro256++ in STREAMS independent streams side by side, so that a compiler makes vectors of them. 32-bit words.
#pragma once
#include "main.hpp"

struct Streams {
  static constexpr int STREAMS = 16;
  alignas(64) std::uint64_t a[STREAMS], b[STREAMS], c[STREAMS], d[STREAMS];
  explicit Streams(std::uint64_t seed) {
    for (int k = 0; k < STREAMS; k++) a[k] = splitmix(seed), b[k] = splitmix(seed), c[k] = splitmix(seed), d[k] = splitmix(seed);
  }
  static std::uint64_t rotated(std::uint64_t x, int by) { return (x << by) | (x >> (64 - by)); }
  // 2 STREAMS words.
  void next(std::uint64_t *__restrict out) {
    for (int k = 0; k < STREAMS; k++) {
      out[k] = rotated(a[k] + d[k], 23) + a[k];
      const std::uint64_t t = b[k] << 17;
      c[k] ^= a[k], d[k] ^= b[k], b[k] ^= c[k], a[k] ^= d[k], c[k] ^= t, d[k] = rotated(d[k], 45);
    }
  }
};
