import type { Trajectories } from "../../../model/trajectory.ts";
import { parsePoint } from "../../../model/validate.ts";
import { sampleTrajectories } from "../../../sim/trajectories.ts";

/** Whole runs, step by step. */
export function trajectories({
  point,
  runs,
  seed,
}: {
  readonly point: unknown;
  readonly runs: number;
  readonly seed: string;
}): Trajectories {
  return sampleTrajectories(parsePoint(point), { runs, seed });
}
