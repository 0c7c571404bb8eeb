/** Count, mean and sum of squared deviations from it: what a mean and its variance need. */
export interface Moments {
  readonly count: number;
  /** 0 where count is 0. */ readonly mean: number;
  /** Σ(x − mean)², ≥ 0. */ readonly squares: number;
}
