import { CHOICES, MEMBERS, POOL, PROGRESS, STEPS, TABLE_BYTES, TABLES, WORDS } from "./memory";

/** As in share.ts of the plain kernel, operation for operation: e^x for |x| ≤ 40, relative error below 3e-16. */
export function exponential(x: f64): f64 {
  const k = Math.floor(x * 1.4426950408889634 + 0.5);
  const r = x - k * 0.6931471803691238 - k * 1.9082149292705877e-10;
  let sum = 1.0 / 6227020800.0;
  sum = sum * r + 1.0 / 479001600.0;
  sum = sum * r + 1.0 / 39916800.0;
  sum = sum * r + 1.0 / 3628800.0;
  sum = sum * r + 1.0 / 362880.0;
  sum = sum * r + 1.0 / 40320.0;
  sum = sum * r + 1.0 / 5040.0;
  sum = sum * r + 1.0 / 720.0;
  sum = sum * r + 1.0 / 120.0;
  sum = sum * r + 1.0 / 24.0;
  sum = sum * r + 1.0 / 6.0;
  sum = sum * r + 0.5;
  sum = sum * r + 1.0;
  sum = sum * r + 1.0;
  return sum * reinterpret<f64>((<u64>(1023 + <i64>k)) << 52);
}

/**
 * A guided or mixed pool, written by the host at `POOL`: [size, breaks, rate], then `breaks` sorted means, and for each of the
 * breaks + 1 intervals of the remaining distance [members below, centre, offset], then for each interval the cumulative
 * weights of the members within their group; all f64.
 */
export function chosen(first: bool, request: f64, unit: f64, count: i32): void {
  const size = <i32>load<f64>(POOL);
  const breaks = <i32>load<f64>(POOL + 8);
  const rate = load<f64>(POOL + 16);
  const means = POOL + 24;
  const intervals = means + 8 * breaks;
  const cumulative = intervals + 24 * (breaks + 1);
  for (let i: usize = 0; i < <usize>count; i++) {
    const distance = request - (first ? 0.0 : <f64>load<i32>(i << 2, PROGRESS) * unit);
    let j = 0;
    for (let b = 0; b < breaks; b++) j += <i32>(distance > load<f64>(means + 8 * b));
    const interval = intervals + 24 * j;
    const logOdds = rate * (distance - load<f64>(interval + 8)) + load<f64>(interval + 16);
    const odds = logOdds > 40.0 ? 1.0 : logOdds < -40.0 ? 0.0 : 1.0 / (1.0 + exponential(-logOdds));
    let uniform = (<f64>load<u32>(i << 2, CHOICES) + 0.5) / 4294967296.0;
    let member = 0;
    if (uniform < odds) uniform /= odds;
    else {
      uniform = (uniform - odds) / (1.0 - odds);
      member = <i32>load<f64>(interval);
    }
    const row = cumulative + 8 * j * size;
    while (uniform >= load<f64>(row + 8 * member)) member++;
    store<i32>(i << 2, member, CHOICES);
    const word = load<u32>(i << 2, WORDS);
    const cell = TABLES + <usize>member * TABLE_BYTES + ((word >>> 20) << 2);
    const low = load<i32>(cell);
    const dropped = load<i32>(<usize>member << 4, MEMBERS + 8);
    const share = ((load<i32>(cell + 4) - low) * ((word & 0xfffff) >>> dropped)) >>> (20 - dropped);
    store<i32>(i << 2, low + <i32>share, STEPS);
  }
}
