import { scaleLinear, scaleLog, ticks as roundTicks } from "d3";

/** `octave` is a logarithmic axis ticked at powers of two, `decade` one ticked at 1, 2 and 5 times powers of ten. */
export type AxisKind = "linear" | "octave" | "decade";

export interface AxisPlan {
  readonly kind: AxisKind;
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
}

/** How far data stay from the ends of an axis, as a share of its length. */
const MARGIN = 0.04;

/** Below the data on a logarithmic axis: room to label a minimum, and often for one more tick to read it by. */
const MARGIN_BELOW = 0.13;

/** An axis for the values of a sweep: counts are ticked at whole numbers only. */
export function sweepAxis(values: readonly number[], kind: AxisKind): AxisPlan {
  const [low, high] = spanOf(values, kind);
  const domain = padded(low, high, kind);
  if (kind !== "linear") return { kind, domain, ticks: logTicks(domain, kind) };
  const whole = values.every(Number.isInteger);
  const round = roundTicks(low, high, 6).filter((tick) => !whole || Number.isInteger(tick));
  // The first value of a sweep is often the unscaffolded case (K = 1), which a reader looks for.
  const ticks = whole && low > 0 && round[0] !== low && (round[0] as number) - low > (high - low) / 10 ? [low, ...round] : round;
  return { kind, domain, ticks };
}

/** An axis for a probability: always the whole of [0, 1], with head-room for the mark of a peak at 1. */
export const RATE_AXIS: AxisPlan = { kind: "linear", domain: [0, 1.18], ticks: [0, 0.2, 0.4, 0.6, 0.8, 1] };

/** An axis for a measure in units of work; a linear one starts at 0. */
export function measureAxis(values: readonly number[], kind: AxisKind): AxisPlan {
  const [low, high] = spanOf(values, kind);
  if (kind === "linear") {
    const domain: [number, number] = [Math.min(0, low), high + MARGIN * (high - Math.min(0, low))];
    return { kind, domain, ticks: roundTicks(...domain, 5) };
  }
  const domain = padded(low, high, kind, MARGIN_BELOW);
  return { kind, domain, ticks: logTicks(domain, kind) };
}

/** Data → pixels from the left or top edge of a panel, and back. */
export interface PixelScale {
  (value: number): number;
  invert(pixel: number): number;
}

export function pixelScale(axis: AxisPlan, range: readonly [number, number]): PixelScale {
  const scale = axis.kind === "linear" ? scaleLinear() : scaleLog();
  return scale.domain(axis.domain).range(range) as unknown as PixelScale;
}

/** @throws RangeError if nothing can be shown: no value, or none above 0 on a logarithmic axis */
function spanOf(values: readonly number[], kind: AxisKind): [number, number] {
  const shown = values.filter((value) => Number.isFinite(value) && (kind === "linear" || value > 0));
  if (shown.length === 0) throw new RangeError(`a ${kind} axis must have a value to show, got ${values.length} that it cannot`);
  return [Math.min(...shown), Math.max(...shown)];
}

function padded(low: number, high: number, kind: AxisKind, below = MARGIN): [number, number] {
  if (kind === "linear") {
    const length = high - low || 12;
    return [low - below * length, high + MARGIN * length];
  }
  const length = Math.log(high / low) || 12;
  return [low * Math.exp(-below * length), high * Math.exp(MARGIN * length)];
}

function logTicks([low, high]: readonly [number, number], kind: AxisKind): number[] {
  const base = kind === "octave" ? 2 : 10;
  const steps = kind === "octave" ? [1] : [1, 2, 5];
  const first = Math.floor(Math.log(low) / Math.log(base));
  const last = Math.ceil(Math.log(high) / Math.log(base));
  const powers = Array.from({ length: last - first + 1 }, (_, i) => base ** (first + i));
  return powers.flatMap((power) => steps.map((step) => step * power)).filter((tick) => tick >= low && tick <= high);
}
