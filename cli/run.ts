import { Command } from "commander";
import { LAB } from "../store/lab.ts";
import { addAgents } from "./agents/agents.ts";
import { addClaims } from "./claims.ts";
import { takesCommands } from "./commandGroup.ts";
import { addCompare } from "./compare.ts";
import { failureOf } from "./failure.ts";
import { addOptimum } from "./optimum.ts";
import { addRare } from "./rare.ts";
import { addRecommend } from "./recommend.ts";
import { addRelatives } from "./relatives/relatives.ts";
import { addReproduce } from "./reproduce.ts";
import { addResults } from "./results/results.ts";
import { addRobustness } from "./robustness.ts";
import { addServe } from "./serve.ts";
import { addSimulate } from "./simulate.ts";
import { addSolve } from "./solve.ts";
import { addSweep } from "./sweep.ts";
import { addTrajectories } from "./trajectories.ts";
import { addValidate } from "./validate.ts";
import { addWorker } from "./worker.ts";

/**
 * Runs one command. Results go to standard output; everything else, one line of failure included, to standard error.
 * Leaves the exit code in `process.exitCode`: 0, 1 for a fault or a claim that does not hold, 2 for bad input, 130 when interrupted.
 */
export async function run(words: readonly string[]): Promise<void> {
  try {
    await program().parseAsync(words, { from: "user" });
  } catch (error) {
    report(error);
  }
}

/** Ends the process at once: whatever was thrown outside of `run` has left nothing to wait for. */
export function reportAndExit(error: unknown): never {
  report(error);
  process.exit();
}

function report(error: unknown): void {
  const { line, code } = failureOf(error);
  if (line !== "") process.stderr.write(`${line}\n`);
  process.exitCode = code;
}

/**
 * Every command is here before one of them is chosen, so their files import as they stand what their options need, and what their work
 * needs only when it is asked for: half of the time that a refusal or a page of help took went into schemas.
 */
function program(): Command {
  const root = new Command("harness-lab");
  root
    .description("When does more scaffolding help an agent, and when does it hurt? Exact solution, simulation and sweeps of one model.")
    .version(LAB.version)
    .addHelpText("after", EXAMPLES);
  for (const add of [
    addReproduce,
    addClaims,
    addSolve,
    addSimulate,
    addTrajectories,
    addCompare,
    addRare,
    addSweep,
    addWorker,
    addValidate,
    addOptimum,
    addRecommend,
    addRelatives,
    addRobustness,
    addAgents,
    addResults,
    addServe,
  ])
    add(root);
  takesCommands(root);
  return root;
}

const EXAMPLES = `
Examples:
  harness-lab reproduce
  harness-lab solve --point point.json --json
  harness-lab simulate --point point.json --runs 100000 --seed lab
  harness-lab sweep --spec sweep.yaml --out sweep.csv
  harness-lab serve --open

Exit codes: 0 done, 1 a claim that does not hold or a fault of the program, 2 bad input, 130 interrupted.
Set HARNESS_LAB_DEBUG=1 to see the stack of a fault.`;
