import { MODEL_VERSION } from "../model/canonical.ts";
import { parsePoint } from "../model/validate.ts";
import type { Identity } from "../store/resultKey.ts";
import { EXPERIMENTS } from "./catalogue.ts";
import { type CellTools, exactCell, simulatedCell } from "./cell.ts";
import type { Cell, ClaimRates } from "./experiment.ts";
import { type FailureTask, nearerFailure } from "./robustness/nearest.ts";
import { outcomesAt } from "./robustness/outcomes.ts";
import { CLAIMS_VERSION } from "./robustness/robustness.ts";
import { type Place, SPACE_VERSION } from "./robustness/space.ts";
import { SIMULATION, SIMULATION_UNTIL } from "./simulation.ts";
import { exactFigures, SWEEP_POINT, simulatedFigures } from "./sweep/runSweep.ts";

/** A result made again, or why it cannot be. */
export type Recomputed = { readonly result: unknown } | { readonly reason: string };

/**
 * Makes a stored result again from its identity alone: points of sweeps and of experiments, outcomes of robustness.
 *
 * @param tools  the solver and the simulators of this lab
 * @throws whatever the solver throws
 */
export async function recompute(identity: Identity, tools: CellTools, signal?: AbortSignal): Promise<Recomputed> {
  const { experiment, modelVersion, method, parameters, seed, runs } = identity;
  if (modelVersion !== MODEL_VERSION) return { reason: `made with model version ${modelVersion}, this is ${MODEL_VERSION}` };
  const drawn = seed !== undefined && runs !== undefined ? { seed, runs, signal } : undefined;
  if (experiment === SWEEP_POINT) {
    if (method === "exact") return { result: exactFigures(tools.solve(parsePoint(parameters))) };
    if (method === "simulate" && drawn) return { result: simulatedFigures(await tools.simulate(parsePoint(parameters), drawn)) };
  }
  if (experiment === SIMULATION && drawn) return { result: await tools.simulate(parsePoint(parameters), drawn) };
  if (experiment === SIMULATION_UNTIL && drawn) {
    const { point, until } = parameters as { point: unknown; until: number };
    return { result: await tools.simulate(parsePoint(point), { ...drawn, until }) };
  }
  if (EXPERIMENTS.some(({ id }) => id === experiment)) {
    const cell = cellOf(parameters);
    if (method === "exact") return { result: exactCell(cell, tools.solve) };
    if (method === "simulate" && drawn) return { result: await simulatedCell(cell, drawn, tools) };
  }
  return robustnessOf(experiment, parameters) ?? { reason: `nothing here makes ${experiment} by ${method}` };
}

function cellOf(parameters: unknown): Cell {
  const rates = parameters as ClaimRates;
  return { at: 0, of: "taskRate" in rates ? { kind: "claims", rates } : { kind: "point", point: parsePoint(parameters) } };
}

function robustnessOf(experiment: string, parameters: unknown): Recomputed | undefined {
  const { claims, space, place, ...task } = parameters as { claims?: number; space?: number; place?: Place } & FailureTask;
  const of = /^robustness-(.+)$/.exec(experiment)?.[1];
  if (of === undefined) return undefined;
  if (claims !== CLAIMS_VERSION) return { reason: `its claims are of version ${claims}, these are ${CLAIMS_VERSION}` };
  if (of !== "nearest") return place && { result: outcomesAt({ place, experiments: [of] })[of] };
  return space === SPACE_VERSION
    ? { result: nearerFailure(task) }
    : { reason: `its space is of version ${space}, this is ${SPACE_VERSION}` };
}
