import type { Place } from "./curves.ts";
import type { Knob } from "./knobs.ts";
import { shortNumber } from "./shortNumber.ts";

/** What a curve says, in words: where the knob stands, and the best places of those solved. */
export function curveInWords(knob: Knob, rows: readonly Place[], here: Place): { readonly here: string; readonly best: string } {
  const at = (place: Place) => `${knob.label} = ${shortNumber(place.at)}`;
  const solved = rows.filter((row) => row.passRate !== undefined);
  const highest = bestOf(solved, (row) => -(row.passRate ?? 0));
  const nearest = bestOf(solved, (row) => row.finalBias ?? Number.POSITIVE_INFINITY);
  return {
    here:
      here.passRate === undefined || here.finalBias === undefined
        ? `At ${at(here)} there are no figures${here.reason === undefined ? "" : `: ${here.reason}`}.`
        : `At ${at(here)} a run passes with probability ${shortNumber(here.passRate, 4)} and ends ${shortNumber(here.finalBias, 4)} from the goal on average.`,
    best:
      highest?.passRate === undefined || nearest?.finalBias === undefined
        ? "No place of this curve has figures."
        : `Best of the ${solved.length} places: ${
            highest.passRate > 0 ? `pass rate ${shortNumber(highest.passRate, 4)} at ${at(highest)}` : "no run passes at any of them"
          }; final bias ${shortNumber(nearest.finalBias, 4)} at ${at(nearest)}.`,
  };
}

function bestOf(rows: readonly Place[], cost: (row: Place) => number): Place | undefined {
  return rows.reduce<Place | undefined>((best, row) => (best === undefined || cost(row) < cost(best) ? row : best), undefined);
}
