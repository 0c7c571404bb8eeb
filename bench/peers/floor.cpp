// What steps cost before anything is done with them: `floor STEPS SEED` times the generator alone and the table alone of the program of vectors.
#include "draw.hpp"
#include <algorithm>

template <class Work> double nanosecondsOf(std::uint64_t steps, Work work) {
  double best = 1e9;
  for (int round = 0; round < 5; round++) {
    const auto begun = std::chrono::steady_clock::now();
    for (std::uint64_t done = 0; done < steps; done += BATCH) {
      work();
      asm volatile("" ::: "memory"); // or a compiler leaves all but the last out
    }
    best = std::min(best, std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - begun).count() / steps);
  }
  return best;
}

int main(int count, char **words) {
  const std::uint64_t steps = count > 1 ? std::strtoull(words[1], nullptr, 10) : 100000000;
  static Draws draws;
  Streams streams(count > 2 ? std::strtoull(words[2], nullptr, 10) : 1);
  const auto table = stepTable<Real>();
  const double generator = nanosecondsOf(steps, [&] { draws.fill(streams, BATCH); });
  const double look = nanosecondsOf(steps, [&] { draws.look(table.data(), BATCH); });
  std::printf("{\"generatorNs\": %.5f, \"tableNs\": %.5f}\n", generator, look);
}
