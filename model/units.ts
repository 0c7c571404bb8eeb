/** Unit of each figure that is stored, by its name in code. A figure that is not named here is exported without a unit. */
export const FIGURE_UNITS: Readonly<Record<string, string>> = {
  passRate: "probability",
  failRate: "probability",
  acceptRate: "probability",
  overshootRate: "probability",
  exhaustionRate: "probability",
  hallucinationRate: "probability",
  finalBias: "units of work",
  finalBiasPassed: "units of work",
  signedBias: "units of work",
  quantiles: "units of work",
  meanAttempts: "attempts",
  meanSteps: "steps",
};
