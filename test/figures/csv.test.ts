import { csvParseRows } from "d3";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { resultCsv } from "../../figures/csv.ts";
import type { ExperimentResult } from "../../model/experiment.ts";
import { plausibleResults } from "./plausible.ts";

const SEED = 20_260_521;

function named(name: string, value: number): ExperimentResult {
  const points = [{ at: 1, exact: { passRate: { value, error: 1e-9 } }, simulated: {} }];
  return {
    id: "x",
    figures: [],
    title: "x",
    sweep: { name: "K", symbol: "K", title: "K", unit: "" },
    curves: [{ name, points }],
    findings: [],
    claims: [],
  };
}

test("one row for each curve, swept value and measure, with units", () => {
  const result = plausibleResults().get("granularity") as ExperimentResult;
  const [header, ...rows] = csvParseRows(resultCsv(result));
  expect(header).toEqual([
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
  ]);
  expect(rows).toHaveLength(3 * 30 * 2);
  const { exact, simulated } = result.curves[0].points[0];
  const { mean, low, high, count } = simulated.passRate ?? { mean: 0, low: 0, high: 0, count: 0 };
  expect(rows[0]).toEqual([
    "granularity",
    "Model 1",
    "count",
    "count",
    "1",
    "passRate",
    "probability",
    ...[exact.passRate?.value, exact.passRate?.error, mean, low, high, count].map(String),
  ]);
});

test("a missing value is an empty cell", () => {
  const row = csvParseRows(resultCsv(named("a", 0.5)))[1];
  expect(row.slice(7)).toEqual(["0.5", "1e-9", "", "", "", ""]);
});

test("any number and any name come back", () =>
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.double({ noNaN: true, noDefaultInfinity: true }), (name, value) => {
      const text = resultCsv(named(name, value));
      const row = csvParseRows(text)[1];
      expect(row[1].replace(/^'(?=[=+\-@\t\r\n])/, "")).toBe(name);
      expect(Number(row[7])).toBe(value === 0 ? 0 : value);
      expect(text.endsWith("\r\n")).toBe(true);
    }),
    { seed: SEED, numRuns: 300 },
  ));

describe("a name that a spreadsheet would run", () => {
  test.each(["=cmd|' /C calc'!A0", "+1+1", "-2", "@SUM(A1)", "\t=1", "\r=1"])("%j becomes text", (name) => {
    expect(csvParseRows(resultCsv(named(name, 0)))[1][1]).toBe(`'${name}`);
  });
  test("numbers are left alone", () => expect(csvParseRows(resultCsv(named("a", -1)))[1][7]).toBe("-1"));
});
