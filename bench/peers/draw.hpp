// Steps by the batch: words of the generator, then the table, each a loop of vectors. REAL (double unless said) from 32-bit words.
#pragma once
#include "stepTable.hpp"
#include "streams.hpp"

#ifndef REAL
#define REAL double
#endif
using Real = REAL;

#ifndef BATCH
#define BATCH 2048
#endif
constexpr int PER_CALL = 2 * Streams::STREAMS;
constexpr int ROOM = BATCH + PER_CALL; // the last call may write beyond the batch

struct Draws {
  alignas(64) std::uint64_t words[ROOM / 2];
  alignas(64) Real steps[ROOM];

  void fill(Streams &streams, int count) { streams.fill(words, count); }
  void look(const Real *__restrict knots, int count) {
    const std::uint32_t *__restrict from = reinterpret_cast<const std::uint32_t *>(words);
    Real *__restrict to = steps;
    constexpr int rest = 32 - CELL_BITS;
    for (int j = 0; j < count; j++) {
      const std::int32_t cell = static_cast<std::int32_t>(from[j] >> rest);
      const Real within = static_cast<Real>(static_cast<std::int32_t>(from[j] & ((1u << rest) - 1))) * (Real(1) / (1u << rest));
      to[j] = knots[cell] + within * (knots[cell + 1] - knots[cell]);
    }
  }
};
