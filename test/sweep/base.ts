/** A small point that sweeps in these tests start from. */
export const base = {
  goal: 100,
  stages: { kind: "uniform", count: 10 },
  tolerance: 2,
  stepBudget: 8,
  retryBudget: 5,
  pool: [{ mu: 10, sigma: 6, min: 4, max: 14 }],
};
