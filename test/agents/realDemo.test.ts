import { describe, expect, test } from "vitest";
import { findAgent } from "../../agents/ports/findAgent.ts";
import { PORTS } from "../../agents/ports/ports.ts";
import { readPrices } from "../../agents/proxy/prices.ts";
import { parseLaw } from "../../agents/served/law.ts";
import { nextReply } from "../../agents/served/policy.ts";
import { planAgentSweep } from "../../agents/trial/runAgentSweep.ts";
import { parseAgentSweep } from "../../agents/trial/spec.ts";
import type { TrialShelf } from "../../agents/trial/sweep.ts";
import { type AdditionHarness, type AdditionTask, isSample, isWorkflow, type TrialRecord } from "../../model/trial.ts";
import { parsePoint } from "../../model/validate.ts";
import { exactBinomialInterval } from "../../numerics/binomialInterval.ts";
import { trialKey } from "../../store/trialKey.ts";
import { solve } from "../../theory/solve.ts";
import { hasSandbox, isolation } from "./sandboxed.ts";
import { memoryLedger, runTrial } from "./standInLoop.ts";

/** Real agents on addition against the served model, where HARNESS_LAB_AGENTS names the npm prefix they were put in; skipped elsewhere. */
const folder = process.env.HARNESS_LAB_AGENTS;
const NAMES = ["codex", "pi"];
const wanted = folder === undefined || !hasSandbox ? [] : PORTS.filter(({ name }) => NAMES.includes(name));
const found = await Promise.all(wanted.map((port) => findAgent(port, folder, "")));
const here = wanted.filter((_, index) => found[index]).map(({ name }) => name);

const TASK = { kind: "addition", goal: 20, tolerance: 3, stepBudget: 3 } as const;
const LAW = { pool: [{ mu: 10, sigma: 6, min: 4, max: 14 }], claimRate: 0.5 };
const SEED = "real";
const STAGES = [1, 2, 4];

const shelf: TrialShelf = { keyOf: trialKey, sampleOf: async () => undefined, keep: async ({ record }) => record };

async function sweep(agent: string, telling: "prompt" | "turns", trials: number): Promise<readonly TrialRecord[]> {
  const spec = parseAgentSweep({
    agents: [agent],
    models: ["lab-model"],
    source: { kind: "served", ...LAW, seed: SEED },
    tasks: [TASK],
    harness: { telling },
    vary: { k: telling === "prompt" ? STAGES : [2] },
    trials,
    concurrency: 2,
  });
  const common = { shelf, prices: readPrices(), isolation, lab: { version: "0" } };
  const planned = await planAgentSweep({ spec, ...common, agentsFolder: folder as string });
  try {
    const { records, endedEarly } = await planned.run();
    expect(endedEarly).toBeUndefined();
    expect(records.map((record) => record?.status)).toEqual(planned.cells.map(() => "finished"));
    return records as readonly TrialRecord[];
  } finally {
    await planned.close();
  }
}

/** What the model's agent comes to in a loop of this process: the same draws, without agent, wire, proxy and sandbox. */
async function inMemory({ key, cell }: TrialRecord) {
  const served = { law: parseLaw(LAW), seed: SEED, trial: key };
  return runTrial(cell.task as AdditionTask, cell.harness as AdditionHarness, {
    model: (asked) => nextReply(asked, served),
    ...memoryLedger(),
  });
}

// Each K of each agent is inside with 1 - FALSE_ALARM / CHECKS, so that a correct lab fails on fewer than one seed in 10⁹.
const FALSE_ALARM = 1e-9;
const CHECKS = NAMES.length * STAGES.length;

describe.skipIf(here.length === 0)("a real agent at the lab's own model", () => {
  test.each(here)(
    "%s told by prompt does what the model's agent does, number for number, and passes as often as the theory says",
    async (name) => {
      const records = await sweep(name, "prompt", 4);
      for (const record of records) {
        const { stages, passed, progress } = await inMemory(record);
        expect(record).toMatchObject({ passed, progress, isolation: "bubblewrap", notices: [] });
        expect(record.stages).toEqual(stages);
        expect(record.key).toBe(trialKey(record.cell));
        // A call begins each attempt and adds each number, and the proxy has counted a request for each and one for the last word.
        const calls = stages.flatMap(({ attempts }) => attempts).reduce((sum, { steps = [] }) => sum + 1 + steps.length, 0);
        expect([record.toolCalls, record.usage.requests]).toEqual([calls, calls + 1]);
      }
      // The comparison has teeth: another trial's draws are other numbers.
      const [one, two] = records as [TrialRecord, TrialRecord];
      expect((await inMemory({ ...one, key: two.key })).stages).not.toEqual(one.stages);
      for (const k of STAGES) {
        const { goal, tolerance, stepBudget } = TASK;
        const point = parsePoint({ goal, tolerance, stepBudget, retryBudget: 1, stages: { kind: "uniform", count: k }, pool: LAW.pool });
        const ofK = records.filter(({ status, cell: { harness } }) => isSample(status) && !isWorkflow(harness) && stagesOf(harness) === k);
        const { low, high } = exactBinomialInterval(ofK.filter(({ passed }) => passed).length, ofK.length, 1 - FALSE_ALARM / CHECKS);
        const exact = solve(point).passRate;
        expect([ofK.length, low <= exact, exact <= high], `K = ${k}: ${exact} in ${low} to ${high}`).toEqual([4, true, true]);
      }
    },
  );

  test.each(here)("%s told in turns does the same, in one session", async (name) => {
    const records = await sweep(name, "turns", 2);
    for (const record of records) expect(record.stages).toEqual((await inMemory(record)).stages);
  });
});

const stagesOf = ({ stages }: AdditionHarness): number | undefined => (stages.kind === "uniform" ? stages.count : undefined);
