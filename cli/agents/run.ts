import { type Command, Option } from "commander";
import { InvalidInput } from "../../model/invalid.ts";
import type { GuidanceText, Telling } from "../../model/trial.ts";
import { jsonOption, numberText, pathText, seedOption, wholeNumber } from "../options.ts";
import { readJson } from "../readInput.ts";
import {
  addOptions,
  agentsFolderOption,
  concurrencyOption,
  countsOption,
  pricesOption,
  servedModelName,
  trialsFolderOption,
  trialsOption,
  yesOption,
} from "./agentOptions.ts";
import { type RunOptions, runSpec } from "./runSpec.ts";

interface RunFlags extends RunOptions {
  readonly agent: string;
  readonly model?: string;
  readonly upstream?: string;
  readonly keyVariable?: string;
  readonly served?: string;
  readonly seed: string;
  readonly task: string;
  readonly goal: number;
  readonly tolerance: number;
  readonly stepBudget: number;
  readonly total: "shown" | "hidden";
  readonly k?: readonly number[];
  readonly chunk?: number;
  readonly extent?: readonly number[];
  readonly workflow?: string;
  readonly generated?: true;
  readonly retryBudget?: readonly number[];
  readonly onUnrecovered?: "carry" | "abort";
  readonly telling?: Telling;
  readonly guidance?: GuidanceText;
  readonly trials: number;
  readonly concurrency: number;
  readonly requests?: number;
  readonly money?: number;
  readonly turnSeconds?: number;
}

export function addRun(group: Command): void {
  const command = group
    .command("run")
    .summary("one agent on one task under a harness, from options")
    .description("Runs an installed agent on a task in the sandbox. Trials are kept, and found again by the same command.")
    .requiredOption("--agent <name>", "an installed agent, such as codex")
    .option("--model <name>", "as its server knows it")
    .option("--upstream <url>", "the model's server, such as https://api.openai.com")
    .option("--key-variable <name>", "environment variable that holds its key; the key stays out of sandbox, records and logs")
    .option(
      "--served <file>",
      "the lab's own model in place of a server: a point whose agent it plays, or - for standard input",
      pathText("--served"),
    );
  addOptions(
    command,
    seedOption(),
    new Option("--task <name>", "addition, a task of the lab (agents tasks lists them), or a folder of Harbor's format").default(
      "addition",
    ),
    new Option("--goal <work>", "addition: G").argParser(numberText("--goal")).default(100),
    new Option("--tolerance <work>", "addition: epsilon").argParser(numberText("--tolerance")).default(2),
    new Option("--step-budget <n>", "addition: M, numbers an attempt may append")
      .argParser(wholeNumber("--step-budget", 1, 1_000))
      .default(8),
    new Option("--total <how>", "addition: whether the running sum is printed").choices(["shown", "hidden"]).default("shown"),
    countsOption("--k <list>", "K: stages, or steps of the workflow; 0 for the bare instruction; several make a sweep", 0, 1_000),
    new Option("--chunk <work>", "addition: c, with --extent a partial harness").argParser(numberText("--chunk")),
    countsOption("--extent <list>", "r: stages that are scaffolded; the rest is the agent's", 0, 1_000),
    new Option("--workflow <file>", "steps {name, instruction, checks} as YAML; the task's own by default").argParser(
      pathText("--workflow"),
    ),
    new Option("--generated", "the workflow's K steps are written by the model, once, and kept"),
    countsOption("--retry-budget <list>", "R: attempts at a stage in all", 1, 1_000),
    new Option("--on-unrecovered <what>", "after a stage whose attempts all failed").choices(["carry", "abort"]),
    new Option("--telling <way>", "the harness in one prompt, or stage by stage in one session").choices(["prompt", "turns"]),
    new Option("--guidance <kind>", "what the agent is told about claims").choices(["none", "evidence", "compliance"]),
    trialsOption(1),
    concurrencyOption(),
    new Option("--requests <n>", "budget of a trial: requests to the model").argParser(wholeNumber("--requests", 1, 1_000_000)),
    new Option("--money <amount>", "budget of a trial, in the currency of the price table").argParser(numberText("--money")),
    new Option("--turn-seconds <n>", "most wall clock of one turn").argParser(wholeNumber("--turn-seconds", 1, 86_400)),
    agentsFolderOption(),
    trialsFolderOption(),
    pricesOption(),
    yesOption(),
    jsonOption(),
  )
    .addHelpText("after", HELP)
    .action(run);
}

async function run(flags: RunFlags): Promise<void> {
  const { parseAgentSweep } = await import("../../agents/trial/spec.ts");
  const { requests, money, turnSeconds, chunk, workflow, generated, onUnrecovered, telling, guidance, k, extent, retryBudget } = flags;
  const vary = given({ k, extent, retryBudget });
  const spec = parseAgentSweep({
    agents: [flags.agent],
    models: [modelOf(flags)],
    source: await sourceOf(flags),
    tasks: [await taskOf(flags)],
    harness: given({ chunk, workflow, generated, onUnrecovered, telling, guidance }),
    vary,
    trials: flags.trials,
    concurrency: flags.concurrency,
    budget: given({ requests, money }),
    ...(turnSeconds === undefined ? {} : { turnWallMs: turnSeconds * 1000 }),
  });
  await runSpec(spec, flags);
}

/** Without the fields that were not given. */
const given = (fields: object): object => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

function modelOf({ model, served, agent }: RunFlags): string {
  if (model !== undefined) return model;
  if (served === undefined) throw new InvalidInput("--model", "must be given with --upstream");
  return servedModelName(agent);
}

async function sourceOf({ upstream, keyVariable, served, seed }: RunFlags): Promise<object> {
  if ((upstream === undefined) === (served === undefined))
    throw new InvalidInput("--upstream", "must be given, or --served in its place: where the model comes from");
  if (upstream !== undefined) return { kind: "server", address: upstream, ...given({ keyVariable }) };
  const [{ parsePoint }, { lawOfPoint }] = await Promise.all([import("../../model/validate.ts"), import("../../agents/served/law.ts")]);
  const { pool, weights, guidance } = lawOfPoint(parsePoint(await readJson(served as string, "--served")));
  return { kind: "served", pool, weights, guidance, seed };
}

async function taskOf({ task, goal, tolerance, stepBudget, total }: RunFlags): Promise<object> {
  if (task === "addition") return { kind: "addition", goal, tolerance, stepBudget, total };
  const { builtinTasks } = await import("../../agents/tasks/builtin.ts");
  return builtinTasks().includes(task) ? { kind: "builtin", name: task } : { kind: "folder", path: task };
}

const HELP = `
Examples:
  harness-lab agents run --agent codex --served examples/point.json --k 1,2,5 --trials 10
  harness-lab agents run --agent codex --model gpt-5.2 --upstream https://api.openai.com --key-variable OPENAI_API_KEY \\
    --task log-report --k 1,3 --telling turns --retry-budget 2 --trials 5 --money 0.5
Without --yes you are asked before money is spent.`;
