import { shortNumber, shortRate } from "../explore/shortNumber.ts";
import type { Cell, Figure, Known } from "./cell.ts";
import type { Plan } from "./plan.ts";

/** What the browser solves is exact to that. */
const ACCURACY = 1e-7;

/** The places of the highest pass rate or the lowest final bias: exact ones that are as good, of estimates only the best itself. */
function bestPlaces(cells: readonly (Cell | undefined)[], figure: Figure): readonly number[] {
  const cost = (known: Known | undefined) =>
    known === undefined ? Number.POSITIVE_INFINITY : figure === "passRate" ? -known.value : known.value;
  const best = cells.map((cell) => cell?.[figure]).reduce((one, other) => (cost(other) < cost(one) ? other : one), undefined);
  if (best === undefined) return [];
  if (best.low !== undefined) return [cells.findIndex((cell) => cell?.[figure] === best)];
  const isAsGood = (known: Known | undefined) => cost(known) - cost(best) <= ACCURACY * Math.max(1, best.value);
  return cells.flatMap((cell, i) => (isAsGood(cell?.[figure]) ? [i] : []));
}

/** The first of the best places; undefined where no place has the figure. */
export function bestOf(cells: readonly (Cell | undefined)[], figure: Figure): number | undefined {
  return bestPlaces(cells, figure)[0];
}

/** "stages K = 5, tolerance ε = 2" */
function placeInWords(plan: Plan, index: number): string {
  return plan
    .placesAt(index)
    .map((place, i) => `${plan.axes[i]?.label} = ${shortNumber(plan.axes[i]?.values[place] ?? Number.NaN)}`)
    .join(", ");
}

const FIGURE_WORDS = { passRate: "pass rate", finalBias: "final bias" } as const;

/** "pass rate 0.93 (20,000 runs, 95%: 0.92 to 0.94)" */
export function knownInWords(figure: Figure, { value, low, high, count }: Known): string {
  const show = figure === "passRate" ? shortRate : shortNumber;
  const interval =
    low === undefined || high === undefined ? "" : ` (${(count ?? 0).toLocaleString("en")} runs, 95%: ${show(low, 4)} to ${show(high, 4)})`;
  return `${FIGURE_WORDS[figure]} ${show(value)}${interval}`;
}

/** What a place says. */
export function cellInWords(plan: Plan, index: number, cell: Cell | undefined): string {
  const at = `At ${placeInWords(plan, index)}`;
  if (!cell) return `${at}: not worked out yet.`;
  if (!cell.passRate || !cell.finalBias) return `${at}: no figures${cell.reason === undefined ? "" : `; ${cell.reason}`}.`;
  return `${at}: ${knownInWords("passRate", cell.passRate)}, ${knownInWords("finalBias", cell.finalBias)} in units of work.`;
}

/** The best place of those worked out, and what is missing. */
export function fieldInWords(plan: Plan, cells: readonly (Cell | undefined)[]): { readonly best: string; readonly missing: string } {
  const solved = cells.filter((cell) => cell?.passRate).length;
  const says = (figure: Figure, word: string) => {
    const places = bestPlaces(cells, figure);
    const [place] = places;
    const known = place === undefined ? undefined : cells[place]?.[figure];
    if (!known || place === undefined) return undefined;
    if (figure === "passRate" && known.value === 0) return "no run passes at any place";
    const among = places.length > 1 ? `${places.length.toLocaleString("en")} places, the first of them ` : "";
    return `${word} ${knownInWords(figure, known)} at ${among}${placeInWords(plan, place)}`;
  };
  const parts = [says("passRate", "highest"), says("finalBias", "lowest")].filter((part) => part !== undefined);
  const refused = cells.filter((cell) => cell?.reason !== undefined && !cell.passRate);
  return {
    best: parts.length === 0 ? "" : `Of ${solved.toLocaleString("en")} ${solved === 1 ? "place" : "places"}: ${parts.join("; ")}.`,
    missing:
      refused.length === 0
        ? ""
        : `${refused.length.toLocaleString("en")} ${refused.length === 1 ? "place has" : "places have"} no figures${plan.axes.length === 2 ? ", crossed out" : ""}; the first: ${refused[0]?.reason}.`,
  };
}
