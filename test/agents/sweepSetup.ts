import { readPrices } from "../../agents/proxy/prices.ts";
import { findIsolation } from "../../agents/sandbox/isolation.ts";
import { type PlannedSweep, planAgentSweep } from "../../agents/trial/runAgentSweep.ts";
import type { AgentSweepSpec } from "../../agents/trial/spec.ts";
import { trialShelf } from "../../cli/agents/trialShelf.ts";
import { standIn } from "./standIn.ts";

/** Sweeps of the stand-in agent, for tests and for processes that tests start: nothing of the test runner may be in here. */

/** One stage of 10 by an agent that adds about 10: most trials pass. */
export const servedSpec = (trials: number, change: object = {}) => ({
  agents: ["stand-in"],
  models: ["any"],
  source: { kind: "served", pool: [{ mu: 10, sigma: 1, min: 6, max: 14 }], seed: "sweep" },
  tasks: [{ kind: "addition", goal: 10, tolerance: 2, stepBudget: 2 }],
  trials,
  concurrency: 2,
  ...change,
});

interface Options {
  readonly mark?: string;
  readonly signal?: AbortSignal;
}

export async function sweepOf(folder: string, spec: AgentSweepSpec, { mark = "none", signal }: Options = {}): Promise<PlannedSweep> {
  const port = standIn();
  const marked: typeof port = {
    ...port,
    command: (turn, inside) => {
      const command = port.command(turn, inside);
      return { ...command, environment: { ...command.environment, TEST_MARK: mark } };
    },
  };
  return planAgentSweep({
    spec,
    shelf: await trialShelf(folder, "--out"),
    prices: readPrices(),
    isolation: await findIsolation(),
    lab: { version: "0" },
    agentsFolder: import.meta.dirname,
    ports: [marked],
    ...(signal ? { signal } : {}),
  });
}
