import type { Command } from "commander";
import type { AgentState, DoctorReport } from "../../agents/ports/doctor.ts";
import { jsonOption } from "../options.ts";
import { print, printJson } from "../print.ts";
import { table } from "../table.ts";
import { agentsFolderOption } from "./agentOptions.ts";

interface DoctorOptions {
  readonly agents?: string;
  readonly json?: true;
}

export function addDoctor(group: Command): void {
  group
    .command("doctor")
    .summary("which agents and which sandbox are here, and how to get what is missing")
    .description("Looks for each agent and asks its version, starts the sandbox once, and says in one line each what is wrong.")
    .addOption(agentsFolderOption())
    .addOption(jsonOption())
    .addHelpText("after", HELP)
    .action(answer);
}

async function answer({ agents: folder, json }: DoctorOptions): Promise<void> {
  const [{ examine }, { findIsolation }] = await Promise.all([
    import("../../agents/ports/doctor.ts"),
    import("../../agents/sandbox/isolation.ts"),
  ]);
  const report = await examine(await findIsolation(), folder);
  await (json ? printJson(report) : print(asText(report)));
}

function asText({ node, sandbox, lookedIn, agents }: DoctorReport): string {
  const row = ({ agent, found, version, tried, triedVersions }: AgentState) => [
    agent,
    found ? (version ?? "?") : "-",
    triedVersions,
    found ? tried : "not found",
  ];
  const wrong = agents.flatMap(({ agent, problem, get }) => (problem === undefined ? [] : [`${agent}: ${problem} Get it by: ${get}`]));
  return [
    table([["agent", "here", "tried with", ""], ...agents.map(row)]),
    `Looked in ${lookedIn.join(", then ")}. Node ${node}.\n`,
    sandbox.problem === undefined
      ? "Sandbox: bubblewrap works.\n"
      : `${sandbox.problem}\nGet it by: apt-get install bubblewrap (or your system's own)\n`,
    ...wrong.map((line) => `${line}\n`),
  ].join("");
}

const HELP = `
Agents are your own installs: the lab brings none along and changes none. Versions other than those tried may work.
Exit code 0 whatever is found.

Examples:
  harness-lab agents doctor
  harness-lab agents doctor --agents ~/agents --json`;
