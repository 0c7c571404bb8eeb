import { shortNumber, shortRate } from "../explore/shortNumber.ts";
import type { Cell, Figure, Known } from "./cell.ts";
import type { Plan } from "./plan.ts";

/** The place with the highest pass rate or the lowest final bias, the first of equals; undefined where no place has the figure. */
export function bestOf(cells: readonly (Cell | undefined)[], figure: Figure): number | undefined {
  let best: number | undefined;
  const cost = (cell: Cell | undefined) => {
    const value = cell?.[figure]?.value;
    return value === undefined ? Number.POSITIVE_INFINITY : figure === "passRate" ? -value : value;
  };
  cells.forEach((cell, i) => {
    if (Number.isFinite(cost(cell)) && (best === undefined || cost(cell) < cost(cells[best]))) best = i;
  });
  return best;
}

/** What the browser solves is exact to that. */
const ACCURACY = 1e-7;

/** Places whose exact figure is as good; estimates are never said to be equal. */
function equalsOf(cells: readonly (Cell | undefined)[], figure: Figure, best: Known): number {
  if (best.low !== undefined) return 1;
  const isEqual = (cell: Cell | undefined) =>
    Math.abs((cell?.[figure]?.value ?? Number.NaN) - best.value) <= ACCURACY * Math.max(1, best.value);
  return cells.filter(isEqual).length;
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
  const [highest, nearest] = [bestOf(cells, "passRate"), bestOf(cells, "finalBias")];
  const says = (place: number | undefined, figure: Figure, word: string) => {
    const known = place === undefined ? undefined : cells[place]?.[figure];
    if (!known || place === undefined) return undefined;
    const equals = equalsOf(cells, figure, known);
    const among = equals > 1 ? `${equals.toLocaleString("en")} places, the first of them ` : "";
    return `${word} ${knownInWords(figure, known)} at ${among}${placeInWords(plan, place)}`;
  };
  const parts = [
    cells[highest ?? -1]?.passRate?.value === 0 ? "no run passes at any place" : says(highest, "passRate", "highest"),
    says(nearest, "finalBias", "lowest"),
  ].filter((part) => part !== undefined);
  const refused = cells.filter((cell) => cell?.reason !== undefined && !cell.passRate);
  return {
    best: parts.length === 0 ? "" : `Of ${solved.toLocaleString("en")} ${solved === 1 ? "place" : "places"}: ${parts.join("; ")}.`,
    missing:
      refused.length === 0
        ? ""
        : `${refused.length.toLocaleString("en")} ${refused.length === 1 ? "place has" : "places have"} no figures${plan.axes.length === 2 ? ", crossed out" : ""}; the first: ${refused[0]?.reason}.`,
  };
}
