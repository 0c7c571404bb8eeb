import { type BigNumber, create, all as everything } from "mathjs";

/** Arithmetic with 80 digits: what the doubles of the program are held against. */
export const digits = create(everything, { number: "BigNumber", precision: 80 });

/** A double as the number that it is, all of its binary digits. */
export function exactly(value: number): BigNumber {
  let [whole, halvings] = [value, 0];
  for (; !Number.isInteger(whole); halvings++) whole *= 2;
  return digits.divide(digits.bignumber(String(BigInt(whole))), digits.pow(digits.bignumber(2), halvings)) as BigNumber;
}

/** Below this the sum with 1 would leave too few of the 80 digits; three terms of the series give 75. */
const SMALL = 1e-25;

function series(x: BigNumber, second: string, third: string): BigNumber {
  const terms = [x, digits.multiply(digits.pow(x, 2), digits.evaluate(second)), digits.multiply(digits.pow(x, 3), digits.evaluate(third))];
  return terms.reduce((sum, term) => digits.add(sum, term) as BigNumber) as BigNumber;
}

/** log(1 + x), x ≥ 0. */
const log1p = (x: BigNumber): BigNumber =>
  Number(x) < SMALL ? series(x, "-1/2", "1/3") : (digits.log(digits.add(digits.bignumber(1), x) as BigNumber) as BigNumber);

/** 1 − e^−x, x ≥ 0. */
export const oneMinusExp = (x: BigNumber): BigNumber =>
  Number(x) < SMALL
    ? series(x, "-1/2", "1/6")
    : (digits.subtract(digits.bignumber(1), digits.exp(digits.unaryMinus(x) as BigNumber)) as BigNumber);

/** −log p_full of the voting law, to 60 digits or so. */
export function exactRisk(accuracy: number, steps: number, ahead: number): BigNumber {
  const p = exactly(accuracy);
  const odds = digits.divide(digits.subtract(digits.bignumber(1), p), p) as BigNumber;
  const wrong = digits.pow(odds, digits.bignumber(ahead)) as BigNumber;
  return digits.multiply(digits.bignumber(steps), log1p(wrong)) as BigNumber;
}
