import { type Command, Option } from "commander";
import type { FrontMarks } from "../model/front.ts";
import { InvalidInput } from "../model/invalid.ts";
import type { Point } from "../model/point.ts";
import type { Caps } from "../theory/optimal/capped.ts";
import type { Optimum } from "./optimumSummary.ts";
import { jsonOption, pathText, pointOption } from "./options.ts";
import { print, printJson } from "./print.ts";
import { readJson } from "./readInput.ts";

interface OptimumOptions {
  readonly point: string;
  readonly json?: true;
  readonly csv?: true;
  readonly maxSteps?: number;
  readonly maxBias?: number;
  readonly pareto?: true;
  readonly adaptive?: true;
  readonly guidance?: true;
  readonly out?: string;
}

/** λ of the rules by distance where the point has no guidance of its own: the canonical strength. */
const STRENGTH = 3;

export function addOptimum(root: Command): void {
  root
    .command("optimum")
    .summary("the best decomposition for a point's agent, its limits, and what feedback is worth")
    .description("The fixed plan of greatest pass rate for a point's agent, goal, tolerance and budgets, with a certified upper bound.")
    .addOption(pointOption())
    .addOption(jsonOption())
    .option("--max-steps <n>", "keep the expected low-level steps of a run within this", positive("--max-steps"))
    .option("--max-bias <work>", "keep the final bias within this, units of work", positive("--max-bias"))
    .option("--pareto", "the front of pass rate, final bias and expected steps over fixed plans")
    .addOption(new Option("--csv", "with --pareto: print the front as CSV").conflicts("json"))
    .option("--out <file>", "with --pareto: draw the front there, .svg or .png", pathText("--out"))
    .option("--adaptive", "the best harness that chooses each request from the progress really made")
    .option("--guidance", "the best guidance of the pool for the point's own harness")
    .addHelpText("after", HELP)
    .action(findOptimum);
}

async function findOptimum(options: OptimumOptions): Promise<void> {
  const drawn = pictureKind(options);
  if (options.csv && !options.pareto) throw new InvalidInput("--csv", "needs --pareto, whose front it prints");
  const { parsePoint } = await import("../model/validate.ts");
  const point = parsePoint(await readJson(options.point, "--point"));
  const optimum = await solveOptimum(point, options);
  if (drawn && options.out !== undefined) await draw(point, optimum, options.out, drawn);
  if (options.json) return printJson(optimum);
  const { frontCsv, optimumSummary } = await import("./optimumSummary.ts");
  await print(options.csv ? frontCsv(optimum.front ?? []) : optimumSummary(point, optimum));
  if (options.out !== undefined) process.stderr.write(`front drawn in ${options.out}\n`);
}

async function solveOptimum(point: Point, { maxSteps, maxBias, pareto, adaptive, guidance }: OptimumOptions): Promise<Optimum> {
  const { fixedOptimum } = await import("../theory/optimal/fixedOptimum.ts");
  const fixed = fixedOptimum(point);
  const plan = fixed.best?.requests ?? [];
  const capped = maxSteps !== undefined || maxBias !== undefined ? await within(point, { maxSteps, maxBias }) : {};
  const front = pareto ? await frontOf(point) : undefined;
  const feedback = adaptive ? await feedbackOf(point, plan) : {};
  const guided = guidance ? (await import("../theory/optimal/optimalGuidance.ts")).compareGuidance(point, STRENGTH) : undefined;
  const absent = { ...fixed.absent, ...capped.absent, ...feedback.absent };
  return {
    ...fixed,
    ...capped,
    ...(front ? { front } : {}),
    ...feedback,
    ...(guided ? { guidance: guided } : {}),
    ...(Object.keys(absent).length > 0 ? { absent } : {}),
  };
}

/** What the adaptive solver cannot answer is named beside the plan, which stands without it. */
async function feedbackOf(point: Point, plan: readonly number[]): Promise<Pick<Optimum, "feedback" | "absent">> {
  const { worthOfFeedback } = await import("../theory/optimal/feedback.ts");
  try {
    return { feedback: worthOfFeedback(point, plan) };
  } catch (error) {
    if (error instanceof Error && error.name === "Unresolved") return { absent: { feedback: error.message } };
    throw error;
  }
}

async function within(
  point: Point,
  caps: { readonly [K in keyof Caps]: Caps[K] | undefined },
): Promise<Pick<Optimum, "capped" | "caps" | "absent">> {
  const { cappedPlan } = await import("../theory/optimal/capped.ts");
  const given = Object.fromEntries(Object.entries(caps).filter(([, cap]) => cap !== undefined));
  const capped = cappedPlan(point, given);
  return capped ? { caps: given, capped } : { caps: given, absent: { capped: "no plan found keeps within the caps" } };
}

async function frontOf(point: Point): Promise<Optimum["front"]> {
  const [{ paretoFront }, { progressBar }] = await Promise.all([import("../theory/optimal/pareto.ts"), import("./progress.ts")]);
  let bar: ReturnType<typeof progressBar> | undefined;
  const onPlan = (done: number, all: number) => {
    bar ??= progressBar("searching", all, "plans");
    bar.update(done);
  };
  try {
    return paretoFront(point, onPlan).front;
  } finally {
    bar?.stop();
  }
}

async function draw(point: Point, { front = [] }: Optimum, out: string, kind: "svg" | "png"): Promise<void> {
  if (front.length === 0) throw new InvalidInput("--out", "needs a front to draw: no plan of this point can pass", out);
  const [{ plainPlans }, { frontFigure }, { renderFigure }, { writeAtomically }] = await Promise.all([
    import("../theory/optimal/comparison.ts"),
    import("../figures/front.ts"),
    import("../figures/render.ts"),
    import("../store/atomicFile.ts"),
  ]);
  const marks: FrontMarks = { front: front.map(({ requests, ...mark }) => ({ ...mark, stages: requests.length })), ...plainPlans(point) };
  const picture = await renderFigure(frontFigure(marks, `Fixed plans for a goal of ${point.goal}, tolerance ${point.tolerance}`));
  await writeAtomically(out, picture[kind], "--out");
}

function pictureKind({ out, pareto }: OptimumOptions): "svg" | "png" | undefined {
  if (out === undefined) return undefined;
  if (!pareto) throw new InvalidInput("--out", "needs --pareto, whose front it draws", out);
  const kind = /\.(svg|png)$/.exec(out)?.[1];
  if (kind === undefined) throw new InvalidInput("--out", "must end in .svg or .png", out);
  return kind as "svg" | "png";
}

function positive(option: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === "" || !(value > 0 && value < Number.POSITIVE_INFINITY))
      throw new InvalidInput(option, "must be a number above 0", text);
    return value;
  };
}

const HELP = `
The point's stages are not looked at, save for --guidance. Points that prune are refused: their stages have no one accept rate each.
Rates are probabilities; requests and biases are in units of work, the unit of the goal.

Example:
  harness-lab optimum --point point.json
  harness-lab optimum --point point.json --max-bias 2 --json
  harness-lab optimum --point point.json --pareto --out front.png
  harness-lab optimum --point point.json --adaptive --guidance`;
