import { type Command, Option } from "commander";
import type { AgentSweepRun } from "../../agents/trial/runAgentSweep.ts";
import { InvalidInput } from "../../model/invalid.ts";
import type { Point } from "../../model/point.ts";
import { isWorkflow, type Telling, type TrialRecord } from "../../model/trial.ts";
import { interruptible } from "../interrupt.ts";
import { jsonOption, pictureText, seedOption } from "../options.ts";
import { print, printJson } from "../print.ts";
import { progressBar } from "../progress.ts";
import { readJson } from "../readInput.ts";
import { figure, table } from "../table.ts";
import {
  addOptions,
  agentsFolderOption,
  concurrencyOption,
  countsOption,
  machine,
  servedModelName,
  trialsFolderOption,
  trialsOption,
} from "./agentOptions.ts";

interface DemoOptions {
  readonly agent?: string;
  readonly agents?: string;
  readonly k: readonly number[];
  readonly trials: number;
  readonly telling: Telling;
  readonly point?: string;
  readonly seed: string;
  readonly concurrency: number;
  readonly picture?: string;
  readonly out: string;
  readonly json?: true;
}

/** One K of the demo: what the agent did, and what the model says. */
interface DemoRow {
  readonly k: number;
  readonly trials: number;
  readonly passed: number;
  /** Pass rate of the exact solution. */ readonly exact: number;
  /** Ends of the interval; all of them together hold with 99%. */ readonly low: number;
  readonly high: number;
}

const CONFIDENCE = 0.99;
/** Intervals beyond this hold most pass rates there are. */
const TELLING_WIDTH = 0.5;

export function addDemo(group: Command): void {
  const command = group
    .command("demo")
    .summary("a real agent against the lab's own model, over the exact curve; needs no key")
    .description(
      "Runs an installed agent on the addition task, in the sandbox, against a model that draws its steps as the model's agent does. What comes out must lie on the exact curve: agent, adapter and sandbox add nothing of their own.",
    )
    .option("--agent <name>", "an installed agent, such as codex; the first that is found by default");
  addOptions(
    command,
    agentsFolderOption(),
    countsOption("--k <list>", "stages, such as 1,2,5 or 1..10", 1, 100).default([1, 2, 5, 10], "1,2,5,10"),
    trialsOption(20),
    new Option("--telling <way>", "the harness in one prompt, or stage by stage in one session")
      .choices(["prompt", "turns"])
      .default("prompt"),
    new Option("--point <file>", "parameter point whose task, budgets and agent are meant; the canonical one with Model 3 by default"),
    seedOption(),
    concurrencyOption(),
    new Option("--picture <file>", "draw it there: .svg or .png, or a folder for both").argParser(pictureText("--picture")),
    trialsFolderOption(),
    jsonOption(),
  )
    .addHelpText("after", HELP)
    .action(runDemo);
}

async function runDemo(options: DemoOptions): Promise<void> {
  const point = await pointOf(options.point);
  const agent = options.agent ?? (await firstInstalled(options.agents));
  const points = await pointsOver(point, options.k);
  const records = await interruptible(
    (signal) => runTrials(options, point, agent, signal),
    () => "finished trials are kept; the same command goes on",
  );
  const rows = await rowsOf(points, records);
  if (options.json) await printJson(rows);
  else await print(asText(agent, rows));
  if (options.picture !== undefined) await draw(agent, rows, point, options.picture);
}

async function pointOf(file: string | undefined): Promise<Point> {
  const [{ parsePoint }, { CANONICAL, MODEL_3 }] = await Promise.all([
    import("../../model/validate.ts"),
    import("../../model/canonical.ts"),
  ]);
  const given =
    file === undefined ? { ...CANONICAL, pool: [MODEL_3], stages: { kind: "uniform", count: 1 } } : await readJson(file, "--point");
  return parsePoint(given);
}

async function firstInstalled(folder: string | undefined): Promise<string> {
  const [{ PORTS }, { findAgent }] = await Promise.all([import("../../agents/ports/ports.ts"), import("../../agents/ports/findAgent.ts")]);
  for (const port of PORTS) if (await findAgent(port, folder)) return port.name;
  throw new InvalidInput("--agent", "must be installed here, and none is (see: harness-lab agents doctor)");
}

/** The point at each K. @throws InvalidInput for a K whose stages the tolerance does not fit */
async function pointsOver(point: Point, counts: readonly number[]): Promise<ReadonlyMap<number, Point>> {
  const { parsePoint } = await import("../../model/validate.ts");
  return new Map(counts.map((count) => [count, parsePoint({ ...point, stages: { kind: "uniform", count } })]));
}

