import type { ProgressBin } from "../../../../figures/explore/progressLaw.ts";
import type { ProgressLaw } from "../../solver/tasks.ts";

/** P in each bin over its width: exact, whatever the law looks like inside. */
export function binsOf({ places }: ProgressLaw): ProgressBin[] {
  return places.slice(1).map(({ progress, probability }, i) => {
    const before = places[i] as ProgressLaw["places"][number];
    const density = Math.max(0, probability - before.probability) / (progress - before.progress);
    return { from: before.progress, to: progress, density, below: probability };
  });
}
