import type { CalibratedAgent, PredictedPlace } from "../../model/calibration.ts";
import { InvalidInput } from "../../model/invalid.ts";
import { servedSourceIn } from "../../model/servedSource.ts";
import { interruptible } from "../interrupt.ts";
import { progressBar } from "../progress.ts";
import { quoted } from "../quoted.ts";
import { machine } from "./agentOptions.ts";

/** What the trials to run have in common with one that is there. */
interface Like {
  readonly of: CalibratedAgent;
}

interface RunOptions {
  readonly run?: number;
  readonly from: string;
  readonly agents?: string;
  readonly concurrency: number;
}

/**
 * Knows before the work that trials can be run.
 *
 * @throws InvalidInput where the model is not the lab's own, naming the command that runs them
 */
export function requireServed(places: readonly PredictedPlace[], { of }: Like, options: RunOptions): void {
  if (servedSourceIn(of.source) === undefined)
    throw new InvalidInput("--run", `must be left out for a model on a server; run the trials by: ${commandFor(places, of, options)}`);
}

/**
 * Runs trials at predicted places until each has as many as were asked for, and keeps them where the others are.
 *
 * @throws InvalidInput where this machine has not the agent, or another version of it
 */
export async function runPredicted(places: readonly PredictedPlace[], { of }: Like, options: RunOptions): Promise<void> {
  const [{ planAgentSweep }, { parseAgentSweep }, { trialShelf }, here] = await Promise.all([
    import("../../agents/trial/runAgentSweep.ts"),
    import("../../agents/trial/spec.ts"),
    import("./trialShelf.ts"),
    machine(undefined),
  ]);
  const { goal, tolerance, stepBudget, total, retryBudget, onUnrecovered, telling, guidance } = of;
  const shelf = await trialShelf(options.from, "--from");
  const specs = places.map(({ stages, at }) =>
    parseAgentSweep({
      agents: [of.agent],
      models: [of.model],
      source: { kind: "served", ...(servedSourceIn(of.source) as object) },
      tasks: [{ kind: "addition", goal, tolerance, stepBudget, total }],
      harness: {
        retryBudget,
        onUnrecovered,
        telling,
        guidance,
        ...(stages.kind === "partial" ? { chunk: stages.chunk, extent: at } : { k: at }),
      },
      trials: options.run,
      concurrency: options.concurrency,
    }),
  );
  const bar = progressBar(of.agent, places.length * (options.run ?? 0), "trials");
  let done = 0;
  try {
    await interruptible(
      async (signal) => {
        for (const spec of specs) {
          const folder = options.agents === undefined ? {} : { agentsFolder: options.agents };
          const sweep = await planAgentSweep({ spec, shelf, ...here, ...folder, signal });
          try {
            const version = sweep.cells[0]?.version;
            if (version !== of.version) throw new InvalidInput("--run", `must run ${of.agent} ${of.version}, as the trials did`, version);
            const { endedEarly } = await sweep.run(() => bar.update(++done));
            signal.throwIfAborted();
            if (endedEarly !== undefined) throw new Error(endedEarly);
          } finally {
            await sweep.close();
          }
        }
      },
      () => "finished trials are kept; the same command goes on",
    );
  } finally {
    bar.stop();
  }
}

function commandFor(places: readonly PredictedPlace[], of: Like["of"], { from, run }: RunOptions): string {
  const chunk = places.flatMap(({ stages }) => (stages.kind === "partial" ? [stages.chunk] : []))[0];
  const over = (knob: PredictedPlace["knob"]) => places.filter((place) => place.knob === knob).map(({ at }) => at);
  const [k, r] = [over("k"), over("r")];
  const { agent, model, source, goal, tolerance, stepBudget, total, retryBudget, onUnrecovered, telling, guidance } = of;
  const flags: Readonly<Record<string, string | number | undefined>> = {
    agent,
    model,
    upstream: `https://${source}`,
    goal,
    tolerance,
    "step-budget": stepBudget,
    total,
    "retry-budget": retryBudget,
    "on-unrecovered": onUnrecovered,
    telling,
    guidance,
    ...(k.length > 0 ? { k: k.join(",") } : { chunk, extent: r.join(",") }),
    trials: run,
    out: from,
  };
  return `harness-lab agents run ${Object.entries(flags)
    .map(([name, value]) => `--${name} ${quoted(String(value))}`)
    .join(" ")} (and the --key-variable of its key)`;
}
