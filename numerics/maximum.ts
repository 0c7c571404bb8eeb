const GOLDEN = (3 - Math.sqrt(5)) / 2;

/**
 * Where a function is largest on [low, high]: the best of evenly spaced places, then golden-section search about it.
 * Exact for functions with one top; with several, the top nearest the best place is found.
 *
 * @param places     evenly spaced, ends included, ≥ 3
 * @param tolerance  width of the final bracket, in the unit of the argument, > 0
 */
export function maximumBetween(f: (x: number) => number, low: number, high: number, places: number, tolerance: number): number {
  // The last place is the end itself: the sum may round to beyond it, where the function need not be defined.
  const at = (i: number) => (i === places - 1 ? high : low + ((high - low) * i) / (places - 1));
  let [best, top] = [0, f(low)];
  for (let i = 1; i < places; i++) {
    const value = f(at(i));
    if (value > top) [best, top] = [i, value];
  }
  let [a, b] = [at(Math.max(0, best - 1)), at(Math.min(places - 1, best + 1))];
  let [x, y] = [a + GOLDEN * (b - a), b - GOLDEN * (b - a)];
  let [fx, fy] = [f(x), f(y)];
  while (b - a > tolerance && x > a && y < b) {
    if (fx >= fy) {
      [b, y, fy] = [y, x, fx];
      x = a + GOLDEN * (b - a);
      fx = f(x);
    } else {
      [a, x, fx] = [x, y, fy];
      y = b - GOLDEN * (b - a);
      fy = f(y);
    }
  }
  const inside = fx >= fy ? x : y;
  return Math.max(fx, fy) >= top ? inside : at(best);
}
