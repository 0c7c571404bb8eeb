import type { Command } from "commander";
import type { ClaimResult, Evidence } from "../model/experiment.ts";
import { named, runExperiments } from "./experimentRuns.ts";
import { seedOption, simulatedRunsOption, workersOption } from "./options.ts";
import { print, printJson } from "./print.ts";

interface ClaimsOptions {
  readonly json?: true;
  readonly only?: string;
  readonly runs: number;
  readonly seed: string;
  readonly workers: number;
}

export function addClaims(root: Command): void {
  root
    .command("claims")
    .summary("what the paper's captions say, each tested on the exact solution")
    .description("Solves every experiment anew, nothing is taken from stored results, and tests each claim. Exit 1 if one does not hold.")
    .option("--json", "print [{id, figure, statement, holds, evidence}]")
    .option("--only <id>", "one experiment, such as retry, one figure, such as figure-5, or one claim")
    .addOption(simulatedRunsOption(0, "none: exact only"))
    .addOption(seedOption())
    .addOption(workersOption())
    .addHelpText("after", HELP)
    .action(testClaims);
}

async function testClaims({ json, only, runs, seed, workers }: ClaimsOptions): Promise<void> {
  const { EXPERIMENTS } = await import("../experiments/catalogue.ts");
  const experiments =
    only === undefined
      ? EXPERIMENTS
      : named(EXPERIMENTS, only, ({ id, figures, claims }) => [id, ...figures.map(pictureOf), ...claims.map((claim) => claim.id)]);
  const { results } = await runExperiments(experiments, { runs, seed, workers, kept: "nothing was kept" });
  const all = [...results.values()].flatMap(({ claims }) => claims);
  const claims = all.some(({ id }) => id === only) ? all.filter(({ id }) => id === only) : all;
  await (json ? printJson(claims) : print(claims.map(line).join("")));
  const failed = claims.filter(({ holds }) => !holds);
  process.stderr.write(`${claims.length - failed.length} of ${claims.length} claims hold\n`);
  if (failed.length > 0) process.exitCode = 1;
}

/** "2a" is a panel of figure-2; "3b" is a figure of its own here. */
const pictureOf = (figure: string): string => `figure-${/^2[a-f]$/.test(figure) ? "2" : figure}`;

function line({ id, figure, statement, holds, evidence, simulation }: ClaimResult): string {
  const seen = simulation ? `  (simulated: ${simulation.verdict})` : "";
  return `${holds ? "holds        " : "DOES NOT HOLD"}  Fig. ${figure.padEnd(2)}  ${id}: ${statement}${seen}\n${exceptions(evidence)}`;
}

/** Where the same sentence is false beside where it is claimed: a claim that lists its places must not hide the others. */
function exceptions(evidence: Evidence): string {
  return Object.entries(evidence)
    .filter(([name, places]) => name.startsWith("fails at") && Array.isArray(places) && places.length > 0)
    .map(([name, places]) => `${" ".repeat(24)}but ${name} = ${(places as readonly unknown[]).join(", ")}\n`)
    .join("");
}

const HELP = `
With --runs N each claim is also tested on a simulation of N runs per point: yes, no, or cannot tell.
Rates are probabilities, biases are in units of work.

Example:
  harness-lab claims --json --only retry`;
