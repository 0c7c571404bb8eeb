import type { Point } from "../../model/point.ts";

/** Deliberately wrong programs: each simulates another point than it was asked for. A comparison with teeth catches every one. */
export const WRONG_PROGRAMS: Readonly<Record<string, (point: Point) => Point>> = {
  "one retry too many": (point) => ({ ...point, retryBudget: point.retryBudget + 1 }),
  "one step too few": (point) => ({ ...point, stepBudget: point.stepBudget - 1 }),
  "a window a tenth too wide": (point) => ({ ...point, tolerance: point.tolerance * 1.1 }),
  "full width taken for half-width": (point) => ({ ...point, tolerance: point.tolerance / 2 }),
  "guidance with the wrong sign": (point) => ({
    ...point,
    guidance: { ...point.guidance, kind: point.guidance.kind === "aligned" ? "misaligned" : "aligned" },
  }),
  "guidance left out": (point) => ({ ...point, guidance: { kind: "none", strength: 0 } }),
  "stops where it should carry": (point) => ({ ...point, onUnrecovered: "abort" }),
  "checks at the end only": (point) => ({ ...point, verification: "stage-end" }),
  "prunes one member": (point) => ({ ...point, prune: 1 }),
  "base weights ignored": (point) => ({ ...point, weights: point.weights.map(() => 1) }),
  "untruncated location": (point) => ({ ...point, pool: point.pool.map((action) => ({ ...action, mu: action.mu + 0.5 })) }),
};
