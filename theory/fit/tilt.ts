import { gaussLegendre } from "../../numerics/gaussLegendre.ts";

/**
 * The laws with density ∝ exp(η₁u + η₂u²) on [low, high], η₂ < 0: truncated normals in natural parameters, μ = −η₁/2η₂ and
 * σ² = −1/2η₂ (F.2). In these the log-likelihood is concave (F.4), which it is not in (μ, σ).
 */
export interface Tilt {
  readonly low: number;
  readonly high: number;
  readonly slope: number;
  readonly curve: number;
  /** log ∫ exp(η₁u + η₂u²) du. */ readonly logMass: number;
  /** E[u] and E[u²]. */ readonly mean: number;
  readonly square: number;
  /** Covariance matrix of (u, u²): the Fisher information of one step about (η₁, η₂). */
  readonly information: readonly [number, number, number];
}

const RULE = gaussLegendre(40);
/** Where the density has fallen by e^-40 it adds nothing that a double of the whole would keep. */
const CUT = 40;

/**
 * Mass and moments by one Gauss rule over the part of [low, high] that carries mass, offsets taken from the mode: accurate to
 * 1e-12 relative for a normal law inside its ends, the widest shape that there is (measured against `truncatedNormal`).
 *
 * @param curve  η₂ < 0
 */
export function tiltOf(slope: number, curve: number, low: number, high: number): Tilt {
  const mode = Math.min(high, Math.max(low, -slope / (2 * curve)));
  const rise = slope + 2 * curve * mode; // slope of the exponent at the mode: 0 unless the mode is an end
  const fall = Math.abs(rise);
  const bend = -curve;
  const reach = (2 * CUT) / (fall + Math.sqrt(fall * fall + 4 * bend * CUT));
  const from = Math.max(low, mode - reach) - mode;
  const to = Math.min(high, mode + reach) - mode;
  const half = (to - from) / 2;
  let [m0, m1, m2, m3, m4] = [0, 0, 0, 0, 0];
  for (let j = 0; j < RULE.order; j++) {
    const y = from + half * (1 + RULE.nodes[j]);
    const w = RULE.weights[j] * Math.exp(y * (rise + curve * y));
    const wyy = w * y * y;
    m0 += w;
    m1 += w * y;
    m2 += wyy;
    m3 += wyy * y;
    m4 += wyy * y * y;
  }
  const [e1, e2, e3, e4] = [m1 / m0, m2 / m0, m3 / m0, m4 / m0];
  const spread = e2 - e1 * e1;
  const skew = e3 - e1 * e2;
  const squares = e4 - e2 * e2;
  return {
    low,
    high,
    slope,
    curve,
    logMass: Math.log(half * m0) + mode * (slope + curve * mode),
    mean: mode + e1,
    square: mode * mode + 2 * mode * e1 + e2,
    information: [spread, 2 * mode * spread + skew, 4 * mode * mode * spread + 4 * mode * skew + squares],
  };
}

/** σ at most this many widths of [low, high]: there the density is that of σ → ∞ to within 1e-4 of itself. */
const MOST_WIDTHS = 50;
const MOST_PASSES = 60;
/** A gain of log-likelihood per step below this is rounding. */
const GRAIN = 1e-13;

/**
 * The maximum-likelihood tilt on given ends for steps standardised to mean 0 and mean square 1 (F.3): Newton on a concave
 * function, each move halved until it gains, inside σ ≤ 50·(high − low). Where the data want a flatter law still, or a U shape,
 * concavity puts the best of the allowed laws on that bound, and the slope alone is sought along it (F.5).
 *
 * @param low, high  ends in the standardised coordinate, low < 0 < high
 * @param start      a tilt to begin from; the untruncated normal unless given
 */
export function fitTilt(low: number, high: number, start?: { readonly slope: number; readonly curve: number }): Tilt {
  const bound = -1 / (2 * (MOST_WIDTHS * (high - low)) ** 2);
  let tilt = tiltOf(start?.slope ?? 0, Math.min(bound, start?.curve ?? -0.5), low, high);
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const [g1, g2] = [-tilt.mean, 1 - tilt.square];
    const [i11, i12, i22] = tilt.information;
    const pinned = tilt.curve >= bound && g2 >= (i12 / i11) * g1;
    const determinant = i11 * i22 - i12 * i12;
    const move = pinned ? [g1 / i11, 0] : [(i22 * g1 - i12 * g2) / determinant, (i11 * g2 - i12 * g1) / determinant];
    const expected = g1 * move[0] + g2 * move[1]; // the squared Newton decrement: twice the gain in reach
    if (!(expected > GRAIN)) break;
    const room = move[1] > 0 ? (bound - tilt.curve) / move[1] : Number.POSITIVE_INFINITY;
    let share = Math.min(1, room);
    let next = tilt;
    for (let halving = 0; halving < 40; halving++, share /= 2) {
      const curve = share === room ? bound : tilt.curve + share * move[1];
      next = tiltOf(tilt.slope + share * move[0], curve, low, high);
      if (value(next) >= value(tilt) + 0.1 * share * expected) break;
      if (halving === 39) return tilt;
    }
    tilt = next;
  }
  return tilt;
}

/** Whether a fitted tilt stands on the bound on σ. */
export function atBound({ curve, low, high }: Tilt): boolean {
  return -2 * curve * (MOST_WIDTHS * (high - low)) ** 2 < 1 + 1e-9;
}

/** Log-likelihood of one standardised step, on average. */
const value = ({ curve, logMass }: Tilt): number => curve - logMass;
