/** Numbers as a ledger and a prompt hold them: plain decimals of 0 or more, without sign and exponent, such as "6.25". */

const DECIMAL = /^\d{1,30}(\.\d{1,60})?$/;

/** @returns the nearest double; undefined for a text of any other shape */
export const readDecimal = (text: string): number | undefined => (DECIMAL.test(text) ? Number(text) : undefined);

/** The shortest plain decimal that is read as the same double; what is below 1e-40 is written as 0. @param value  finite, in [0, 1e21) */
export function plainDecimal(value: number): string {
  if (value < 1e-40) return "0";
  const [digits = "", exponent] = String(value).split("e-");
  return exponent === undefined ? digits : `0.${"0".repeat(Number(exponent) - 1)}${digits.replace(".", "")}`;
}
