/** Limits and defaults of what a simulated point may ask for; the command line states and uses the same. */

/** One run alone would have no interval. */
export const MIN_RUNS = 2;
export const MAX_RUNS = 1_000_000_000_000;
export const DEFAULT_RUNS = 20_000;
export const MAX_SEED_LENGTH = 200;
export const DEFAULT_SEED = "lab";
