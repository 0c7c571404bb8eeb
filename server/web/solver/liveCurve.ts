import type { AskOptions } from "./client.ts";
import { coarseToFine } from "./coarseToFine.ts";
import { solver } from "./solvers.ts";
import type { Headline } from "./tasks.ts";

/**
 * Solves the places of one curve while a knob is moved: on two workers, the ends and the middle first, so that the first parts are a coarse
 * curve.
 *
 * @param onPart  told of the figures by place, whenever some more are there
 * @throws the signal's reason once it is aborted
 */
export async function solveLive(
  points: readonly unknown[],
  onPart: (solved: readonly (Headline | undefined)[]) => void,
  { signal }: Pick<AskOptions<never>, "signal"> = {},
): Promise<readonly Headline[]> {
  const solved = new Array<Headline | undefined>(points.length).fill(undefined);
  const order = coarseToFine(points.length);
  const lane = async (worker: "live" | "live too", places: readonly number[]) => {
    let next = 0;
    const take = (part: readonly Headline[]) => {
      for (const headline of part) solved[places[next++] as number] = headline;
      onPart(solved);
    };
    await solver(worker).ask("headlines", { points: places.map((place) => points[place]) }, { signal, onPart: take });
  };
  const even = order.filter((_, i) => i % 2 === 0);
  const odd = order.filter((_, i) => i % 2 === 1);
  await Promise.all([lane("live", even), ...(odd.length > 0 ? [lane("live too", odd)] : [])]);
  return solved as readonly Headline[];
}
