import type { Isolation } from "../sandbox/isolation.ts";
import { findAgent } from "./findAgent.ts";
import type { AgentPort } from "./port.ts";
import { PORTS } from "./ports.ts";

/** What is known of one agent on this machine. No path of it is told: results and reports must not name the user's folders. */
export interface AgentState {
  readonly agent: string;
  readonly found: boolean;
  /** Absent where it is not found or does not say. */ readonly version?: string;
  readonly tried: "as tried" | "newer than tried" | "older than tried" | "unknown";
  readonly triedVersions: string;
  /** Command that gets the version that was tried. */ readonly get: string;
  /** Least Node; absent where it brings its own or needs none. */ readonly node?: string;
  /** One sentence; absent where nothing is wrong. */ readonly problem?: string;
}

export interface DoctorReport {
  readonly node: string;
  readonly sandbox: { readonly kind: Isolation["kind"] /** One sentence; absent where it works. */; readonly problem?: string };
  /** Where agents were looked for, in order. */ readonly lookedIn: readonly string[];
  readonly agents: readonly AgentState[];
}

/** @param folder  where to look before PATH */
export async function examine(isolation: Isolation, folder?: string, path?: string): Promise<DoctorReport> {
  return {
    node: process.versions.node,
    sandbox: isolation.kind === "none" ? { kind: "none", problem: isolation.notice } : { kind: isolation.kind },
    lookedIn: [...(folder === undefined ? [] : ["the folder given"]), "PATH"],
    agents: await Promise.all(PORTS.map((port) => stateOf(port, folder, path))),
  };
}

async function stateOf(port: AgentPort, folder?: string, path?: string): Promise<AgentState> {
  const { name, version, node, registry } = port.install;
  const [from, to] = [port.tried.from, port.tried.to];
  const known = {
    agent: port.name,
    triedVersions: from === to ? to : `${from} to ${to}`,
    get: registry === "npm" ? `npm install -g ${name}@${version}` : `pip install ${name}==${version}`,
    ...(node === undefined ? {} : { node }),
  };
  const found = await findAgent(port, folder, path);
  if (!found) return { ...known, found: false, tried: "unknown", problem: `${port.programs.join(" or ")} was not found.` };
  if (found.version === undefined)
    return { ...known, found: true, tried: "unknown", problem: "It does not tell its version; its install may be broken." };
  const tried =
    compareVersions(found.version, from) < 0
      ? "older than tried"
      : compareVersions(found.version, to) > 0
        ? "newer than tried"
        : "as tried";
  const problem = problemOf(port, tried);
  return { ...known, found: true, version: found.version, tried, ...(problem === undefined ? {} : { problem }) };
}

function problemOf({ install }: AgentPort, tried: AgentState["tried"]): string | undefined {
  if (install.node !== undefined && compareVersions(process.versions.node, install.node) < 0)
    return `It needs Node ${install.node} or later; this is Node ${process.versions.node}.`;
  return tried === "older than tried" ? "It is older than the version that was tried and may lack what the lab asks for." : undefined;
}

/** Negative where the first is older. Numbers between dots; what follows them ("-beta") does not count. */
export function compareVersions(first: string, second: string): number {
  const [one, other] = [first, second].map((version) => version.split(/[.+-]/).map((part) => Number.parseInt(part, 10) || 0));
  for (let index = 0; index < 3; index++) {
    const difference = (one?.[index] ?? 0) - (other?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
