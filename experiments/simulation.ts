import { MODEL_VERSION } from "../model/canonical.ts";
import type { Point } from "../model/point.ts";
import type { RunOptions } from "../sim/simulate.ts";
import type { Identity } from "../store/resultKey.ts";

/** A whole simulation of one point, in the store. */
export const SIMULATION = "simulation";

/** The same with `until`: its runs are a limit and not what was simulated, so that the width is a parameter. */
export const SIMULATION_UNTIL = "simulation-until";

export function simulationIdentity(point: Point, { runs, seed, until }: RunOptions): Identity {
  const fixed = { modelVersion: MODEL_VERSION, method: "simulate", seed, runs };
  return until === undefined
    ? { ...fixed, experiment: SIMULATION, parameters: point }
    : { ...fixed, experiment: SIMULATION_UNTIL, parameters: { point, until } };
}
