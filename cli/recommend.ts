import { type Command, Option } from "commander";
import { DEFAULT_SEED } from "../experiments/sweep/limits.ts";
import { CANONICAL } from "../model/canonical.ts";
import { InvalidInput } from "../model/invalid.ts";
import { LIMITS } from "../model/limits.ts";
import type { Recommendation } from "../model/recommendation.ts";
import type { KnownAgent, Task } from "../theory/recommend/recommend.ts";
import { isPicture, jsonOption, numberText, pictureText, wholeNumber } from "./options.ts";
import { print, printJson } from "./print.ts";
import { readJson, readText } from "./readInput.ts";

interface RecommendOptions extends Task {
  readonly steps?: string;
  readonly pool?: string;
  readonly json?: true;
  readonly out?: string;
}

export function addRecommend(root: Command): void {
  root
    .command("recommend")
    .summary("the harness to use for an agent, given by its pool or by steps observed of it")
    .description(
      "The harness that passes most often for an agent, with its predicted pass rate and the reasons. The agent is fitted to observed steps, or given.",
    )
    .addOption(
      new Option("--steps <file>", "observed unguided steps, one a line; # begins a comment; - reads standard input").conflicts("pool"),
    )
    .option(
      "--pool <file>",
      "the agent as JSON: members, or {pool, weights, guidance, verification, onUnrecovered}; - reads standard input",
    )
    .addOption(
      new Option("--goal <work>", "G, progress asked of a run, units of work").argParser(numberText("--goal")).makeOptionMandatory(),
    )
    .addOption(
      new Option("--tolerance <work>", "half-width of the accepted window, units of work")
        .argParser(numberText("--tolerance"))
        .makeOptionMandatory(),
    )
    .addOption(
      new Option("--step-budget <n>", `low-level steps of an attempt, 1 to ${LIMITS.stepBudget}`)
        .argParser(wholeNumber("--step-budget", 1, LIMITS.stepBudget))
        .default(CANONICAL.stepBudget),
    )
    .addOption(
      new Option("--retry-budget <n>", `attempts at a stage in all, 1 to ${LIMITS.retryBudget}`)
        .argParser(wholeNumber("--retry-budget", 1, LIMITS.retryBudget))
        .default(CANONICAL.retryBudget),
    )
    .addOption(jsonOption())
    .option("--out <file>", "draw it there: .svg or .png, or a folder for both and the point to solve", pictureText("--out"))
    .addHelpText("after", HELP)
    .action(recommendHarness);
}

async function recommendHarness(options: RecommendOptions): Promise<void> {
  const { goal, tolerance, stepBudget, retryBudget } = options;
  const task: Task = { goal, tolerance, stepBudget, retryBudget };
  if (options.steps === undefined && options.pool === undefined)
    throw new InvalidInput("--steps or --pool", "must be given: the agent to recommend for");
  const [{ agentGiven, requireTask }, { recommend }] = await Promise.all([
    import("../theory/recommend/agentGiven.ts"),
    import("../theory/recommend/recommend.ts"),
  ]);
  requireTask(task);
  const steps = options.steps === undefined ? undefined : await stepsFrom(options.steps);
  const known: KnownAgent = steps
    ? await fitted(steps)
    : { agent: agentGiven(await readJson(options.pool ?? "", "--pool"), task, "--pool"), replicates: [] };
  const recommendation = await withBar("predicting", "agents", (onProgress) => recommend(known, task, onProgress));
  const written = options.out === undefined ? [] : await write(recommendation, task, steps, options.out);
  if (options.json) await printJson((await import("../theory/recommend/reported.ts")).reported(recommendation));
  else await print((await import("./recommendSummary.ts")).recommendSummary(recommendation, task));
  if (written.length > 0) process.stderr.write(`written: ${written.join(", ")}\n`);
}

async function stepsFrom(path: string): Promise<number[]> {
  const { parseSteps } = await import("./readSteps.ts");
  return parseSteps(await readText(path, "--steps"), "--steps");
}

async function fitted(steps: readonly number[]): Promise<KnownAgent> {
  const { fitAgent } = await import("../theory/fit/fitAgent.ts");
  const { agent, report, replicates } = await withBar("fitting", "samples", (onProgress) =>
    fitAgent(steps, { seed: DEFAULT_SEED, onProgress }),
  );
  return { agent, fit: report, replicates };
}

async function withBar<T>(label: string, unit: string, work: (onProgress: (done: number, total: number) => void) => T): Promise<T> {
  const { progressBar } = await import("./progress.ts");
  let bar: ReturnType<typeof progressBar> | undefined;
  try {
    return work((done, total) => {
      bar ??= progressBar(label, total, unit);
      bar.update(done);
    });
  } finally {
    bar?.stop();
  }
}

async function write(recommendation: Recommendation, task: Task, steps: readonly number[] | undefined, out: string): Promise<string[]> {
  const { drawRecommendation } = await import("./drawRecommendation.ts");
  const drawn = await drawRecommendation(recommendation, task, steps, out);
  if (isPicture(out) || !recommendation.harness) return drawn;
  const { writeRecommendedPoint } = await import("./recommendedPoint.ts");
  return [...drawn, await writeRecommendedPoint(recommendation.agent, recommendation.harness, task, out)];
}

const HELP = `
Rates are probabilities; goal, tolerance, steps, requests and biases are in units of work. Steps are the progress of single low-level
steps, taken without guidance: at least 5, better 200 or more. JSON: {agent, fit, harness: {stages, retryBudget}, passRate: {estimate,
low, high}, finalBias, reasons}; fit is left out with --pool, and what does not exist is named in absent. Pass rate and bias are at the retry
budget given. The interval is 95% with --steps; with --pool the rate is exact, and low and high are off by the solver's error.
A folder given to --out gets recommendation.svg, .png and recommendation.point.json, which solve, simulate and optimum take.

Example:
  harness-lab recommend --steps examples/steps.txt --goal 100 --tolerance 2
  harness-lab recommend --steps examples/steps.txt --goal 100 --tolerance 2 --step-budget 8 --retry-budget 5 --json
  harness-lab recommend --pool examples/pool.json --goal 100 --tolerance 2 --out recommended
  harness-lab solve --point recommended/recommendation.point.json
  echo '[{"mu": 10, "sigma": 6, "min": 4, "max": 14}]' | harness-lab recommend --pool - --goal 100 --tolerance 2`;