async function runTrials(options: DemoOptions, point: Point, agent: string, signal: AbortSignal): Promise<readonly TrialRecord[]> {
  const [{ planAgentSweep }, { parseAgentSweep }, { trialShelf }, here, { lawOfPoint }] = await Promise.all([
    import("../../agents/trial/runAgentSweep.ts"),
    import("../../agents/trial/spec.ts"),
    import("./trialShelf.ts"),
    machine(undefined),
    import("../../agents/served/law.ts"),
  ]);
  const { pool, weights, guidance } = lawOfPoint(point);
  const { goal, tolerance, stepBudget, retryBudget, onUnrecovered } = point;
  const spec = parseAgentSweep({
    agents: [agent],
    models: [servedModelName(agent)],
    source: { kind: "served", pool, weights, guidance, seed: options.seed },
    tasks: [{ kind: "addition", goal, tolerance, stepBudget }],
    harness: { retryBudget, onUnrecovered, telling: options.telling },
    vary: { k: options.k },
    trials: options.trials,
    concurrency: options.concurrency,
  });
  const run: AgentSweepRun = {
    spec,
    shelf: await trialShelf(options.out, "--out"),
    ...here,
    signal,
    ...(options.agents === undefined ? {} : { agentsFolder: options.agents }),
  };
  const sweep = await planAgentSweep(run);
  const bar = progressBar(agent, sweep.cells.length, "trials");
  try {
    let done = 0;
    const end = await sweep.run(() => bar.update(++done));
    signal.throwIfAborted();
    if (end.endedEarly !== undefined) throw new Error(end.endedEarly);
    return end.records.filter((record) => record !== undefined);
  } finally {
    bar.stop();
    await sweep.close();
  }
}

async function rowsOf(points: ReadonlyMap<number, Point>, records: readonly TrialRecord[]): Promise<readonly DemoRow[]> {
  const [{ solve }, { exactBinomialInterval }] = await Promise.all([
    import("../../theory/solve.ts"),
    import("../../numerics/binomialInterval.ts"),
  ]);
  // Bonferroni: the intervals hold together.
  const confidence = 1 - (1 - CONFIDENCE) / points.size;
  return [...points].map(([k, point]) => {
    const here = records.filter(
      ({ cell: { harness } }) => !isWorkflow(harness) && harness.stages.kind === "uniform" && harness.stages.count === k,
    );
    const passed = here.filter((record) => record.passed === true).length;
    if (here.length === 0) throw new Error(`no trial of K = ${k} came to an end; see: harness-lab agents list`);
    return {
      k,
      trials: here.length,
      passed,
      exact: solve(point).passRate,
      ...exactBinomialInterval(passed, here.length, confidence),
    };
  });
}

function asText(agent: string, rows: readonly DemoRow[]): string {
  const inside = rows.filter(({ exact, low, high }) => low <= exact && exact <= high).length;
  const widest = Math.max(...rows.map(({ low, high }) => high - low));
  return [
    table([
      ["K", "passed", "pass rate", "99% interval, all K together", "exact", ""],
      ...rows.map(({ k, passed, trials, low, high, exact }) => [
        String(k),
        `${passed} of ${trials}`,
        figure(passed / trials),
        `${low.toFixed(3)} to ${high.toFixed(3)}`,
        exact.toFixed(4),
        low <= exact && exact <= high ? "inside" : "OUTSIDE",
      ]),
    ]),
    `${agent}: the exact pass rate lies inside the interval at ${inside} of ${rows.length} K.\n`,
    widest > TELLING_WIDTH
      ? `The widest interval spans ${widest.toFixed(2)}: so few trials could show a large difference only. More --trials add to them.\n`
      : "",
  ].join("");
}

async function draw(agent: string, rows: readonly DemoRow[], point: Point, out: string): Promise<void> {
  const [{ agentCurve }, { renderFigure }, { writePicture }, { solve }] = await Promise.all([
    import("../../figures/agentCurve.ts"),
    import("../../figures/render.ts"),
    import("../writePicture.ts"),
    import("../../theory/solve.ts"),
  ]);
  const most = Math.max(...rows.map(({ k }) => k));
  const exact = Array.from({ length: most }, (_, i) => i + 1).flatMap((k) => {
    // Between the K that were run the tolerance may not fit a stage.
    if (point.tolerance >= point.goal / k) return [];
    return [{ at: k, passRate: solve({ ...point, stages: { kind: "uniform", count: k } }).passRate }];
  });
  const title = `${agent} on addition: G = ${point.goal}, ε = ${point.tolerance}, M = ${point.stepBudget}, R = ${point.retryBudget}`;
  const marks = rows.map(({ k, ...row }) => ({ at: k, ...row }));
  const picture = await renderFigure(agentCurve({ title, said: "simultaneous 99% intervals", knob: "stages K", marks, exact }));
  for (const path of await writePicture(picture, out, "demo")) process.stderr.write(`drawn in ${path}\n`);
}

const HELP = `
Trials are kept in --out: the same command again runs none of them twice, and more --trials add to them.
Exit code 0 whether or not the exact pass rates lie inside the intervals; the JSON tells.

Examples:
  harness-lab agents demo --agent codex --k 1,2,5,10 --trials 50 --picture demo.svg
  harness-lab agents demo --agent pi --telling turns --json`;
