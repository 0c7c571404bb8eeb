/** An exact number mantissa · 2^exponent. Every double is one, and so is every sum and product of them. */
export interface Dyadic {
  readonly mantissa: bigint;
  readonly exponent: number;
}

export const ZERO: Dyadic = { mantissa: 0n, exponent: 0 };

/** The number a double stands for. @throws RangeError for NaN and ±Infinity */
export function dyadic(x: number): Dyadic {
  if (!Number.isFinite(x)) throw new RangeError(`an exact number must be finite, got ${x}`);
  if (Number.isInteger(x)) return { mantissa: BigInt(x), exponent: 0 };
  // Two exact steps, as 2^1074 is no double; subnormal numbers need both.
  const exponent = -52 + Math.max(-1022, Math.floor(Math.log2(Math.abs(x))) - 1);
  return { mantissa: BigInt(x * 2 ** Math.floor(-exponent / 2) * 2 ** Math.ceil(-exponent / 2)), exponent };
}

export function plus(a: Dyadic, b: Dyadic): Dyadic {
  if (a.exponent > b.exponent) return plus(b, a);
  return { mantissa: a.mantissa + (b.mantissa << BigInt(b.exponent - a.exponent)), exponent: a.exponent };
}

export const minus = (a: Dyadic, b: Dyadic): Dyadic => plus(a, { ...b, mantissa: -b.mantissa });

export const times = (a: Dyadic, b: Dyadic): Dyadic => ({ mantissa: a.mantissa * b.mantissa, exponent: a.exponent + b.exponent });

/** The double nearest to the mantissa, scaled: off by one rounding, two where the result is subnormal. */
export function toNumber({ mantissa, exponent }: Dyadic): number {
  // Digits far below a double's are dropped, so that the mantissa itself stays below the largest double.
  const surplus = Math.max(0, mantissa.toString(16).length * 4 - 256);
  const kept = Number(mantissa >> BigInt(surplus));
  const scale = exponent + surplus;
  return kept * 2 ** Math.floor(scale / 2) * 2 ** Math.ceil(scale / 2);
}

/** One text for one number: "mantissa p exponent", the mantissa odd and in hex. */
export function writeDyadic({ mantissa, exponent }: Dyadic): string {
  if (mantissa === 0n) return "0p0";
  const twos = (mantissa & -mantissa).toString(2).length - 1;
  return `${(mantissa >> BigInt(twos)).toString(16)}p${exponent + twos}`;
}

/** @throws RangeError for a text that `writeDyadic` does not write */
export function readDyadic(text: string): Dyadic {
  const [, sign, digits, exponent] = /^(-?)([0-9a-f]{1,1000})p(-?\d{1,5})$/.exec(text) ?? [];
  if (digits === undefined) throw new RangeError(`not an exact number: ${text.slice(0, 40)}`);
  const size = BigInt(`0x${digits}`);
  return { mantissa: sign ? -size : size, exponent: Number(exponent) };
}
