/** A chunk size and what one chunk costs, −log P(c). */
export interface ChunkPlan {
  readonly chunk: number;
  readonly cost: number;
}

/**
 * How many of a lattice of tails, longest first, carry a convex tail risk: as long as the risks are finite and each drop is at most
 * the one before it.
 *
 * @param risks  R at G, G − δ, G − 2δ, …
 * @returns the number of leading tails on which R is convex; 0 where not even the first two risks are finite
 * @see docs/theory/marginal-stopping.md (T3.6)
 */
export function convexTails(risks: readonly number[], rounding = 1e-12): number {
  let count = 0;
  while (count < risks.length && Number.isFinite(risks[count])) {
    if (count >= 2 && risks[count - 1] - risks[count] > risks[count - 2] - risks[count - 1] + rounding) break;
    count++;
  }
  return count < 2 ? 0 : count;
}

/**
 * How many chunks pay, one after another from the whole task, among the tails of a lattice.
 *
 * @param risks  R at G, G − δ, …, of which only the convex ones
 * @param stride  c/δ, an integer ≥ 1
 * @see docs/theory/marginal-stopping.md (T3.8)
 */
export function payingChunks(risks: readonly number[], stride: number, cost: number): number {
  let chunks = 0;
  while ((chunks + 1) * stride < risks.length && risks[chunks * stride] - risks[(chunks + 1) * stride] > cost) chunks++;
  return chunks;
}

/**
 * Whether the finer of two chunk sizes costs no more per unit of work: then, under convexity, every coarse chunk that pays is
 * where a fine one pays too, and the finer harness reaches at least as far, up to less than one coarse chunk.
 *
 * @see docs/theory/marginal-stopping.md (T3.9)
 */
export function finerIsNoDearer(fine: ChunkPlan, coarse: ChunkPlan): boolean {
  return fine.chunk < coarse.chunk && fine.cost / fine.chunk <= coarse.cost / coarse.chunk;
}
