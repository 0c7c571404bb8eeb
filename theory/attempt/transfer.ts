import type { TruncatedNormal } from "../../numerics/truncatedNormal.ts";
import type { Grid } from "../grid.ts";
import { Unresolved } from "../unresolved.ts";
import type { GuidedPool } from "./guidedPool.ts";
import { MOST_PANEL_PAIRS, SCALES_PER_PANEL } from "./panels.ts";

/** Weights of the pool members, shape [n] written to `out`, by the position before a step (source) or after it (target). */
export interface StepWeights {
  readonly of: "source" | "target";
  at(position: number, out: Float64Array): void;
}

/**
 * One guided step as a linear map: a function at source nodes → a function at target points.
 * Rows are dense over a contiguous run of sources, since a step reaches back over one interval.
 */
export interface Transfer {
  /** First source of each row, shape [targets]. */ readonly first: Int32Array;
  /** Where each row starts in `values`, shape [targets + 1]. */ readonly offset: Int32Array;
  readonly values: Float64Array;
}

/**
 * The step operator T: (T f)(x) = Σ_i ∫ f(s)·w_i·F_i′(x − s) ds, the weights w_i taken at the source s or at the target x.
 * At the source it carries a density of positions forwards; at the target it carries a value of remaining distances backwards.
 *
 * Panels that a member's reach [x − max, x − min] covers wholly take the Gauss weights. At a panel cut by the reach's end, or
 * long beside the member's scale, the product w_i·f is interpolated through the panel's nodes and integrated over the covered
 * part in pieces that resolve the step density: neither its jumps nor its narrowness cost accuracy.
 *
 * @param sources  grid of positions before the step, units of work
 * @param targets  positions after the step, ascending, units of work
 * @throws Unresolved when the rows would join more than MOST_PANEL_PAIRS
 */
export function transfer(pool: Pick<GuidedPool, "members">, weighed: StepWeights, sources: Grid, targets: Float64Array): Transfer {
  const { rule, panels, from, to, nodes } = sources;
  const p = rule.order;
  const n = pool.members.length;
  const atSource = weighed.of === "source";
  const weights = pool.members.map(() => new Float64Array(nodes.length).fill(1));
  const row = new Float64Array(n).fill(1);
  for (let s = 0; atSource && s < nodes.length; s++) {
    weighed.at(nodes[s], row);
    for (let i = 0; i < n; i++) weights[i][s] = row[i];
  }
  row.fill(1);
  const low = Math.min(...pool.members.map((member) => member.support[0]));
  const high = Math.max(...pool.members.map((member) => member.support[1]));

  const first = new Int32Array(targets.length);
  const offset = new Int32Array(targets.length + 1);
  let [firstPanel, lastPanel] = [0, 0];
  for (let t = 0; t < targets.length; t++) {
    while (firstPanel < panels && to[firstPanel] <= targets[t] - high) firstPanel++;
    while (lastPanel < panels && from[lastPanel] < targets[t] - low) lastPanel++;
    first[t] = firstPanel * p;
    offset[t + 1] = offset[t] + Math.max(0, lastPanel - firstPanel) * p;
  }
  if (offset[targets.length] > MOST_PANEL_PAIRS * p * p)
    throw new Unresolved("a step law is too narrow beside the stage for the exact solver's memory");
  const values = new Float64Array(offset[targets.length]);
  const basis = new Float64Array(p);
  const gauss = rule.weights;

  for (let t = 0; t < targets.length; t++) {
    const x = targets[t];
    const base = offset[t] - first[t];
    const end = first[t] + offset[t + 1] - offset[t];
    if (!atSource) weighed.at(x, row);
    for (let i = 0; i < n; i++) {
      const ofTarget = row[i];
      if (ofTarget === 0) continue;
      const member = pool.members[i];
      const { mode, sigma, tilt, peak } = member.shape;
      const weightOf = weights[i];
      const xFromMode = x - mode;
      const scale = 1 / sigma;
      const reachLow = x - member.support[1];
      const reachHigh = x - member.support[0];
      for (let panel = first[t] / p; panel * p < end; panel++) {
        const start = Math.max(from[panel], reachLow);
        const stop = Math.min(to[panel], reachHigh);
        if (!(start < stop)) continue;
        const whole = start === from[panel] && stop === to[panel];
        const pieces = Math.ceil((stop - start) / (SCALES_PER_PANEL * member.scale));
        if (whole && pieces === 1) {
          const half = ((stop - start) / 2) * peak * ofTarget;
          for (let j = 0, s = panel * p; j < p; j++, s++) {
            const y = (xFromMode - nodes[s]) * scale; // the density written out: the whole panel lies on its support
            values[base + s] += half * gauss[j] * weightOf[s] * Math.exp(-0.5 * y * (y + 2 * tilt));
          }
        } else {
          basis.fill(0);
          const length = (stop - start) / pieces;
          for (let piece = 0; piece < pieces; piece++) {
            const pieceStart = start + piece * length;
            addPart(sources, panel, pieceStart, pieceStart + length, x, member, basis);
          }
          for (let j = 0, s = panel * p; j < p; j++, s++) values[base + s] += ofTarget * basis[j] * weightOf[s];
        }
      }
    }
  }
  return { first, offset, values };
}

