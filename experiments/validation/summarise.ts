import type { Point } from "../../model/point.ts";
import type { StatementCheck } from "../../model/validation.ts";
import type { CheckTask } from "./pointChecks.ts";
import { type PointSamples, type Sample, STATEMENTS, type StatementId } from "./samples.ts";

const MOST_COUNTEREXAMPLES = 3;

/** One row a statement, over all points. */
export function summarise(points: readonly CheckTask[], results: readonly PointSamples[]): StatementCheck[] {
  const byStatement = new Map<StatementId, { readonly sample: Sample; readonly point: Point }[]>();
  for (const [i, { samples }] of results.entries())
    for (const sample of samples) {
      const point = STATEMENTS[sample.of].theorem === "T2" ? points[i].steered : points[i].point;
      const known = byStatement.get(sample.of);
      if (known) known.push({ sample, point });
      else byStatement.set(sample.of, [{ sample, point }]);
    }
  return (Object.keys(STATEMENTS) as StatementId[]).map((id) => rowOf(id, byStatement.get(id) ?? []));
}

function rowOf(id: StatementId, found: readonly { readonly sample: Sample; readonly point: Point }[]): StatementCheck {
  const samples = found.map(({ sample }) => sample);
  const count = (verdict: Sample["verdict"]) => samples.filter((sample) => sample.verdict === verdict).length;
  const slacks = samples.flatMap(({ slack }) => (slack === undefined ? [] : [slack])).toSorted((a, b) => a - b);
  const errors = samples.flatMap(({ identityError }) => (identityError === undefined ? [] : [identityError]));
  const { theorem, statement } = STATEMENTS[id];
  return {
    theorem,
    statement,
    points: samples.length - count("unresolved"),
    violations: count("violated"),
    vacuous: count("vacuous"),
    unresolved: count("unresolved"),
    ...(slacks.length > 0 ? { slack: { smallest: slacks[0], median: slacks[Math.floor(slacks.length / 2)] } } : {}),
    ...(errors.length > 0 ? { identityError: errors.reduce((a, b) => Math.max(a, b)) } : {}),
    counterexamples: found.flatMap(({ sample, point }) => (sample.verdict === "violated" ? [point] : [])).slice(0, MOST_COUNTEREXAMPLES),
  };
}
