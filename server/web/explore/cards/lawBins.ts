import type { LawView, ProgressBin } from "../../../../figures/explore/progressLaw.ts";
import type { PointInput } from "../../../../model/point.ts";
import type { ProgressLaw } from "../../solver/law.ts";
import { shortNumber } from "../shortNumber.ts";

/** A law that has this share of its runs in one of its bins is as good as a few points: its density is a row of needles. */
const NEEDLE = 0.2;
/** A goal further from the law than so many times the law's width is said, not drawn: the law would be a needle. */
const FAR = 6;

type Places = Pick<ProgressLaw, "places">;

/** P in each bin over its width: exact, whatever the law looks like inside. */
export function binsOf({ places }: Places): ProgressBin[] {
  return places.slice(1).map(({ progress, probability }, i) => {
    const before = places[i] as ProgressLaw["places"][number];
    const density = Math.max(0, probability - before.probability) / (progress - before.progress);
    return { from: before.progress, to: progress, density, below: probability };
  });
}

/** P(X at most `progress`), and P per unit of work in the bin that ends there. */
export function lawRows({ places }: Places, bins: readonly ProgressBin[]) {
  return places.map((place, i) => ({ ...place, ...(i === 0 ? {} : { density: bins[i - 1]?.density }) }));
}

/** A density, unless nearly all runs end at a few places. */
export function viewFor(bins: readonly ProgressBin[]): LawView {
  return bins.some(({ from, to, density }) => density * (to - from) > NEEDLE) ? "distribution" : "density";
}

/** Where nine runs in ten end, the median, the mean |X − G|; and where the goal is, if too far to be drawn. */
export function lawInWords({ goal }: Pick<PointInput, "goal">, { places, quantiles, finalBias }: ProgressLaw): string {
  const digits = digitsFor(places);
  const at = (level: keyof ProgressLaw["quantiles"]) => shortNumber(quantiles[level], digits);
  const side = isFar(goal, { places }) ? ` The goal is too far ${goal > quantiles[0.5] ? "above" : "below"} to be drawn.` : "";
  return (
    `Nine runs in ten end between ${at(0.05)} and ${at(0.95)}, half of them below ${at(0.5)}; ` +
    `the mean |X − G| is ${shortNumber(finalBias, 4)} units of work, with G = ${shortNumber(goal)}.${side}`
  );
}

/** Enough that the ends of the law differ. */
function digitsFor(places: ProgressLaw["places"]): number {
  const [first, last] = [places[0]?.progress ?? 0, places.at(-1)?.progress ?? 0];
  const apart = (last - first) / Math.max(Math.abs(first), Math.abs(last), Number.MIN_VALUE);
  return Math.min(12, Math.max(4, 2 - Math.floor(Math.log10(Math.max(apart, 1e-10)))));
}

export function isFar(goal: number, { places }: Places): boolean {
  const [first, last] = [places[0]?.progress ?? goal, places.at(-1)?.progress ?? goal];
  return Math.max(goal - last, first - goal) > FAR * (last - first);
}
