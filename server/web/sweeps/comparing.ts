import { COMPARED_FIGURES, type ComparedFigure, type PairedComparison } from "../../../model/comparison.ts";
import type { PointInput } from "../../../model/point.ts";
import type { Solution } from "../../../model/result.ts";
import type { JobResults } from "../../api.ts";
import { shortNumber } from "../explore/shortNumber.ts";
import { WORDS } from "../shell/words.ts";
import { commandReading, quoted } from "../state/command.ts";

/** Exact differences, second minus first, with their estimated errors; those that exist at both points. */
export type Differences = Readonly<Partial<Record<ComparedFigure, { readonly difference: number; readonly error: number }>>>;

export function exactDifferences(first: Solution, second: Solution): Differences {
  const entries = COMPARED_FIGURES.flatMap((figure) => {
    const [one, other, oneError, otherError] = [first[figure], second[figure], first.error[figure], second.error[figure]];
    if (one === undefined || other === undefined || oneError === undefined || otherError === undefined) return [];
    return [[figure, { difference: other - one, error: oneError + otherError }] as const];
  });
  return Object.fromEntries(entries);
}

const signed = (value: number) => `${value > 0 ? "+" : ""}${shortNumber(value, 4)}`;

/** One row a figure: the paired difference with its interval beside the exact one. */
export function differenceRows(paired: PairedComparison | undefined, exact: Differences) {
  return COMPARED_FIGURES.map((figure) => {
    const found = exact[figure];
    const pair = paired?.[figure];
    return {
      figure: WORDS[figure].title,
      exact: found ? `${signed(found.difference)} ± ${shortNumber(found.error, 2)}` : "does not exist",
      paired: pair ? `${signed(pair.mean)} [${signed(pair.low)}, ${signed(pair.high)}]` : "",
      shorter: pair?.shortening === undefined ? "" : `${shortNumber(pair.shortening, 3)} times`,
    };
  });
}

/** What the comparison says of passing, in a sentence with interval and count. */
export function comparisonInWords(paired: JobResults["compare"], exact: Differences): string {
  const { mean, low, high } = paired.passRate;
  const runs = `${paired.runs.toLocaleString("en")} runs of each on the same random numbers, 95%: ${signed(low)} to ${signed(high)}`;
  const verdict =
    low > 0
      ? "The present harness passes more often than the kept one"
      : high < 0
        ? "The present harness passes less often than the kept one"
        : "These runs do not tell which harness passes more often";
  const sure = exact.passRate === undefined ? "" : ` Exactly, the difference is ${signed(exact.passRate.difference)}.`;
  return `${verdict}: pass rate ${signed(mean)} (${runs}).${sure}`;
}

/** Makes the same comparison in a terminal. */
export function compareCommand(first: PointInput, second: PointInput, runs: number, seed: string): string {
  const comparison = commandReading(`compare --point kept.json --with - --runs ${runs} --seed ${quoted(seed)}`, second);
  return `cat > kept.json <<'END'\n${JSON.stringify(first)}\nEND\n${comparison}`;
}
