import { InvalidInput } from "../../model/invalid.ts";
import type { Point } from "../../model/point.ts";

/** @throws InvalidInput naming `prune` where it is above 0: runs that keep different members have no one accept rate per request */
export function requireUnpruned(point: Point, what: string): void {
  if (point.prune > 0) throw new InvalidInput("prune", `must be 0 for ${what}, whose stages must have one accept rate each`, point.prune);
}
