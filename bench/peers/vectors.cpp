// As batched.cpp, with generator and table look-up in loops of their own, over many streams, which a compiler makes vectors with gathers of. The limit that
// we know of for this task on one core. Steps from 32-bit words, in double, or in float with -DREAL=float.
#include "draw.hpp"
#include <utility>

struct Batch {
  Draws draws;
  alignas(64) Real total[ROOM], last[ROOM];
  alignas(64) std::int32_t lists[2][ROOM], failed[ROOM];
};

struct Ends {
  int open, again; // runs whose attempt goes on, and those that have overshot
};

// One step of `count` open attempts. All three stores are unconditional; only the indices depend on what happened.
template <bool First> static Ends advance(Batch &batch, std::int32_t *__restrict open, std::int32_t *__restrict again, int count, int rejected) {
  constexpr Real low = LOW, high = HIGH;
  int kept = 0;
  for (int j = 0; j < count; j++) {
    const std::int32_t run = open[j];
    const Real progress = First ? batch.draws.steps[j] : batch.last[run] + batch.draws.steps[j];
    batch.last[run] = progress; // progress of the attempt; what the last one writes last stands
    open[kept] = run;
    kept += progress < low;
    again[rejected] = run;
    rejected += progress > high;
  }
  return {kept, rejected};
}

static Tally simulate(std::uint64_t runs, std::uint64_t seed) {
  static const auto table = stepTable<Real>();
  static Batch batch;
  const Real *knots = table.data();
  Streams streams(seed);
  Tally tally;
  while (tally.runs < runs) {
    const int size = runs - tally.runs < BATCH ? static_cast<int>(runs - tally.runs) : BATCH;
    for (int i = 0; i < size; i++) batch.total[i] = 0, batch.failed[i] = 0;
    for (int stage = 0; stage < STAGES; stage++) {
      std::int32_t *open = batch.lists[0], *again = batch.lists[1];
      for (int i = 0; i < size; i++) again[i] = i;
      Ends ends{0, size};
      for (int attempt = 0; attempt < RETRY_BUDGET && ends.again > 0; attempt++) {
        std::swap(open, again);
        ends = {ends.again, 0};
        for (int step = 0; step < STEP_BUDGET && ends.open > 0; step++) {
          batch.draws.fill(streams, ends.open);
          batch.draws.look(knots, ends.open);
          tally.steps += ends.open;
          ends = step == 0 ? advance<true>(batch, open, again, ends.open, ends.again) : advance<false>(batch, open, again, ends.open, ends.again);
        }
        for (int j = 0; j < ends.open; j++) again[ends.again++] = open[j]; // exhausted
      }
      for (int j = 0; j < ends.again; j++) batch.failed[again[j]] = 1;
      for (int i = 0; i < size; i++) batch.total[i] += batch.last[i];
    }
    int failed = 0;
    double bias = 0;
    for (int i = 0; i < size; i++) failed += batch.failed[i];
    for (int i = 0; i < size; i++) bias += std::fabs(batch.total[i] - static_cast<Real>(GOAL));
    tally.passed += size - failed;
    tally.bias += bias;
    tally.runs += size;
  }
  return tally;
}

int main(int count, char **words) { return timed(count, words, simulate); }
