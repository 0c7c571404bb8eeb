import { besideBy, type ExactRow, type MarkRow, TRIAL_DATA, trialCurve } from "../../../figures/runs/trialCurve.ts";
import type { TrialCurveAnswer } from "../../api.ts";
import { shortNumber } from "../explore/shortNumber.ts";
import type { OfWidth } from "../picture/fittedPicture.ts";
import { seriesName } from "./cellWords.ts";
import { MEASURES, type TrialMeasure } from "./measures.ts";
import { KNOBS } from "./state.ts";
import { trialsCommand } from "./trialsCommand.ts";

/** A picture with what its key says. */
export interface RunsPicture {
  readonly content: OfWidth;
  readonly names: readonly string[];
  /** Whether a series has an exact curve. */ readonly hasExact: boolean;
}

/** A curve of the paper's model on the same axes, at places of the knob. */
export interface ModelCurve {
  readonly name: string;
  readonly places: readonly { readonly at: number; readonly value: number }[];
}

/**
 * A measure of the trials over the knob; undefined where no series has it.
 *
 * @param beside  drawn as lines of their own, behind the series
 */
export function curveContent(answer: TrialCurveAnswer, measure: TrialMeasure, beside: readonly ModelCurve[] = []): RunsPicture | undefined {
  const { title, axis, isShare, of, exact: exactOf } = MEASURES[measure];
  const knob = KNOBS[answer.over].title;
  const names = distinct(answer.series.map((series) => seriesName(series, answer.over)));
  const places = answer.series.flatMap(({ marks }) => marks.map(({ at }) => at));
  const span = Math.max(...places) - Math.min(...places);
  const marks = answer.series.flatMap((series, i) =>
    series.marks.flatMap((mark): MarkRow[] => {
      const shown = of(mark);
      if (!shown) return [];
      const { value, low, high } = shown;
      const ends = low === undefined || high === undefined ? {} : { low, high };
      const counted = measure === "passRate" ? `${mark.passed} of ${mark.trials} passed` : `${mark.trials}`;
      const place = mark.at + besideBy(i, names.length, span);
      return [{ at: mark.at, place, value, ...ends, series: names[i] as string, trials: counted }];
    }),
  );
  if (marks.length === 0) return undefined;
  const own = answer.series.flatMap((series, i) =>
    (series.exact ?? []).map((place): ExactRow => ({ at: place.at, value: exactOf(place), series: names[i] as string })),
  );
  const exact = [...own, ...beside.flatMap(({ name, places }) => places.map((place) => ({ ...place, series: name })))];
  const drawn = [...names, ...beside.map(({ name }) => name)];
  const rows = [
    ...marks.map(({ place: _, trials, ...row }) => ({ ...row, source: "trials", trials })),
    ...exact.map((row) => ({ ...row, source: "exact" })),
  ];
  return {
    names,
    hasExact: own.length > 0,
    content: (width) => ({
      name: `runs-${measure}`,
      summary: `${title} over ${knob}. ${names.map((name) => `${name}: ${toldOf(marks, name)}`).join("; ")}.`,
      spec: (look) => trialCurve({ x: knob, y: axis, isShare }, look, width, drawn),
      datasets: { [TRIAL_DATA.marks]: marks, [TRIAL_DATA.exact]: exact },
      table: { columns: ["series", "source", "at", "value", "low", "high", "trials"], rows },
      json: answer,
      command: trialsCommand("list --json", answer.folder),
    }),
  };
}

const toldOf = (marks: readonly MarkRow[], name: string) =>
  marks
    .filter(({ series }) => series === name)
    .map(({ at, value }) => `${at}: ${shortNumber(value, 3)}`)
    .join(", ");

/** Series may be called alike, as those of two seeds are. */
function distinct(names: readonly string[]): string[] {
  return names.map((name, i) => {
    const before = names.slice(0, i).filter((other) => other === name).length;
    return before === 0 ? name : `${name} (${before + 1})`;
  });
}
