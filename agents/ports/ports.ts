import { InvalidInput } from "../../model/invalid.ts";
import { claudeCode } from "./claudeCode.ts";
import { codex } from "./codex.ts";
import { geminiCli } from "./geminiCli.ts";
import { miniSweAgent } from "./miniSweAgent.ts";
import { opencode } from "./opencode.ts";
import { pi } from "./pi.ts";
import type { AgentPort } from "./port.ts";

/** All agents that the lab can drive. */
export const PORTS: readonly AgentPort[] = [codex, claudeCode, pi, geminiCli, opencode, miniSweAgent];

/** @throws InvalidInput naming those there are */
export function portOf(name: string): AgentPort {
  const port = PORTS.find((candidate) => candidate.name === name);
  if (!port) throw new InvalidInput("agent", `must be one of ${PORTS.map((known) => known.name).join(", ")}`, name);
  return port;
}
