// What every program here does around its simulation: `program RUNS SEED`, a warm-up, one timed simulation, one line of JSON.
#pragma once
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

struct Tally {
  std::uint64_t runs = 0, passed = 0, steps = 0;
  double bias = 0; // sum of |X - G|
};

// splitmix64: fills the state of a generator from one number.
inline std::uint64_t splitmix(std::uint64_t &state) {
  std::uint64_t z = (state += 0x9e3779b97f4a7c15u);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

template <class Simulate> int timed(int count, char **words, Simulate simulate) {
  const std::uint64_t runs = count > 1 ? std::strtoull(words[1], nullptr, 10) : 1000000;
  const std::uint64_t seed = count > 2 ? std::strtoull(words[2], nullptr, 10) : 1;
  if (runs == 0) return std::fprintf(stderr, "runs must be a whole number above 0\n"), 2;
  simulate(runs / 8 + 1, seed + 0x5eed);
  const auto begun = std::chrono::steady_clock::now();
  const Tally tally = simulate(runs, seed);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  const double n = static_cast<double>(tally.runs);
  std::printf("{\"runs\": %llu, \"seconds\": %.6f, \"passRate\": %.8f, \"finalBias\": %.8f, \"meanSteps\": %.8f}\n",
              static_cast<unsigned long long>(tally.runs), seconds, tally.passed / n, tally.bias / n, tally.steps / n);
  return 0;
}
