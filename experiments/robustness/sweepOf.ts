import type { PointInput } from "../../model/point.ts";
import type { Experiment } from "../experiment.ts";

/** All points of an experiment as a sweep's spec, for `sweep --spec`: what they share is its base, fields that differ vary together. Its first point too. */
export function sweepOf({ id, curves }: Experiment): { readonly sweep: object; readonly point: PointInput } | undefined {
  const points = curves.flatMap(({ cells }) => cells.flatMap(({ of }) => (of.kind === "point" ? [of.point] : [])));
  if (points.length === 0) return undefined;
  const [base] = points;
  const differs = (field: keyof PointInput) => points.some((point) => JSON.stringify(point[field]) !== JSON.stringify(base[field]));
  const fields = (Object.keys(base) as (keyof PointInput)[]).filter(differs);
  const vary = Object.fromEntries(fields.map((field) => [field, { values: points.map((point) => point[field]) }]));
  return { point: base, sweep: { name: id, base, vary, ...(fields.length > 1 ? { zip: [fields] } : {}) } };
}
