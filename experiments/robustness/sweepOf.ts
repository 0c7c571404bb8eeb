import type { PointInput } from "../../model/point.ts";
import type { Experiment } from "../experiment.ts";

/** All points of an experiment as a sweep's spec, for `sweep --spec`: what they share is its base, fields that differ vary together. */
export function sweepOf({ id, curves }: Experiment): object | undefined {
  const points = curves.flatMap(({ cells }) => cells.flatMap(({ of }) => (of.kind === "point" ? [of.point] : [])));
  if (points.length === 0) return undefined;
  const [base] = points;
  const differs = (field: keyof PointInput) => points.some((point) => JSON.stringify(point[field]) !== JSON.stringify(base[field]));
  const fields = (Object.keys(base) as (keyof PointInput)[]).filter(differs);
  return {
    name: id,
    base,
    vary: Object.fromEntries(fields.map((field) => [field, { values: points.map((point) => point[field]) }])),
    ...(fields.length > 1 ? { zip: [fields] } : {}),
  };
}
