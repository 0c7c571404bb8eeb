import type { Command } from "commander";
import { jsonOption, pointOption, wholeNumber } from "./options.ts";
import { print, printJson } from "./print.ts";
import { readJson } from "./readInput.ts";
import { figure, table } from "./table.ts";

const MAX_LAW = 10_000;

interface SolveOptions {
  readonly point: string;
  readonly json?: true;
  readonly law?: number;
}

export function addSolve(root: Command): void {
  root
    .command("solve")
    .summary("exact pass rate, biases, stages and quantiles of one point")
    .description("The exact solution of one parameter point, without sampling. Each figure comes with its estimated error.")
    .addOption(pointOption())
    .addOption(jsonOption())
    .option("--law <n>", `add P(final progress <= x) at n even places, 2 to ${MAX_LAW}`, wholeNumber("--law", 2, MAX_LAW))
    .addHelpText("after", HELP)
    .action(solvePoint);
}

async function solvePoint({ point: path, json, law: places }: SolveOptions): Promise<void> {
  const { parsePoint } = await import("../model/validate.ts");
  const point = parsePoint(await readJson(path, "--point"));
  (await import("./shortRequests.ts")).noteShortRequests(point);
  const [{ solve }, { lawAtEvenPlaces }] = await Promise.all([import("../theory/solve.ts"), import("../theory/law/evenPlaces.ts")]);
  const solution = solve(point);
  const law = places === undefined ? undefined : lawAtEvenPlaces(point, places);
  if (json) return printJson({ ...solution, ...(law ? { law } : {}) });
  const { solutionSummary } = await import("./summary.ts");
  const lawRows = (law ?? []).map(({ progress, probability }) => [figure(progress), figure(probability)]);
  await print(solutionSummary(solution) + (law ? `\n${table([["final progress", "P(at most)"], ...lawRows])}` : ""));
}

const HELP = `
Rates are probabilities; biases, requests and quantiles are in units of work, the unit of the goal. With X the progress of a whole run and
G the goal: final bias is the mean of |X - G|, final bias passed the same over runs that pass, signed bias the mean of X - G, below 0 where
runs fall short. A run passes when every stage was accepted.
At most 10,000 stages, 1,000 low-level steps, 10,000 attempts and 64 pool members.

Example:
  echo '{"goal": 100, "stages": {"kind": "uniform", "count": 10}, "tolerance": 2, "stepBudget": 8,
         "retryBudget": 5, "pool": [{"mu": 10, "sigma": 6, "min": 4, "max": 14}]}' > point.json
  harness-lab solve --point point.json --json`;
