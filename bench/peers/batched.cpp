// Runs of a batch advance together, a step at a time; what has ended is compacted away without a branch (index += comparison). Each step is drawn where it
// is needed: xoshiro128**, a table of the inverse distribution function, double.
#include "main.hpp"
#include "stepTable.hpp"
#include <utility>

constexpr int BATCH = 4096;

struct Generator {
  std::uint32_t s0, s1, s2, s3;
  explicit Generator(std::uint64_t seed) {
    const std::uint64_t a = splitmix(seed), b = splitmix(seed);
    s0 = static_cast<std::uint32_t>(a), s1 = static_cast<std::uint32_t>(a >> 32), s2 = static_cast<std::uint32_t>(b), s3 = static_cast<std::uint32_t>(b >> 32);
  }
  std::uint32_t next() {
    const std::uint32_t scrambled = s1 * 5, word = ((scrambled << 7) | (scrambled >> 25)) * 9, shifted = s1 << 9;
    s2 ^= s0, s3 ^= s1, s1 ^= s2, s0 ^= s3, s2 ^= shifted, s3 = (s3 << 11) | (s3 >> 21);
    return word;
  }
};

struct Ends {
  int open, again; // runs whose attempt goes on, and those that have overshot
};

// One step of `count` open attempts. All stores are unconditional; only the indices depend on what happened.
template <bool First>
static Ends advance(Generator &generator, const double *knots, double *last, std::int32_t *__restrict open, std::int32_t *__restrict again, int count, int rejected) {
  constexpr int rest = 32 - CELL_BITS;
  Generator local = generator; // its state stays in registers
  int kept = 0;
  for (int j = 0; j < count; j++) {
    const std::uint32_t word = local.next();
    const double within = static_cast<double>(static_cast<std::int32_t>(word & ((1u << rest) - 1))) * (1.0 / (1u << rest));
    const double *cell = knots + (word >> rest);
    const double step = cell[0] + within * (cell[1] - cell[0]);
    const std::int32_t run = open[j];
    const double progress = First ? step : last[run] + step;
    last[run] = progress; // progress of the attempt; what the last one writes last stands
    open[kept] = run;
    kept += progress < LOW;
    again[rejected] = run;
    rejected += progress > HIGH;
  }
  generator = local;
  return {kept, rejected};
}

static Tally simulate(std::uint64_t runs, std::uint64_t seed) {
  static const auto table = stepTable<double>();
  static double total[BATCH], last[BATCH];
  static std::int32_t lists[2][BATCH + 1], failed[BATCH];
  Generator generator(seed);
  Tally tally;
  while (tally.runs < runs) {
    const int size = runs - tally.runs < BATCH ? static_cast<int>(runs - tally.runs) : BATCH;
    for (int i = 0; i < size; i++) total[i] = 0, failed[i] = 0;
    for (int stage = 0; stage < STAGES; stage++) {
      std::int32_t *open = lists[0], *again = lists[1];
      for (int i = 0; i < size; i++) again[i] = i;
      Ends ends{0, size};
      for (int attempt = 0; attempt < RETRY_BUDGET && ends.again > 0; attempt++) {
        std::swap(open, again);
        ends = {ends.again, 0};
        for (int step = 0; step < STEP_BUDGET && ends.open > 0; step++) {
          tally.steps += ends.open;
          ends = step == 0 ? advance<true>(generator, table.data(), last, open, again, ends.open, ends.again)
                           : advance<false>(generator, table.data(), last, open, again, ends.open, ends.again);
        }
        for (int j = 0; j < ends.open; j++) again[ends.again++] = open[j]; // exhausted
      }
      for (int j = 0; j < ends.again; j++) failed[again[j]] = 1;
      for (int i = 0; i < size; i++) total[i] += last[i];
    }
    int failures = 0;
    double bias = 0;
    for (int i = 0; i < size; i++) failures += failed[i];
    for (int i = 0; i < size; i++) bias += std::fabs(total[i] - GOAL);
    tally.passed += size - failures;
    tally.bias += bias;
    tally.runs += size;
  }
  return tally;
}

int main(int count, char **words) { return timed(count, words, simulate); }
