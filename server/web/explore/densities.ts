import type { ActionDistribution } from "../../../model/point.ts";
import { truncatedNormal } from "../../../numerics/truncatedNormal.ts";

/** A member's density as a line to draw: length of a step → density per unit of work. */
export type DensityLine = readonly (readonly [number, number])[];

const PLACES = 90;
const kept = new Map<string, DensityLine | undefined>();
const MOST_KEPT = 200;

/** @returns undefined for a member that the model refuses: it has no density */
export function densityLine(member: ActionDistribution): DensityLine | undefined {
  const key = JSON.stringify(member);
  if (kept.has(key)) return kept.get(key);
  if (kept.size > MOST_KEPT) kept.clear();
  const line = solved(member);
  kept.set(key, line);
  return line;
}

function solved({ mu, sigma, min, max }: ActionDistribution): DensityLine | undefined {
  try {
    const law = truncatedNormal(mu, sigma, min, max);
    return Array.from({ length: PLACES + 1 }, (_, i) => {
      const at = min + ((max - min) * i) / PLACES;
      return [at, law.density(at)] as const;
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Ends of the axis for a pool: every member with its mean, and room to drag. */
export function lengthsShown(pool: readonly ActionDistribution[]): readonly [number, number] {
  const low = Math.min(...pool.map(({ mu, min, max }) => Math.max(Math.min(mu, min), min - (max - min))));
  const high = Math.max(...pool.map(({ mu, sigma, min, max }) => Math.min(Math.max(mu + sigma, max), max + Math.abs(max - min))));
  const room = 0.12 * (high - low || 1);
  return [Math.max(Math.min(0, low), low - room), high + room];
}

/** One end or handle of a member put elsewhere; sigma is taken from where its handle stands, mu + sigma. */
export function withHandle(member: ActionDistribution, name: keyof ActionDistribution, value: number, least: number): ActionDistribution {
  switch (name) {
    case "mu":
      return { ...member, mu: value };
    case "sigma":
      return { ...member, sigma: Math.max(least, value) };
    case "min":
      return { ...member, min: Math.max(0, Math.min(value, member.max - least)) };
    case "max":
      return { ...member, max: Math.max(value, member.min + least) };
  }
}
