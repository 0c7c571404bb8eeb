import { type Command, Option } from "commander";
import type { AgentSweepRun } from "../../agents/trial/runAgentSweep.ts";
import { numberList, pathText, wholeNumber } from "../options.ts";

/** Options that the commands which run agents share. */

export const agentsFolderOption = (): Option =>
  new Option("--agents <folder>", "npm prefix or folder of programs to look in before PATH").env("HARNESS_LAB_AGENTS");

/** The name by which an agent asks for the lab's own model: gemini-cli asks for none but names it knows. */
export const servedModelName = (agent: string): string => (agent === "gemini-cli" ? "gemini-2.5-pro" : "lab-model");

export const trialsFolderOption = (): Option =>
  new Option("--out <dir>", "folder in which trials are kept, and found again").argParser(pathText("--out")).default("results/trials");

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
  return { isolation, prices: readPrices(pricesFile), lab: { version: LAB.version, ...(commit === undefined ? {} : { commit }) } };
}

export const addOptions = (command: Command, ...options: readonly Option[]): Command => {
  for (const option of options) command.addOption(option);
  return command;
};
