import { extname } from "node:path";
import { type Command, Option } from "commander";
import { InvalidInput } from "../../model/invalid.ts";
import { jsonOption, pathText } from "../options.ts";
import { readText } from "../readInput.ts";
import { addOptions, agentsFolderOption, pricesOption, trialsFolderOption, trialsOption, yesOption } from "./agentOptions.ts";
import { type RunOptions, runSpec } from "./runSpec.ts";

interface SweepOptions extends RunOptions {
  readonly spec: string;
  readonly trials?: number;
}

export function addSweep(group: Command): void {
  const command = group
    .command("sweep")
    .summary("agents, models, tasks and harnesses from a spec file, each several times")
    .description(
      "Runs every combination of a spec. Trials that are there are not run again, so the same command goes on after an interrupt, and more --trials add to them.",
    );
  addOptions(
    command,
    new Option("--spec <file>", "the sweep, as YAML or JSON").argParser(pathText("--spec")).makeOptionMandatory(),
    trialsOption(),
    agentsFolderOption(),
    trialsFolderOption(),
    pricesOption(),
    yesOption(),
    jsonOption(),
  )
    .addHelpText("after", HELP)
    .action(sweep);
}

async function sweep({ spec: file, trials, ...options }: SweepOptions): Promise<void> {
  const { parseAgentSweep } = await import("../../agents/trial/spec.ts");
  const given = await readSpecFile(file);
  await runSpec(parseAgentSweep(trials === undefined ? given : { ...(given as object), trials }), options);
}

/** @throws InvalidInput for what is neither YAML nor JSON */
export async function readSpecFile(file: string): Promise<unknown> {
  const [text, { parse }] = await Promise.all([readText(file, "--spec"), import("yaml")]);
  try {
    return parse(text);
  } catch (error) {
    const kind = extname(file) === ".json" ? "JSON" : "YAML";
    throw new InvalidInput("--spec", `must be ${kind}: ${(error as Error).message.split("\n")[0]}`, file);
  }
}

const HELP = `
A spec, with every field but the last four needed:
  agents: [codex]
  models: [gpt-5.2]
  source: {kind: server, address: "https://api.openai.com", keyVariable: OPENAI_API_KEY}
  tasks:
    - {kind: builtin, name: log-report}
    - {kind: addition, goal: 100, tolerance: 2, stepBudget: 8}
  harness: {retryBudget: 2, telling: turns, guidance: evidence}
  vary: {k: [1, 2, 4]}
  trials: 10
  concurrency: 4
  budget: {requests: 100, money: 0.5}
docs/agents.md has every field. Before money is spent you are asked.

Exit code 1 where a trial has no sample at the end, with the reason.`;
