import { setTimeout as pause } from "node:timers/promises";

/** Functions that the tests of `mapInThreads` send to threads. */
export function squared(x: number): number {
  return x * x;
}

/** The later items first. */
export async function slowly(x: number): Promise<number> {
  await pause(10 * (6 - x));
  return x;
}

export function threwAtThree(x: number): number {
  if (x === 3) throw new RangeError("three is too many");
  return x;
}

export async function forMinutes(x: number): Promise<number> {
  await pause(300_000);
  return x;
}
