// The step of Model 3, a normal law (mu 10, sigma 6) truncated to [4, 14], as a table of its inverse distribution function; and the task's numbers.
#pragma once
#include <cmath>
#include <vector>

constexpr double REQUEST = 10, TOLERANCE = 2, GOAL = 100;
constexpr int STAGES = 10, STEP_BUDGET = 8, RETRY_BUDGET = 5;
constexpr double LOW = REQUEST - TOLERANCE, HIGH = REQUEST + TOLERANCE;

constexpr int CELL_BITS = 12;

// Knots of 2^CELL_BITS equally likely cells, both ends included, by bisection. Linear between them is within 3e-7 of the inverse: h^2 / 8 of its
// largest second derivative, 36 at x = 4, and float32 rounds by up to 5e-7 more.
template <class Real> std::vector<Real> stepTable() {
  constexpr double mu = 10, sigma = 6, min = 4, max = 14;
  const auto below = [](double x) { return 0.5 * std::erfc((mu - x) / (sigma * std::sqrt(2.0))); };
  const double first = below(min), span = below(max) - first;
  constexpr int cells = 1 << CELL_BITS;
  std::vector<Real> knots(cells + 1);
  for (int i = 0; i <= cells; i++) {
    double low = min, high = max;
    for (int halving = 0; halving < 60; halving++) {
      const double middle = 0.5 * (low + high);
      (below(middle) < first + span * i / cells ? low : high) = middle;
    }
    knots[i] = static_cast<Real>(0.5 * (low + high));
  }
  return knots;
}
