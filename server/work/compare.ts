import type { PairedComparison } from "../../model/comparison.ts";
import type { Point } from "../../model/point.ts";
import { comparePaired } from "../../sim/paired/comparePaired.ts";
import { type ExactDifferences, exactDifferences } from "../../theory/exactDifferences.ts";
import type { WorkContext } from "../threads/task.ts";

interface CompareInput {
  readonly first: Point;
  readonly second: Point;
  readonly runs: number;
  readonly seed: string;
}

/** As `lab compare --json`. */
export default async function compare(
  { first, second, runs, seed }: CompareInput,
  { signal, check, progress }: WorkContext,
): Promise<PairedComparison & { readonly exact: ExactDifferences }> {
  const onProgress = (done: number, total: number = runs) => {
    check();
    progress(done, total);
  };
  const paired = await comparePaired(first, second, { runs, seed, signal, onProgress });
  check();
  return { ...paired, exact: exactDifferences(first, second) };
}
