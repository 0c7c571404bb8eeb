import { readFileSync } from "node:fs";

/** The point of `examples/point.json`, which the README solves: Model 3 in ten stages, canonical otherwise. */
export const examplePoint = JSON.parse(readFileSync(new URL("../examples/point.json", import.meta.url), "utf8")) as {
  goal: number;
  stages: { kind: string; count: number };
  tolerance: number;
  stepBudget: number;
  retryBudget: number;
  pool: { mu: number; sigma: number; min: number; max: number }[];
};
