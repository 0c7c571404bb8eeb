/** A number to read: five digits, no zeros behind; "−" where it is below 0. */
export function shortNumber(value: number, digits = 5): string {
  return shown(Number(value.toPrecision(digits)));
}

/** All digits that the number has. */
export function fullNumber(value: number): string {
  return shown(value);
}

const shown = (value: number) => String(value).replace(/^-/, "−");
