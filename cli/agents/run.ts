import { type Command, Option } from "commander";
import { InvalidInput } from "../../model/invalid.ts";
import type { Point } from "../../model/point.ts";
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
  readonly goal?: number;
  readonly tolerance?: number;
  readonly stepBudget?: number;
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
      "the lab's own model in place of a server: a point whose agent it plays and whose task and budgets are meant, or -",
      pathText("--served"),
    );
  addOptions(
    command,
    seedOption(),
    new Option("--task <name>", "addition, a task of the lab (agents tasks lists them), or a folder of Harbor's format").default(
      "addition",
    ),
    new Option("--goal <work>", "addition: G (default: of --served, else 100)").argParser(numberText("--goal")),
    new Option("--tolerance <work>", "addition: epsilon (default: of --served, else 2)").argParser(numberText("--tolerance")),
    new Option("--step-budget <n>", "addition: M, numbers an attempt may append (default: of --served, else 8)").argParser(
      wholeNumber("--step-budget", 1, 1_000),
    ),
    new Option("--total <how>", "addition: whether the running sum is printed").choices(["shown", "hidden"]).default("shown"),
    countsOption("--k <list>", "K: stages, or steps of the workflow; 0 for the bare instruction; several make a sweep", 0, 1_000),
    new Option("--chunk <work>", "addition: c, with --extent a partial harness").argParser(numberText("--chunk")),
    countsOption("--extent <list>", "r: stages that are scaffolded; the rest is the agent's", 0, 1_000),
    new Option("--workflow <file>", "steps {name, instruction, checks} as YAML; the task's own by default").argParser(
      pathText("--workflow"),
    ),
    new Option("--generated", "the workflow's K steps are written by the model, once, and kept"),
    countsOption("--retry-budget <list>", "R: attempts at a stage in all (default: of --served, else 1)", 1, 1_000),
    new Option("--on-unrecovered <what>", "after a stage whose attempts all failed (default: of --served, else carry)").choices([
      "carry",
      "abort",
    ]),
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
  const { requests, money, turnSeconds, chunk, workflow, generated, telling, guidance, k, extent, retryBudget } = flags;
  const point = await servedPoint(flags);
  // What a point says of harness and task is meant for the task it is about.
  const meant = flags.task === "addition" ? point : undefined;
  const { onUnrecovered = meant?.onUnrecovered } = flags;
  const vary = given({ k, extent, retryBudget: retryBudget ?? (meant && [meant.retryBudget]) });
  const spec = parseAgentSweep({
    agents: [flags.agent],
    models: [modelOf(flags)],
    source: await sourceOf(flags, point),
    tasks: [await taskOf(flags, meant)],
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

function modelOf({ model, upstream, served, agent }: RunFlags): string {
  if (upstream === undefined && served === undefined)
    throw new InvalidInput("--upstream", "must be given, or --served in its place: where the model comes from");
  if (model !== undefined) return model;
  if (served === undefined) throw new InvalidInput("--model", "must be given with --upstream");
  return servedModelName(agent);
}

async function servedPoint({ upstream, served }: RunFlags): Promise<Point | undefined> {
  if (served === undefined) return undefined;
  if (upstream !== undefined) throw new InvalidInput("--served", "must not be given with --upstream: a model comes from one place", served);
  const { parsePoint } = await import("../../model/validate.ts");
  return parsePoint(await readJson(served, "--served"));
}

async function sourceOf({ upstream, keyVariable, seed }: RunFlags, point: Point | undefined): Promise<object> {
  if (point === undefined) return { kind: "server", address: upstream, ...given({ keyVariable }) };
  const { lawOfPoint } = await import("../../agents/served/law.ts");
  const { pool, weights, guidance } = lawOfPoint(point);
  return { kind: "served", pool, weights, guidance, seed };
}

async function taskOf({ task, total, ...flags }: RunFlags, point: Point | undefined): Promise<object> {
  if (task === "addition") {
    const { goal = point?.goal ?? 100, tolerance = point?.tolerance ?? 2, stepBudget = point?.stepBudget ?? 8 } = flags;
    return { kind: "addition", goal, tolerance, stepBudget, total };
  }
  const { builtinTasks } = await import("../../agents/tasks/builtin.ts");
  return builtinTasks().includes(task) ? { kind: "builtin", name: task } : { kind: "folder", path: task };
}

const HELP = `
Examples:
  harness-lab agents run --agent codex --served examples/point.json --k 1,2,5 --trials 10
  harness-lab agents run --agent codex --model gpt-5.2 --upstream https://api.openai.com --key-variable OPENAI_API_KEY \\
    --task log-report --k 1,3 --telling turns --retry-budget 2 --trials 5 --money 0.5
Without --yes you are asked before money is spent.`;
