// Run by run: one run is followed to its end, then the next. xoshiro256++, an inverse table with linear interpolation, float64.
#include "main.hpp"
#include "stepTable.hpp"

struct Xoshiro {
  std::uint64_t a, b, c, d;
  explicit Xoshiro(std::uint64_t seed) : a(splitmix(seed)), b(splitmix(seed)), c(splitmix(seed)), d(splitmix(seed)) {}
  static std::uint64_t rotated(std::uint64_t x, int by) { return (x << by) | (x >> (64 - by)); }
  std::uint64_t next() {
    const std::uint64_t out = rotated(a + d, 23) + a, t = b << 17;
    c ^= a, d ^= b, b ^= c, a ^= d, c ^= t, d = rotated(d, 45);
    return out;
  }
};

static Tally simulate(std::uint64_t runs, std::uint64_t seed) {
  static const auto table = stepTable<double>();
  const double *knots = table.data();
  Xoshiro random(seed);
  const auto step = [&] {
    const std::uint64_t bits = random.next();
    const double *knot = knots + (bits >> (64 - CELL_BITS));
    const double within = static_cast<double>((bits << CELL_BITS) >> 11) * 0x1p-53;
    return knot[0] + within * (knot[1] - knot[0]);
  };
  Tally tally;
  for (std::uint64_t run = 0; run < runs; run++) {
    double total = 0;
    bool passed = true;
    for (int stage = 0; stage < STAGES; stage++) {
      bool accepted = false;
      double progress = 0;
      for (int attempt = 0; attempt < RETRY_BUDGET && !accepted; attempt++) {
        progress = 0;
        int steps = 0;
        while (steps < STEP_BUDGET && progress < LOW) progress += step(), steps++;
        tally.steps += steps;
        accepted = progress >= LOW && progress <= HIGH;
      }
      total += progress;
      passed &= accepted;
    }
    tally.passed += passed;
    tally.bias += std::fabs(total - GOAL);
  }
  tally.runs = runs;
  return tally;
}

int main(int count, char **words) { return timed(count, words, simulate); }
