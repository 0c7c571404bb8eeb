/**
 * A zero of a function that is < 0 below it and > 0 above, by the ITP method: bisection's worst case, the secant's usual speed.
 *
 * @param low, high  bracket; where f(low) ≥ 0 or f(high) ≤ 0 that end is the answer
 * @param tolerance  half-width of the final bracket, in the unit of the argument, > 0
 * @see Oliveira and Takahashi, ACM TOMS 47 (2020), with κ₁ = 0.2 / width, κ₂ = 2, n₀ = 1
 */
export function rootBetween(f: (x: number) => number, low: number, high: number, tolerance: number): number {
  let [a, b] = [low, high];
  let [fa, fb] = [f(a), f(b)];
  if (fa >= 0) return a;
  if (fb <= 0) return b;
  const bisections = Math.ceil(Math.log2((b - a) / (2 * tolerance))) + 1;
  const trust = 0.2 / (b - a);
  for (let pass = 0; b - a > 2 * tolerance; pass++) {
    const middle = (a + b) / 2;
    const radius = Math.max(0, tolerance * 2 ** (bisections - pass) - (b - a) / 2);
    const chord = (fb * a - fa * b) / (fb - fa);
    const side = Math.sign(middle - chord);
    const pull = Math.min(trust * (b - a) ** 2, Math.abs(middle - chord));
    const nudged = chord + side * pull;
    const x = Math.abs(nudged - middle) <= radius ? nudged : middle - side * radius;
    const fx = f(x);
    if (fx > 0) [b, fb] = [x, fx];
    else if (fx < 0) [a, fa] = [x, fx];
    else return x;
    if (pass > 2 * bisections + 10) break;
  }
  return (a + b) / 2;
}
