import { nextWord, type Stream } from "../numerics/streams.ts";

/** A uniformly random subset of the given size, ascending, by a partial shuffle. Odds are even to 64·2^-32. */
export function randomSubset(stream: Stream, members: readonly number[], size: number): number[] {
  const shuffled = [...members];
  for (let i = 0; i < size; i++) {
    const j = i + Math.floor(((nextWord(stream) + 0.5) / 2 ** 32) * (shuffled.length - i));
    [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
  }
  return shuffled.slice(0, size).sort((a, b) => a - b);
}
