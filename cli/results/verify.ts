import type { Command } from "commander";
import type { ClaimRates } from "../../experiments/experiment.ts";
import type { Comparison, Verification } from "../../experiments/verifyResults.ts";
import { shortKey } from "../../store/filterText.ts";
import { interruptible } from "../interrupt.ts";
import { jsonOption, seedOption, wholeNumber, workersOption } from "../options.ts";
import { print, printJson } from "../print.ts";
import { type FilterOptions, filterOf, filterOptions, reading, storeOption } from "./common.ts";

interface VerifyOptions extends FilterOptions {
  readonly store: string;
  readonly sample: number;
  readonly seed: string;
  readonly workers: number;
  readonly json?: true;
}

const MOST = 1_000_000;

export function addVerify(group: Command): void {
  const command = group
    .command("verify")
    .summary("makes a sample of stored results again, and reports any difference")
    .description(
      "Checks the checksum of every result, makes a sample of them again and compares byte by byte. Exit 1 on any difference or damage.",
    )
    .addOption(storeOption())
    .option("--sample <n>", `results to make again, 1 to ${MOST}`, wholeNumber("--sample", 1, MOST), 20)
    .addOption(seedOption());
  for (const option of filterOptions()) command.addOption(option);
  command.addOption(workersOption()).addOption(jsonOption()).addHelpText("after", HELP).action(verify);
}

async function verify({ store: folder, sample, seed, workers, json, ...filter }: VerifyOptions): Promise<void> {
  const [{ sampleOf, verifyResults }, { solve }, { createSimulator }, { simulateFalseClaims }, { progressBar }] = await Promise.all([
    import("../../experiments/verifyResults.ts"),
    import("../../theory/solve.ts"),
    import("../../sim/simulate.ts"),
    import("../../sim/hallucination.ts"),
    import("../progress.ts"),
  ]);
  // The store is closed before the work begins, so that a sweep can use it meanwhile.
  const { chosen, damaged } = await reading(folder, async (store, damage) => ({
    chosen: await sampleOf(store.records(filterOf(filter)), sample, seed),
    damaged: damage,
  }));
  const simulator = createSimulator({ workers });
  const bar = progressBar("verifying", chosen.length, "results");
  let done = 0;
  const simulateClaims = (rates: ClaimRates, { runs, seed }: { runs: number; seed: string }) =>
    simulateFalseClaims({ ...rates, runs, seed });
  const tools = { solve, simulate: simulator.simulate, simulateClaims };
  const onDone = () => bar.update(++done);
  try {
    const found = await interruptible(
      (signal) => verifyResults(chosen, tools, { signal, onDone }),
      () => `${done} of ${chosen.length} results verified; nothing was changed`,
    );
    await (json ? printJson({ ...found, damaged: damaged.count }) : print(found.comparisons.map(line).join("")));
    process.stderr.write(inWords(found, damaged.count));
    if (found.differ > 0 || damaged.count > 0) process.exitCode = 1;
  } finally {
    bar.stop();
    await simulator.close();
  }
}

function line({ key, experiment, method, status, reason, differences = [] }: Comparison): string {
  const head = `${status.padEnd(12)}  ${shortKey(key)}  ${experiment} ${method}`;
  const places = differences.slice(0, SHOWN).map(({ at, stored, fresh }) => `    ${at}: stored ${said(stored)}, now ${said(fresh)}\n`);
  const more = differences.length > SHOWN ? `    and ${differences.length - SHOWN} places more; --json has them all\n` : "";
  return `${head}${reason === undefined ? "" : `: ${reason}`}\n${places.join("")}${more}`;
}

/** Places of a result that are listed. */
const SHOWN = 5;
const said = (value: unknown): string => JSON.stringify(value) ?? "nothing";

function inWords({ same, differ, notCompared }: Verification, damaged: number): string {
  const rest = [...(notCompared > 0 ? [`${notCompared} not compared`] : []), ...(damaged > 0 ? [`${damaged} reports of damage`] : [])];
  return `${same} of ${same + differ} results are the same to the last digit${["", ...rest].join(", ")}\n`;
}

const HELP = `
The same seed and results give the same sample. Results of another model version are named, not compared. Figures are compared as they are
stored, in units of work or as probabilities, to the last digit; a simulation of many runs takes as long as it took at first.

Example:
  harness-lab results verify --sample 50 --seed audit`;
