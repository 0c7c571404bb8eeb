/**
 * Real agents against the lab's own model, in the sandbox: is the exact pass rate of each K inside a simultaneous 99% interval, and what do
 * runner and sandbox cost a trial? Prints tables; exits 1 where an exact pass rate is outside, or the median cost is above 100 ms.
 *
 *   HARNESS_LAB_AGENTS=<npm prefix> npm run trial:agents -- [--agents codex,pi] [--trials 50] [--turns 10] [--pairs 40] [--out <dir>]
 *
 * Trials are kept in --out, where it is given, and not run again. The cost wants a quiet machine; the pass rates do not.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { findAgent } from "../agents/ports/findAgent.ts";
import type { AgentPort } from "../agents/ports/port.ts";
import { PORTS } from "../agents/ports/ports.ts";
import { readPrices } from "../agents/proxy/prices.ts";
import { findIsolation } from "../agents/sandbox/isolation.ts";
import { parseLaw } from "../agents/served/law.ts";
import { planAgentSweep } from "../agents/trial/runAgentSweep.ts";
import { parseAgentSweep } from "../agents/trial/spec.ts";
import { stagedAddition } from "../agents/trial/stagedAddition.ts";
import { MODEL_3 } from "../model/canonical.ts";
import { type AdditionHarness, type AdditionTask, isWorkflow, type Telling, type TrialRecord, WORDING } from "../model/trial.ts";
import { parsePoint } from "../model/validate.ts";
import { exactBinomialInterval } from "../numerics/binomialInterval.ts";
import { LAB } from "../store/lab.ts";
import { trialKey } from "../store/trialKey.ts";
import { TrialFolder } from "../store/trials.ts";
import { solve } from "../theory/solve.ts";
import { pairOf } from "./agentOverhead.ts";

/** Pass rates from 0.04 to 0.87 in some ten steps a trial: each step is a request and a shell. */
const TASK: AdditionTask = { kind: "addition", goal: 60, tolerance: 3, stepBudget: 10, total: "shown" };
const RETRY_BUDGET = 2;
const LAW = { pool: [MODEL_3] };
const SEED = "trial";
const MODEL = "lab-model";
const STAGES = [1, 2, 5, 10];
const PAIRED_K = 2;
const CONFIDENCE = 0.99;
const MOST_COST_MS = 100;

const { values } = parseArgs({
  options: {
    agents: { type: "string", default: "codex,pi,claude-code" },
    trials: { type: "string", default: "50" },
    turns: { type: "string", default: "10" },
    pairs: { type: "string", default: "40" },
    out: { type: "string" },
  },
});
const folder = process.env.HARNESS_LAB_AGENTS;
if (!folder) throw new Error("HARNESS_LAB_AGENTS must name the npm prefix of the agents");
const isolation = await findIsolation();
if (isolation.kind === "none") throw new Error(isolation.notice);
const here = { prices: readPrices(), isolation, lab: { version: LAB.version } };
const out = values.out ?? mkdtempSync(join(tmpdir(), "harness-lab-bench-"));

async function trialsOf(port: AgentPort, telling: Telling, trials: number): Promise<readonly TrialRecord[]> {
  const kept = new TrialFolder(out, "--out");
  await kept.open();
  const { goal, tolerance, stepBudget } = TASK;
  const sweep = await planAgentSweep({
    spec: parseAgentSweep({
      agents: [port.name],
      models: [MODEL],
      source: { kind: "served", ...LAW, seed: SEED },
      tasks: [{ kind: "addition", goal, tolerance, stepBudget }],
      harness: { retryBudget: RETRY_BUDGET, telling },
      vary: { k: STAGES },
      trials,
      concurrency: 2,
    }),
    shelf: {
      keyOf: trialKey,
      sampleOf: async (key) => (await kept.sample(key))?.record,
      keep: async ({ record }) => (await kept.keep(record, {})).record,
    },
    agentsFolder: folder as string,
    ...here,
  });
  try {
    const { records, endedEarly } = await sweep.run();
    if (endedEarly !== undefined) throw new Error(endedEarly);
    return records.filter((record) => record !== undefined);
  } finally {
    await sweep.close();
  }
}

const line = (cells: readonly string[]) => `${cells.map((cell, i) => (i === 0 ? cell.padEnd(34) : cell.padStart(10))).join("")}\n`;
const quantile = (values: readonly number[], p: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length, Math.max(1, Math.ceil(p * values.length))) - 1] as number;

