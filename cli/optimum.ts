import { type Command, Option } from "commander";
import { InvalidInput } from "../model/invalid.ts";
import type { Point } from "../model/point.ts";
import type { Caps } from "../theory/optimal/capped.ts";
import type { PlanFigures } from "../theory/optimal/planFigures.ts";
import { jsonOption, pictureText, pointOption } from "./options.ts";
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
    .option("--out <file>", "with --pareto: draw the front there: .svg or .png, or a folder for both", pictureText("--out"))
    .option("--adaptive", "the best harness that chooses each request from the progress really made")
    .option("--guidance", "the best guidance of the pool for the point's own harness")
    .addHelpText("after", HELP)
    .action(findOptimum);
}

async function findOptimum(options: OptimumOptions): Promise<void> {
  checkOptions(options);
  const [{ parsePoint }, { solveOptimum }] = await Promise.all([import("../model/validate.ts"), import("./solveOptimum.ts")]);
  const point = parsePoint(await readJson(options.point, "--point"));
  const optimum = await solveOptimum(point, {
    ...capsOf(options),
    front: options.pareto === true,
    feedback: options.adaptive === true,
    guidance: options.guidance === true,
  });
  const drawn = options.out === undefined ? [] : await draw(point, optimum.front ?? [], options.out);
  if (options.json) await printJson(optimum);
  else {
    const { frontCsv, optimumSummary } = await import("./optimumSummary.ts");
    await print(options.csv ? frontCsv(optimum.front ?? []) : optimumSummary(point, optimum));
  }
  for (const path of drawn) process.stderr.write(`front drawn in ${path}\n`);
}

function checkOptions({ out, csv, pareto }: OptimumOptions): void {
  if (csv && !pareto) throw new InvalidInput("--csv", "needs --pareto, whose front it prints");
  if (out === undefined) return;
  if (!pareto) throw new InvalidInput("--out", "needs --pareto, whose front it draws", out);
}

function capsOf({ maxSteps, maxBias }: OptimumOptions): { readonly caps?: Caps } {
  if (maxSteps === undefined && maxBias === undefined) return {};
  return { caps: { ...(maxSteps === undefined ? {} : { maxSteps }), ...(maxBias === undefined ? {} : { maxBias }) } };
}

async function draw(point: Point, front: readonly PlanFigures[], out: string): Promise<string[]> {
  const { drawFront } = await import("./drawFront.ts");
  return drawFront(point, front, out);
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
  harness-lab optimum --point point.json --adaptive --guidance

What could not be answered is named in "absent" of the JSON, and said in the text. A cap that no plan found keeps is no fault: exit 0.`;
