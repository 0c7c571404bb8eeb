import type { CurveRow } from "../../../figures/explore/knobCurve.ts";
import type { Knob } from "./knobs.ts";
import { shortNumber, shortRate } from "./shortNumber.ts";

/** A place of a curve; where it has no figures the solver may have said why. */
export type Place = CurveRow & { readonly reason?: string };

/** What a curve says, in words: where the knob stands, and the best places of those solved. */
export function curveInWords(knob: Knob, rows: readonly Place[], here: Place): { readonly here: string; readonly best: string } {
  const at = (place: Place) => `${knob.label} = ${shortNumber(place.at)}`;
  const solved = rows.filter((row) => row.passRate !== undefined);
  return {
    here:
      here.passRate === undefined || here.finalBias === undefined
        ? `At ${at(here)} there are no figures${here.reason === undefined ? "" : `: ${here.reason}`}.`
        : `At ${at(here)} a run passes with probability ${shortRate(here.passRate, 4)} and ends ${shortNumber(here.finalBias, 4)} from the goal on average.`,
    best: bestInWords(solved, at),
  };
}

function bestInWords(solved: readonly Place[], at: (place: Place) => string): string {
  const highest = bestOf(solved, (row) => -(row.passRate ?? 0));
  const nearest = bestOf(solved, (row) => row.finalBias ?? Number.POSITIVE_INFINITY);
  if (highest?.passRate === undefined || nearest?.finalBias === undefined) return "No place of this curve has figures.";
  const rate = shortRate(highest.passRate, 4);
  const passing =
    highest.passRate === 0
      ? "no run passes at any of them"
      : isFlat(solved.map((row) => row.passRate ?? 0))
        ? `pass rate ${rate} at all of them`
        : `pass rate ${rate} at ${at(highest)}`;
  const bias = shortNumber(nearest.finalBias, 4);
  const ending = isFlat(solved.map((row) => row.finalBias ?? 0)) ? `final bias ${bias} at all` : `final bias ${bias} at ${at(nearest)}`;
  return `Best of the ${solved.length} places: ${passing}; ${ending}.`;
}

/** Apart by no more than the curve's accuracy, of which no place is the best. */
const isFlat = (values: readonly number[]) => Math.max(...values) - Math.min(...values) < 1e-7 * Math.max(1, ...values);

function bestOf(rows: readonly Place[], cost: (row: Place) => number): Place | undefined {
  return rows.reduce<Place | undefined>((best, row) => (best === undefined || cost(row) < cost(best) ? row : best), undefined);
}