/** @returns whether every exact pass rate is inside */
function comparison(title: string, records: readonly TrialRecord[]): boolean {
  process.stdout.write(line([title, "passed", "exact", "low", "high", ""]));
  const rows = STAGES.map((k) => {
    const ofK = records.filter(
      ({ cell: { harness } }) => !isWorkflow(harness) && harness.stages.kind === "uniform" && harness.stages.count === k,
    );
    const passed = ofK.filter((record) => record.passed === true).length;
    const { goal, tolerance, stepBudget } = TASK;
    const stages = { kind: "uniform", count: k };
    const exact = solve(parsePoint({ goal, tolerance, stepBudget, stages, retryBudget: RETRY_BUDGET, ...LAW })).passRate;
    const { low, high } = exactBinomialInterval(passed, ofK.length, 1 - (1 - CONFIDENCE) / STAGES.length);
    const isInside = low <= exact && exact <= high;
    const numbers = [exact, low, high].map((value) => value.toFixed(4));
    process.stdout.write(line([`  K = ${k}`, `${passed}/${ofK.length}`, ...numbers, isInside ? "inside" : "OUTSIDE"]));
    return isInside;
  });
  const others = records.filter(({ status }) => status !== "finished").length;
  if (others > 0) process.stdout.write(`  ${others} trials did not end by themselves\n`);
  return rows.every(Boolean) && others === 0;
}

/** @returns whether the median cost is what was promised */
async function cost(port: AgentPort, pairs: number): Promise<boolean> {
  const agent = await findAgent(port, folder);
  if (!agent) return false;
  const harness: AdditionHarness = {
    stages: { kind: "uniform", count: PAIRED_K },
    retryBudget: RETRY_BUDGET,
    onUnrecovered: "carry",
    telling: "prompt",
    guidance: "none",
  };
  const [costs, around, bare]: [number[], number[], number[]] = [[], [], []];
  for (let trial = 1; trial <= pairs; trial++) {
    const cell = {
      agent: port.name,
      version: agent.version ?? "unknown",
      model: MODEL,
      source: "bench",
      task: TASK,
      harness,
      wording: WORDING,
      trial,
    };
    const staged = stagedAddition(TASK, harness);
    const pair = await pairOf(
      { key: trialKey(cell), cell, port, agent, staged, budget: {}, ...here },
      parseLaw(LAW),
      SEED,
      trial % 2 === 0,
    );
    costs.push(pair.trialMs - pair.bareMs);
    around.push(pair.trialMs - pair.agentMs);
    bare.push(pair.bareMs);
  }
  // The median of n lies between the order statistics n/2 ± √n with some 95%.
  const ends = [-1, 1].map((side) => quantile(costs, 0.5 + side / Math.sqrt(pairs)));
  process.stdout.write(line([`  ms over the bare command, ${pairs} pairs`, "median", "95% low", "high", "around", "bare"]));
  // Around the agent's command: folders, proxy, start and end of the sandbox. The rest of the cost is in its requests and its calls.
  const numbers = [quantile(costs, 0.5), ...ends, quantile(around, 0.5), quantile(bare, 0.5)].map((ms) => ms.toFixed(0));
  process.stdout.write(line(["", ...numbers]));
  return quantile(costs, 0.5) <= MOST_COST_MS;
}

let isMet = true;
let count = 0;
try {
  for (const name of values.agents.split(",")) {
    const port = PORTS.find((one) => one.name === name);
    if (!port || !(await findAgent(port, folder, ""))) {
      process.stdout.write(`${name} is not in ${folder}\n`);
      continue;
    }
    count++;
    if (Number(values.trials) > 0)
      isMet = comparison(`${name}, told by prompt`, await trialsOf(port, "prompt", Number(values.trials))) && isMet;
    if (Number(values.turns) > 0)
      isMet = comparison(`${name}, told in turns`, await trialsOf(port, "turns", Number(values.turns))) && isMet;
    if (Number(values.pairs) > 0) isMet = (await cost(port, Number(values.pairs))) && isMet;
  }
} finally {
  if (values.out === undefined) rmSync(out, { recursive: true, force: true });
}
if (!isMet || count === 0) process.exitCode = 1;
