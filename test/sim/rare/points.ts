import { CANONICAL, guided, MODEL_3 } from "../../../model/canonical.ts";
import type { Point, PointInput } from "../../../model/point.ts";
import { parsePoint } from "../../../model/validate.ts";

/** Points whose pass rates are small for different reasons, with the power of ten they are near. */

const explicit = (...requests: number[]) => ({ kind: "explicit" as const, requests });
const point = (changes: Partial<PointInput> & Pick<PointInput, "stages" | "pool">): Point => parsePoint({ ...CANONICAL, ...changes });
const TWO = [
  { mu: 7, sigma: 0.5, min: 5, max: 9 },
  { mu: 5, sigma: 0.5, min: 4, max: 6 },
];

export const RARE_POINTS: readonly { readonly kind: string; readonly power: number; readonly point: Point }[] = [
  {
    kind: "many moderately rare stages",
    power: -12,
    point: point({ stages: { kind: "uniform", count: 12 }, tolerance: 0.45, retryBudget: 1, pool: [MODEL_3] }),
  },
  { kind: "one stage with a narrow window", power: -9, point: point({ stages: explicit(10), tolerance: 8e-10, pool: [MODEL_3] }) },
  {
    kind: "one stage that steps overshoot",
    power: -6,
    point: point({ stages: explicit(10), tolerance: 0.35, pool: [{ mu: 7, sigma: 0.5, min: 4, max: 10 }] }),
  },
  {
    kind: "one stage with too few steps",
    power: -12,
    point: point({ stages: explicit(39), tolerance: 1, stepBudget: 4, pool: [{ mu: 6, sigma: 1, min: 4, max: 10 }] }),
  },
  {
    kind: "a misguided pool",
    power: -9,
    point: point({ stages: explicit(8, 12), tolerance: 0.002, pool: TWO, guidance: guided("misaligned") }),
  },
  {
    kind: "a guided pool of which one member is removed",
    power: -3,
    point: point({ stages: explicit(8, 12), tolerance: 0.015, pool: [...TWO, MODEL_3], prune: 1, guidance: guided("aligned") }),
  },
];
