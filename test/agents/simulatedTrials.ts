import { type AgentLaw, parseLaw } from "../../agents/served/law.ts";
import { nextReply } from "../../agents/served/policy.ts";
import type { ModelReply, ModelRequest } from "../../agents/wire/wire.ts";
import { servedSourceText } from "../../model/servedSource.ts";
import type { AdditionHarness, AdditionTask, Cell, TrialRecord } from "../../model/trial.ts";
import { trialKey } from "../../store/trialKey.ts";
import { memoryLedger, runTrial } from "./standInLoop.ts";

export const TASK: AdditionTask = { kind: "addition", goal: 100, tolerance: 2, stepBudget: 8, total: "shown" };
export const uniform = (count: number) => ({ kind: "uniform" as const, count });

interface Simulated {
  readonly stages: AdditionHarness["stages"];
  readonly trials: number;
  /** Of the lab's own model; names another set of draws. */ readonly seed: string;
  readonly law?: Parameters<typeof parseLaw>[0];
  /** An agent of another kind in its place. */ readonly model?: (request: ModelRequest, trial: string) => ModelReply;
  readonly harness?: Partial<AdditionHarness>;
  readonly cell?: Partial<Cell>;
}

/** Records as `lab agents demo` leaves them, by an agent that is a loop in this process. */
export async function simulatedTrials({
  stages,
  trials,
  seed,
  law,
  model,
  harness: more = {},
  cell: changed = {},
}: Simulated): Promise<TrialRecord[]> {
  const served: AgentLaw = parseLaw(law ?? { pool: [{ mu: 1, sigma: 1, min: 0, max: 2 }] });
  const harness: AdditionHarness = { stages, retryBudget: 5, onUnrecovered: "carry", telling: "prompt", guidance: "none", ...more };
  const source = model ? "example.org" : servedSourceText({ ...served, seed });
  const records: TrialRecord[] = [];
  for (let trial = 1; trial <= trials; trial++) {
    const cell: Cell = {
      agent: "codex",
      version: "1",
      model: "lab-model",
      source,
      task: TASK,
      harness,
      wording: 1,
      ...changed,
      trial,
    };
    const key = trialKey(cell);
    const answer = (request: ModelRequest) => (model ? model(request, key) : nextReply(request, { law: served, seed, trial: key }));
    const verdict = await runTrial(cell.task as AdditionTask, harness, { model: answer, ...memoryLedger() });
    records.push({
      schema: 1,
      key,
      cell,
      status: "finished",
      ...verdict,
      usage: {},
      startedAt: "2026-11-25T00:00:00.000Z",
      durationMs: 1,
      isolation: "none",
      notices: [],
      lab: { version: "0" },
    });
  }
  return records;
}
