/** What threads can do: name → the module whose default export does it. Loaded when first asked for, once a thread. */
export const WORK = {
  solve: () => import("./solve.ts"),
  solvePoint: () => import("./solvePoint.ts"),
  sweep: () => import("./sweep.ts"),
  parseSweep: () => import("./parseSweep.ts"),
  recommend: () => import("./recommend.ts"),
  theory: () => import("./theory.ts"),
  experiment: () => import("./experiment.ts"),
  drawFigure: () => import("./drawFigure.ts"),
  simulateClaims: () => import("./simulateClaims.ts"),
  compare: () => import("./compare.ts"),
  validate: () => import("./validate.ts"),
  exactPlaces: () => import("./exactPlaces.ts"),
  trialTrace: () => import("./trialTrace.ts"),
} as const;

export type WorkName = keyof typeof WORK;
type Run<N extends WorkName> = Awaited<ReturnType<(typeof WORK)[N]>>["default"];
export type WorkInput<N extends WorkName> = Parameters<Run<N>>[0];
export type WorkResult<N extends WorkName> = Awaited<ReturnType<Run<N>>>;
