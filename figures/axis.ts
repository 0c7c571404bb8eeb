import { ticks as roundTicks, scaleLinear, scaleLog } from "d3";

/**
 * `octave` is a logarithmic axis ticked at powers of two, `decade` one ticked at 1, 2 and 5 times powers of ten.
 * Either is only asked for: where a value is not above 0 the axis comes out linear, since a figure leaves nothing out.
 */
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
export function sweepAxis(values: readonly number[], asked: AxisKind): AxisPlan {
  const { kind, low, high } = spanOf(values, asked);
  const domain = padded(low, high, kind);
  if (kind !== "linear") return { kind, domain, ticks: logTicks(domain, kind) };
  const whole = values.every(Number.isInteger);
  const round = roundTicks(low, high, 6).filter((tick) => !whole || Number.isInteger(tick));
  // The first value of a sweep is often the unscaffolded case (K = 1), which a reader looks for.
  const ticks = whole && low > 0 && round[0] !== low && round[0] - low > (high - low) / 10 ? [low, ...round] : round;
  return { kind, domain, ticks };
}

/** An axis for a probability: always the whole of [0, 1], on request with head-room for the labels of findings near 1. */
export function rateAxis(headRoom: boolean): AxisPlan {
  return { kind: "linear", domain: [0, headRoom ? 1.18 : 1.05], ticks: [0, 0.2, 0.4, 0.6, 0.8, 1] };
}

/** An axis for a measure in units of work; a linear one starts at 0. */
export function measureAxis(values: readonly number[], asked: AxisKind): AxisPlan {
  const { kind, low, high } = spanOf(values, asked);
  if (kind === "linear") {
    const bottom = Math.min(0, low);
    const domain: [number, number] = [bottom, high + MARGIN * (high - bottom || 1)];
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

/** @throws RangeError if there is no value to show */
function spanOf(values: readonly number[], asked: AxisKind): { readonly kind: AxisKind; readonly low: number; readonly high: number } {
  if (values.length === 0) throw new RangeError("a figure must have a value to show, got none");
  const low = Math.min(...values);
  return { kind: low > 0 ? asked : "linear", low, high: Math.max(...values) };
}

function padded(low: number, high: number, kind: AxisKind, below = MARGIN): [number, number] {
  if (kind === "linear") {
    const length = high - low || 12;
    return [low - below * length, high + MARGIN * length];
  }
  const length = Math.log(high / low) || 12;
  return [low * Math.exp(-below * length), high * Math.exp(MARGIN * length)];
}

/** More ticks than this crowd a panel; powers of ten alone are then enough. */
const MOST_TICKS = 9;

function logTicks([low, high]: readonly [number, number], kind: AxisKind): number[] {
  const base = kind === "octave" ? 2 : 10;
  const first = Math.floor(Math.log(low) / Math.log(base));
  const last = Math.ceil(Math.log(high) / Math.log(base));
  const powers = Array.from({ length: last - first + 1 }, (_, i) => base ** (first + i));
  const within = (ticks: readonly number[]) => ticks.filter((tick) => tick >= low && tick <= high);
  const fine = within(kind === "octave" ? powers : powers.flatMap((power) => [power, 2 * power, 5 * power]));
  return fine.length > MOST_TICKS ? within(powers) : fine;
}
