import { InvalidInput } from "../../model/invalid.ts";
import { type Cell, type TrialRecord, WORDING } from "../../model/trial.ts";
import { type FoundAgent, findAgent } from "../ports/findAgent.ts";
import type { AgentPort } from "../ports/port.ts";
import { PORTS } from "../ports/ports.ts";
import { checkPriced } from "../proxy/budget.ts";
import type { Prices } from "../proxy/prices.ts";
import type { Isolation } from "../sandbox/isolation.ts";
import { removeLeftovers } from "../sandbox/ownFolder.ts";
import { openSource } from "./modelSource.ts";
import { runTrial } from "./runTrial.ts";
import type { AgentSweepSpec } from "./spec.ts";
import { runSweep, type SweepEnd, type TrialShelf } from "./sweep.ts";
import { type TrialTask, trialTask } from "./trialTask.ts";
import type { WriteWorkflow } from "./workflowChoice.ts";

export interface AgentSweepRun {
  readonly spec: AgentSweepSpec;
  readonly shelf: TrialShelf;
  readonly prices: Prices;
  readonly isolation: Isolation;
  readonly lab: TrialRecord["lab"];
  /** npm prefix or folder of programs to look in before PATH. */ readonly agentsFolder?: string;
  /** Known agents, those of the lab by default. */ readonly ports?: readonly AgentPort[];
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly generate?: WriteWorkflow;
  readonly signal?: AbortSignal;
}

/** A sweep that is ready: what it would run is known, and nothing has been spent. */
export interface PlannedSweep {
  /** Every trial, repeats of one cell beside each other. */ readonly cells: readonly Cell[];
  readonly run: (onTrial?: (record: TrialRecord, found: boolean) => void) => Promise<SweepEnd>;
  /** Ends the model's server; to be called whatever happens. */ readonly close: () => Promise<void>;
}

/**
 * Reads tasks, finds agents and opens the source of the model, so that everything that can be refused is refused before the first trial.
 *
 * @throws InvalidInput naming what is not there or does not fit
 */
export async function planAgentSweep(options: AgentSweepRun): Promise<PlannedSweep> {
  const { spec, shelf, isolation, lab, agentsFolder, environment = process.env, generate, signal } = options;
  const prices = spec.source.kind === "served" ? free(spec.models, options.prices) : options.prices;
  for (const model of spec.models) checkPriced(spec.budget, model, prices);
  const found = await Promise.all(spec.agents.map((name) => agentOf(name, options.ports ?? PORTS, agentsFolder)));
  const tasks = await Promise.all(spec.tasks.map((task) => trialTask(task, isolation, generate)));
  await removeLeftovers();
  const source = await openSource(spec.source, environment);
  try {
    const planned: { readonly cell: Cell; readonly agent: (typeof found)[number]; readonly task: TrialTask }[] = [];
    for (const agent of found)
      for (const model of spec.models)
        for (const task of tasks)
          for (const choice of spec.choices) {
            const harness = await task.harness(choice);
            if (harness.telling === "turns" && !agent.port.continues)
              throw new InvalidInput("harness.telling", `must be "prompt" for ${agent.port.name}: it cannot go on with a session`, "turns");
            const { port } = agent;
            const version = agent.here.version ?? "unknown";
            const cell = { agent: port.name, version, model, source: source.id, task: task.id, harness, wording: WORDING };
            for (let trial = 1; trial <= spec.trials; trial++) planned.push({ cell: { ...cell, trial }, agent, task });
          }
    // What is named twice is one trial: two lanes would run it at once.
    const byKey = new Map(planned.map((one) => [shelf.keyOf(one.cell), one]));
    const cells = [...byKey.values()].map(({ cell }) => cell);
    return {
      cells,
      close: source.close,
      run: (onTrial) =>
        runSweep({
          cells,
          shelf,
          concurrency: spec.concurrency,
          ...(signal ? { signal } : {}),
          ...(onTrial ? { onTrial } : {}),
          run: (cell, key, stop) => {
            const { agent, task } = byKey.get(key) as (typeof planned)[number];
            return runTrial({
              key,
              cell,
              port: agent.port,
              agent: agent.here,
              staged: task.staged(cell.harness),
              upstream: source.upstream(key),
              budget: spec.budget,
              prices,
              isolation,
              ...(spec.turnWallMs === undefined ? {} : { limits: { wallMs: spec.turnWallMs } }),
              lab,
              signal: stop,
            });
          },
        }),
    };
  } catch (error) {
    await source.close();
    throw error;
  }
}

/** The lab's own model costs nothing, by whatever name it is asked for. */
const free = (models: readonly string[], { currency }: Prices): Prices => ({
  currency,
  models: new Map(models.map((name) => [name, { input: 0, output: 0 }])),
});

async function agentOf(
  name: string,
  ports: readonly AgentPort[],
  folder: string | undefined,
): Promise<{ readonly port: AgentPort; readonly here: FoundAgent }> {
  const port = ports.find((one) => one.name === name);
  if (!port) throw new InvalidInput("agents", `must be of ${ports.map((one) => one.name).join(", ")}`, name);
  const here = await findAgent(port, folder);
  if (!here) throw new InvalidInput("agents", "must be installed here (see: harness-lab agents doctor)", name);
  return { port, here };
}
