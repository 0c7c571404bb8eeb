/**
 * Where a function that is < 0 below and > 0 above crosses 0, by Chandrupatla's method: inverse quadratic steps while the last
 * three points bear one out, bisection otherwise.
 *
 * @param low, high  bracket; where f(low) ≥ 0 or f(high) ≤ 0 that end is the answer
 * @param tolerance  width of the final bracket, in the unit of the argument, > 0
 * @returns the end of the final bracket at which |f| is smaller
 * @see Chandrupatla, Advances in Engineering Software 28 (1997) 145-149
 */
export function rootBetween(f: (x: number) => number, low: number, high: number, tolerance: number): number {
  let [a, b, c] = [high, low, low]; // a is the newest point, b the other end of the bracket, c the point before
  let [fa, fb] = [f(high), f(low)];
  if (fb >= 0) return low;
  if (fa <= 0) return high;
  let fc = fb;
  let share = 0.5;
  for (let pass = 0; pass < 200; pass++) {
    const x = a + share * (b - a);
    const fx = f(x);
    if (Math.sign(fx) === Math.sign(fa)) [c, fc] = [a, fa];
    else [c, fc, b, fb] = [b, fb, a, fa];
    [a, fa] = [x, fx];
    if (fa === 0) return a;
    const width = Math.abs(b - a);
    if (width <= tolerance + Number.EPSILON * Math.abs(a)) break;
    const xi = (a - b) / (c - b);
    const phi = (fa - fb) / (fc - fb);
    const trusted = phi ** 2 < xi && (1 - phi) ** 2 < 1 - xi;
    share = trusted ? (fa / (fb - fa)) * (fc / (fb - fc)) + (((c - a) / (b - a)) * (fa / (fc - fa)) * fb) / (fc - fb) : 0.5;
    const least = tolerance / 2 / width; // at least half a tolerance from either end, so that the bracket closes on both sides
    share = Math.min(1 - least, Math.max(least, share));
  }
  return Math.abs(fa) < Math.abs(fb) ? a : b;
}
