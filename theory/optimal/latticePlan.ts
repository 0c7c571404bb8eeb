import { type RequestTable, SAMPLES } from "./requestValue.ts";

/** Equal requests of a plan. */
export interface Group {
  readonly request: number;
  readonly count: number;
}

/** The best plan whose requests are lattice points, as it is and with neighbouring requests made equal. Fewer stages win a tie. */
export function latticePlan({ cells, width, samples, first, last }: RequestTable): (readonly Group[])[] {
  const value = new Float64Array(cells + 1).fill(Number.NEGATIVE_INFINITY);
  const choice = new Int32Array(cells + 1);
  const ofRequest = Float64Array.from({ length: last + 1 }, (_, i) => samples[SAMPLES * i]);
  value[0] = 0;
  for (let x = first; x <= cells; x++) {
    let best = Number.NEGATIVE_INFINITY;
    for (let i = Math.min(last, x); i >= first; i--) {
      const sum = ofRequest[i] + value[x - i];
      if (sum > best) {
        best = sum;
        choice[x] = i;
      }
    }
    value[x] = best;
  }
  if (value[cells] === Number.NEGATIVE_INFINITY) return [];
  const counts = new Map<number, number>();
  for (let x = cells; x > 0; x -= choice[x]) counts.set(choice[x], (counts.get(choice[x]) ?? 0) + 1);
  const groups = [...counts].map(([i, count]) => ({ request: i * width, count })).toSorted((a, b) => a.request - b.request);
  return [groups, merged(groups, 2 * width)];
}

/** Groups no farther apart than `within` become one of their mean: the sum stays. */
function merged(groups: readonly Group[], within: number): Group[] {
  const out: Group[] = [];
  for (const group of groups) {
    const last = out.at(-1);
    if (!last || group.request - last.request > within * 1.000001) out.push(group);
    else {
      const count = last.count + group.count;
      out[out.length - 1] = { request: (last.request * last.count + group.request * group.count) / count, count };
    }
  }
  return out;
}
