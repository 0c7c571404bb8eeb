import erfc from "@stdlib/math-base-special-erfc";

/** P(Z ≤ z) of a standard normal; 0 and 1 at −Infinity and Infinity. */
export const normalBelow = (z: number): number => erfc(-z / Math.SQRT2) / 2;
