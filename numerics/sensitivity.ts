import { namedStream, nextWord } from "./streams.ts";

/** Bins of one input: as many points in each as can be. More bins follow the conditional mean better and leave fewer points for each. */
const MOST_BINS = 16;
const PERMUTATIONS = 400;
/** Share of permutations below the reference: an outcome that depends on nothing stays below it so often, over all inputs at once. */
const REFERENCE_LEVEL = 0.95;

export interface Sensitivity {
  /** Estimates of Var(E[Y | X_i]) / Var(Y), in the order of the inputs; below 0 by chance where an input has no effect. */
  readonly indices: readonly number[];
  /** What the largest of the indices stays below with probability 0.95 when the outcome depends on no input at all. */ readonly noise: number;
}

/**
 * First-order sensitivity indices from given data, for any joint law of the inputs.
 *
 * Each input is cut into bins of equal counts (a bin for each value where there are few), and the variance between the bins' means is
 * compared with that of the outcome. Under independence B bins would show (B − 1)/(n − 1) by chance; Kelley's correction takes that off, so
 * that the estimate has mean 0 there. The variation of E[Y | X_i] within a bin is lost: for a linear effect 1/B² of the index.
 *
 * @param inputs   shape [inputs][n], finite
 * @param outcome  shape [n], finite
 * @param seed     names the permutations
 * @returns undefined where the outcome has no variance, or where there are fewer than 20 points
 * @see docs/theory/robustness.md (B.3), (B.4), (B.5)
 */
export function firstOrderSensitivity(
  inputs: readonly (readonly number[])[],
  outcome: readonly number[],
  seed: string,
): Sensitivity | undefined {
  const n = outcome.length;
  if (n < 20 || outcome.every((y) => y === outcome[0])) return undefined;
  const bins = inputs.map((values) => binsOf(values, Math.max(2, Math.min(MOST_BINS, Math.floor(Math.sqrt(n) / 2)))));
  const mean = outcome.reduce((sum, y) => sum + y, 0) / n;
  const centred = Float64Array.from(outcome, (y) => y - mean);
  const total = centred.reduce((sum, y) => sum + y * y, 0);
  const indices = bins.map((bin) => indexOf(bin, centred, total));
  const stream = namedStream(seed, n, "permutations");
  const largest = Array.from({ length: PERMUTATIONS }, () => {
    shuffle(centred, stream);
    return Math.max(...bins.map((bin) => indexOf(bin, centred, total)));
  }).toSorted((a, b) => a - b);
  return { indices, noise: largest[Math.ceil(REFERENCE_LEVEL * PERMUTATIONS) - 1] };
}

interface Bins {
  /** Bin of each point. */ readonly of: Int32Array;
  readonly counts: Int32Array;
}

function binsOf(values: readonly number[], most: number): Bins {
  const distinct = [...new Set(values)].toSorted((a, b) => a - b);
  const few = distinct.length <= most;
  const order = values.map((_, i) => i).toSorted((i, j) => values[i] - values[j]);
  const bins = new Int32Array(values.length);
  for (const [rank, i] of order.entries()) bins[i] = few ? distinct.indexOf(values[i]) : Math.floor((rank * most) / values.length);
  const counts = new Int32Array(few ? distinct.length : most);
  for (const bin of bins) counts[bin]++;
  return { of: bins, counts };
}

/** Kelley's ε²: 1 − (n − 1)/(n − B) · SSW/SST. */
function indexOf({ of, counts }: Bins, centred: Float64Array, total: number): number {
  const sums = new Float64Array(counts.length);
  for (let i = 0; i < of.length; i++) sums[of[i]] += centred[i];
  let between = 0;
  for (let bin = 0; bin < sums.length; bin++) between += (sums[bin] * sums[bin]) / counts[bin];
  const n = of.length;
  return 1 - ((n - 1) / (n - counts.length)) * (1 - between / total);
}

/** Fisher and Yates; the bias of the remainder is below 2^-20 for the counts met here. */
function shuffle(values: Float64Array, stream: ReturnType<typeof namedStream>): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = nextWord(stream) % (i + 1);
    const kept = values[i];
    values[i] = values[j];
    values[j] = kept;
  }
}
