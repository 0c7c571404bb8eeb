import type { CurvePoint } from "../model/experiment.ts";
import type { Point } from "../model/point.ts";
import type { Estimate, SimulationResult, Solution } from "../model/result.ts";
import { parsePoint } from "../model/validate.ts";
import { hallucinationRate } from "../theory/hallucination.ts";
import type { Cell, ClaimRates } from "./experiment.ts";

interface RunOptions {
  readonly runs: number;
  readonly seed: string;
  readonly signal?: AbortSignal | undefined;
}

/** The two programs that answer a cell; handed in, so that experiments are tested without either. */
export interface CellTools {
  readonly solve: (point: Point) => Solution;
  readonly simulate: (point: Point, options: RunOptions & { readonly until?: number }) => Promise<SimulationResult>;
  readonly simulateClaims: (rates: ClaimRates, options: RunOptions) => Estimate | Promise<Estimate>;
}

/** What fixes a cell's result: the resolved point, or the rates. */
export function parametersOf({ of }: Cell): Point | ClaimRates {
  return of.kind === "point" ? parsePoint(of.point) : of.rates;
}

/** An exact solution as far as it is drawn. */
export interface DrawnFigures {
  readonly passRate: number;
  readonly finalBias: number;
  readonly error: { readonly passRate: number; readonly finalBias: number };
}

/** The exact figures that are drawn. */
export function exactCell({ of }: Cell, solve: (point: Point) => DrawnFigures): CurvePoint["exact"] {
  if (of.kind === "claims") {
    const { taskRate, stageRate, stages } = of.rates;
    return { hallucinationRate: { value: hallucinationRate(taskRate, stageRate, stages), error: 1e-15 } };
  }
  const { passRate, finalBias, error } = solve(parsePoint(of.point));
  return {
    passRate: { value: passRate, error: error.passRate },
    finalBias: { value: finalBias, error: error.finalBias },
  };
}

/** The simulated figures that are drawn. */
export async function simulatedCell({ of }: Cell, options: RunOptions, tools: Omit<CellTools, "solve">): Promise<CurvePoint["simulated"]> {
  if (of.kind === "claims") return { hallucinationRate: await tools.simulateClaims(of.rates, options) };
  const { passRate, finalBias } = await tools.simulate(parsePoint(of.point), options);
  return { passRate, finalBias };
}
