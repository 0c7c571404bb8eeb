import { type ExperimentResult, MEASURES, type Measure } from "../model/experiment.ts";
import { csvText } from "./csvText.ts";

/** Unit of each measure, as a data file states it. */
const MEASURE_UNITS: Readonly<Record<Measure, string>> = {
  passRate: "probability",
  finalBias: "units of work",
  hallucinationRate: "probability",
  acceptRate: "probability",
};

const COLUMNS = [
  "experiment",
  "curve",
  "sweep",
  "sweep_unit",
  "at",
  "measure",
  "unit",
  "exact",
  "exact_error",
  "simulated",
  "low_95",
  "high_95",
  "count",
] as const;

/**
 * A result as tidy CSV (RFC 4180, lines end in CRLF): one row per curve, swept value and measure. A missing value is an
 * empty cell. Numbers are written so that reading them gives the same double.
 */
export function resultCsv({ id, sweep, curves }: ExperimentResult): string {
  const rows = curves.flatMap((curve) =>
    curve.points.flatMap((point) =>
      MEASURES.flatMap((measure) => {
        const exact = point.exact[measure];
        const simulated = point.simulated[measure];
        if (!exact && !simulated) return [];
        const figures = [exact?.value, exact?.error, simulated?.mean, simulated?.low, simulated?.high, simulated?.count];
        return [
          [id, curve.name, sweep.name, sweep.unit === "" ? "count" : sweep.unit, point.at, measure, MEASURE_UNITS[measure], ...figures],
        ];
      }),
    ),
  );
  return csvText([COLUMNS, ...rows]);
}
