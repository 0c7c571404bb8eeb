import type { Command } from "commander";
import { addDoctor } from "./doctor.ts";

export function addAgents(root: Command): void {
  const group = root
    .command("agents")
    .summary("real terminal agents: what is installed")
    .description("Real terminal agents, run in a sandbox against a model.");
  for (const add of [addDoctor]) add(group);
}
