import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { codex } from "../../agents/ports/codex.ts";
import { type FoundAgent, findAgent } from "../../agents/ports/findAgent.ts";
import { pi } from "../../agents/ports/pi.ts";
import { readPrices } from "../../agents/proxy/prices.ts";
import { planAgentSweep } from "../../agents/trial/runAgentSweep.ts";
import type { TrialResult } from "../../agents/trial/runTrial.ts";
import { parseAgentSweep } from "../../agents/trial/spec.ts";
import { CANONICAL, MODEL_3 } from "../../model/canonical.ts";
import { isWorkflow, type TrialRecord } from "../../model/trial.ts";
import { parsePoint } from "../../model/validate.ts";
import { exactBinomialInterval } from "../../numerics/binomialInterval.ts";
import { trialKey } from "../../store/trials.ts";
import { solve } from "../../theory/solve.ts";
import { hasSandbox, isolation } from "./sandboxed.ts";

/**
 * Real codex and pi, where HARNESS_LAB_AGENTS names the npm prefix they are in, on addition against the lab's own model. Few trials: it
 * shows that the whole way works. `npm run trial:agents` has two hundred of each agent.
 */
const folder = process.env.HARNESS_LAB_AGENTS;
const found = folder === undefined || !hasSandbox ? [] : await Promise.all([codex, pi].map((port) => findAgent(port, folder, "")));
const here = [codex, pi].flatMap((port, index) => (found[index] ? [{ name: port.name, agent: found[index] as FoundAgent }] : []));

const POINT = { ...CANONICAL, pool: [MODEL_3] };
const uniform = (count: number) => ({ kind: "uniform" as const, count });

describe.skipIf(here.length === 0)("a real agent over the exact curve", () => {
  test.each(here)("$name by prompt and in turns: every trial ends by itself, and pass rates are those of the model", async ({ name }) => {
    // Each of the 2 × 3 comparisons of this file is wrong about a correct program with 1e-9 / 8 at most.
    const confidence = 1 - 1e-9 / 8;
    for (const [telling, counts, trials] of [
      ["prompt", [2, 5], 6],
      ["turns", [2], 3],
    ] as const) {
      const records = await trialsOf(name, { telling, counts, trials });
      expect(records.map(({ status }) => status)).toEqual(records.map(() => "finished"));
      for (const k of counts) {
        const of = records.filter(
          ({ cell: { harness } }) => !isWorkflow(harness) && harness.stages.kind === "uniform" && harness.stages.count === k,
        );
        expect(of).toHaveLength(trials);
        const { low, high } = exactBinomialInterval(of.filter(({ passed }) => passed).length, trials, confidence);
        const exact = solve(parsePoint({ ...POINT, stages: uniform(k) })).passRate;
        expect(low).toBeLessThanOrEqual(exact);
        expect(high).toBeGreaterThanOrEqual(exact);
        // The ledger holds what the model drew, number by number, and the proxy has counted a request for each and one more a turn.
        for (const { stages, toolCalls, usage } of of) {
          const steps = stages.flatMap(({ attempts }) => attempts.flatMap((attempt) => attempt.steps ?? []));
          expect(steps.every((step) => step >= MODEL_3.min && step <= MODEL_3.max)).toBe(true);
          const attempts = stages.reduce((sum, stage) => sum + stage.attempts.length, 0);
          expect(toolCalls).toBe(steps.length + (telling === "prompt" ? attempts : 0));
          expect(usage.requests).toBe((toolCalls as number) + (telling === "prompt" ? 1 : attempts));
        }
      }
    }
  });
});

interface Asked {
  readonly telling: "prompt" | "turns";
  readonly counts: readonly number[];
  readonly trials: number;
}

async function trialsOf(agent: string, { telling, counts, trials }: Asked): Promise<readonly TrialRecord[]> {
  const { goal, tolerance, stepBudget, retryBudget } = POINT;
  const spec = parseAgentSweep({
    agents: [agent],
    models: ["lab-model"],
    source: { kind: "served", pool: POINT.pool, seed: "real" },
    tasks: [{ kind: "addition", goal, tolerance, stepBudget }],
    harness: { retryBudget, telling },
    vary: { k: counts },
    trials,
    concurrency: 2,
  });
  const shelf = { keyOf: trialKey, sampleOf: async () => undefined, keep: async ({ record }: TrialResult) => record };
  const lab = { version: "test" };
  const sweep = await planAgentSweep({ spec, shelf, prices: readPrices(), isolation, lab, agentsFolder: join(folder as string) });
  try {
    return (await sweep.run()).records.filter((record) => record !== undefined);
  } finally {
    await sweep.close();
  }
}
