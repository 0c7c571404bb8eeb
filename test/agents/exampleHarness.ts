import type { AdditionHarness, AdditionTask } from "../../model/trial.ts";

/** Two stages of ten units, told in one prompt, two attempts each. */
export const TASK: AdditionTask = { kind: "addition", goal: 20, tolerance: 2, stepBudget: 3, total: "shown" };
export const HARNESS: AdditionHarness = {
  stages: { kind: "uniform", count: 2 },
  retryBudget: 2,
  onUnrecovered: "carry",
  telling: "prompt",
  guidance: "none",
};
