import { createInterface } from "node:readline/promises";
import type { Prices } from "../../agents/proxy/prices.ts";
import type { AgentSweepSpec } from "../../agents/trial/spec.ts";
import { InvalidInput } from "../../model/invalid.ts";

interface Spending {
  readonly spec: AgentSweepSpec;
  /** Trials in all. */ readonly trials: number;
  /** Those still to be run. */ readonly waiting: number;
  readonly prices: Prices;
  readonly yes: boolean;
}

/**
 * Says what a sweep would run and cost, and asks before money is spent: where its model's server wants a key. Answered by `--yes` where
 * nobody can be asked.
 *
 * @throws InvalidInput where nobody can be asked, or the answer is no
 */
export async function askBeforeSpending({ spec, trials, waiting, prices, yes }: Spending): Promise<void> {
  if (spec.source.kind !== "server" || spec.source.keyVariable === undefined) return;
  if (waiting === 0) return;
  const found = trials - waiting;
  const there = found > 0 ? `, ${found} are there` : "";
  const plan = `${waiting} trials to run${there}, of ${spec.models.join(", ")} at ${spec.source.address}. ${bound(spec, waiting, prices)}`;
  process.stderr.write(`${plan}\n`);
  if (yes) return;
  if (!process.stdin.isTTY) throw new InvalidInput("--yes", "must be given where nobody can be asked before money is spent");
  const asked = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await asked.question("Go on? [y/N] ");
    if (!/^y(es)?$/i.test(answer.trim())) throw new InvalidInput("answer", "must be y to go on; nothing was run");
  } finally {
    asked.close();
  }
}

function bound({ budget: { money, inputTokens, outputTokens, requests }, models }: AgentSweepSpec, trials: number, prices: Prices): string {
  const most = (each: number) => `at most ${(trials * each).toPrecision(3)} ${prices.currency}`;
  if (money !== undefined) return `The budget of ${money} ${prices.currency} a trial bounds it: ${most(money)}.`;
  const dearest = models.map((name) => prices.models.get(name));
  if (inputTokens !== undefined && outputTokens !== undefined && dearest.every((price) => price !== undefined)) {
    const each = Math.max(...dearest.map(({ input, output }) => (inputTokens * input + outputTokens * output) / 1e6));
    return `By the price table and the token budgets: ${most(each)}.`;
  }
  const calls = requests === undefined ? "nor a budget of requests" : `but at most ${trials * requests} requests`;
  return `There is no budget of money, ${calls}: what it costs is not bounded (see --money and --prices).`;
}