/** Room for one node's barycentric terms; no call outlives its use. */
const TERMS = new Float64Array(64);

/** out_j += ∫_start^stop density(x − s)·L_j(s) ds, L_j the Lagrange basis of the panel's nodes. */
function addPart(
  grid: Grid,
  panel: number,
  start: number,
  stop: number,
  x: number,
  { shape: { mode, sigma, tilt, peak } }: TruncatedNormal,
  out: Float64Array,
): void {
  const { rule, from, to } = grid;
  const p = rule.order;
  const half = (stop - start) / 2;
  const terms = TERMS;
  for (let m = 0; m < p; m++) {
    const s = start + half * (1 + rule.nodes[m]);
    const y = (x - s - mode) / sigma;
    const mass = half * rule.weights[m] * peak * Math.exp(-0.5 * y * (y + 2 * tilt));
    const u = (2 * (s - from[panel])) / (to[panel] - from[panel]) - 1;
    let sum = 0;
    let hit = -1;
    for (let j = 0; j < p; j++) {
      const gap = u - rule.nodes[j];
      if (gap === 0) hit = j;
      const term = rule.barycentric[j] / gap;
      terms[j] = term;
      sum += term;
    }
    if (hit >= 0) out[hit] += mass;
    else {
      const share = mass / sum;
      for (let j = 0; j < p; j++) out[j] += share * terms[j];
    }
  }
}

/** target += T source. */
export function addStep(step: Transfer, source: Float64Array, target: Float64Array): void {
  addSteps(step, [source], [target]);
}

/** Vectors carried in one pass over the matrix: it is larger than the processor's caches, so passes are what costs. */
const AT_ONCE = 4;

/** targets[i] += T sources[i]. */
export function addSteps(step: Transfer, sources: readonly Float64Array[], targets: readonly Float64Array[]): void {
  for (let i = 0; i < sources.length; i += AT_ONCE)
    if (sources.length - i === 1) addOne(step, sources[i], targets[i]);
    else addFour(step, sources.slice(i, i + AT_ONCE), targets.slice(i, i + AT_ONCE));
}

function addOne({ first, offset, values }: Transfer, source: Float64Array, target: Float64Array): void {
  for (let t = 0; t < target.length; t++) {
    const end = offset[t + 1];
    let sum = 0;
    for (let k = offset[t], s = first[t]; k < end; k++, s++) sum += values[k] * source[s];
    target[t] += sum;
  }
}

/** Up to four; where there are fewer the last one is worked out more than once and added once. */
function addFour({ first, offset, values }: Transfer, sources: readonly Float64Array[], targets: readonly Float64Array[]): void {
  const [a, b, c, d] = Array.from({ length: AT_ONCE }, (_, i) => sources[Math.min(i, sources.length - 1)]);
  const sums = new Float64Array(AT_ONCE);
  for (let t = 0; t < targets[0].length; t++) {
    const end = offset[t + 1];
    let [sumA, sumB, sumC, sumD] = [0, 0, 0, 0];
    for (let k = offset[t], s = first[t]; k < end; k++, s++) {
      const value = values[k];
      sumA += value * a[s];
      sumB += value * b[s];
      sumC += value * c[s];
      sumD += value * d[s];
    }
    sums[0] = sumA;
    sums[1] = sumB;
    sums[2] = sumC;
    sums[3] = sumD;
    for (let i = 0; i < targets.length; i++) targets[i][t] += sums[i];
  }
}
