import { statSync } from "node:fs";
import { type Command, Option } from "commander";
import type { Prices } from "../../agents/proxy/prices.ts";
import type { AgentSweepRun } from "../../agents/trial/runAgentSweep.ts";
import { InvalidInput } from "../../model/invalid.ts";
import { numberList, pathText, wholeNumber } from "../options.ts";

/** Options that the commands which run agents share. */

export const agentsFolderOption = (): Option =>
  new Option("--agents <folder>", "npm prefix or folder of programs to look in before PATH")
    .env("HARNESS_LAB_AGENTS")
    .argParser(existingFolder("--agents"));

/** @throws InvalidInput for a folder that is not there: agents would be looked for elsewhere, and nobody would know */
function existingFolder(option: string): (text: string) => string {
  return (text) => {
    const path = pathText(option)(text);
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new InvalidInput(option, "must be a folder that exists", path);
    return path;
  };
}

/** The name by which an agent asks for the lab's own model: gemini-cli asks for none but names it knows. */
export const servedModelName = (agent: string): string => (agent === "gemini-cli" ? "gemini-2.5-pro" : "lab-model");

/** Where trials are kept unless a folder is named. */
export const TRIALS_FOLDER = "results/trials";

export const trialsFolderOption = (): Option =>
  new Option("--out <dir>", "folder in which trials are kept, and found again").argParser(pathText("--out")).default(TRIALS_FOLDER);

export const pricesOption = (): Option =>
  new Option("--prices <file>", "price table, as docs/agents.md has it; without it costs are absent").argParser(pathText("--prices"));

export const yesOption = (): Option => new Option("--yes", "do not ask before money is spent");

export const concurrencyOption = (): Option =>
  new Option("--concurrency <n>", "trials at once").argParser(wholeNumber("--concurrency", 1, 256)).default(2);

export const trialsOption = (fallback?: number): Option => {
  const option = new Option("--trials <n>", "trials of each cell in all; those that are there count").argParser(
    wholeNumber("--trials", 1, 100_000),
  );
  return fallback === undefined ? option : option.default(fallback);
};

export const countsOption = (flags: string, said: string, low: number, high: number): Option => {
  const name = flags.split(" ")[0] as string;
  return new Option(flags, said).argParser(numberList(name, low, high));
};

/** What every run needs of this machine: sandbox, prices, and the lab's own name. Says loudly where there is no sandbox. */
export async function machine(pricesFile: string | undefined): Promise<Pick<AgentSweepRun, "isolation" | "prices" | "lab">> {
  const [{ findIsolation }, { readPrices }, { codeState }, { LAB }] = await Promise.all([
    import("../../agents/sandbox/isolation.ts"),
    import("../../agents/proxy/prices.ts"),
    import("../../store/codeState.ts"),
    import("../../store/lab.ts"),
  ]);
  const isolation = await findIsolation();
  if (isolation.kind === "none") process.stderr.write(`\n${isolation.notice}\nGet the sandbox by: apt-get install bubblewrap\n\n`);
  const { commit } = await codeState(LAB.root);
  return {
    isolation,
    prices: pricesOf(pricesFile, readPrices),
    lab: { version: LAB.version, ...(commit === undefined ? {} : { commit }) },
  };
}

function pricesOf(file: string | undefined, read: (file?: string) => Prices): Prices {
  try {
    return read(file);
  } catch (error) {
    if (file === undefined || error instanceof InvalidInput) throw error;
    throw new InvalidInput("--prices", "must be a file that can be read", file);
  }
}

export const addOptions = (command: Command, ...options: readonly Option[]): Command => {
  for (const option of options) command.addOption(option);
  return command;
};
