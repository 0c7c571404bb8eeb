// Runs of a batch advance together, a step at a time; what has ended is compacted away without a branch (index += comparison). Generator and table
// look-up are loops of their own that a compiler makes vectors of. float32 steps from 32-bit words; sums of a batch in float64.
#include "draw.hpp"
#include <cstring>

struct Batch {
  Draws draws;
  alignas(64) float progress[ROOM], total[ROOM], last[ROOM];
  alignas(64) std::int32_t open[ROOM], again[ROOM], failed[ROOM];
};

static Tally simulate(std::uint64_t runs, std::uint64_t seed) {
  static const auto table = stepTable<float>();
  static Batch batch;
  const float *knots = table.data();
  constexpr float low = LOW, high = HIGH;
  Streams streams(seed);
  Tally tally;
  while (tally.runs < runs) {
    const int size = runs - tally.runs < BATCH ? static_cast<int>(runs - tally.runs) : BATCH;
    for (int i = 0; i < size; i++) batch.total[i] = 0, batch.failed[i] = 0;
    for (int stage = 0; stage < STAGES; stage++) {
      int trying = size;
      for (int i = 0; i < size; i++) batch.again[i] = i;
      for (int attempt = 0; attempt < RETRY_BUDGET && trying > 0; attempt++) {
        int open = trying, again = 0;
        std::memcpy(batch.open, batch.again, sizeof(std::int32_t) * trying);
        for (int j = 0; j < open; j++) batch.progress[j] = 0;
        for (int step = 0; step < STEP_BUDGET && open > 0; step++) {
          batch.draws.fill(streams, open);
          batch.draws.look(knots, open);
          tally.steps += open;
          int kept = 0;
          for (int j = 0; j < open; j++) {
            const std::int32_t run = batch.open[j];
            const float progress = batch.progress[j] + batch.draws.steps[j];
            batch.last[run] = progress; // the last attempt's last write stands
            batch.open[kept] = run;
            batch.progress[kept] = progress;
            kept += progress < low;
            batch.again[again] = run;
            again += progress > high;
          }
          open = kept;
        }
        for (int j = 0; j < open; j++) batch.again[again++] = batch.open[j];
        trying = again;
      }
      for (int j = 0; j < trying; j++) batch.failed[batch.again[j]] = 1;
      for (int i = 0; i < size; i++) batch.total[i] += batch.last[i];
    }
    int failed = 0;
    double bias = 0;
    for (int i = 0; i < size; i++) failed += batch.failed[i];
    for (int i = 0; i < size; i++) bias += std::fabs(batch.total[i] - static_cast<float>(GOAL));
    tally.passed += size - failed;
    tally.bias += bias;
    tally.runs += size;
  }
  return tally;
}

int main(int count, char **words) { return timed(count, words, simulate); }
