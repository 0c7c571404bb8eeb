/** A number to read: five digits, no zeros behind; "−" where it is below 0. */
export function shortNumber(value: number, digits = 5): string {
  return shown(Number(value.toPrecision(digits)));
}

/** A probability to read: one that is only nearly 1 says by how little, as far as a curve is exact. */
export function shortRate(rate: number, digits = 5): string {
  const missing = 1 - rate;
  return missing > 1e-7 && Number(rate.toPrecision(digits)) === 1 ? `1 − ${shortNumber(missing, 2)}` : shortNumber(rate, digits);
}

/** All digits that the number has. */
export function fullNumber(value: number): string {
  return shown(value);
}

const shown = (value: number) => String(value).replace(/^-/, "−");
