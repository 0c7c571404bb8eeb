import type { Command } from "commander";
import { addDemo } from "./demo.ts";
import { addDoctor } from "./doctor.ts";
import { addModel } from "./model.ts";

export function addAgents(root: Command): void {
  const group = root
    .command("agents")
    .summary("real terminal agents: what is installed, and a model for them without a key")
    .description("Real terminal agents, run in a sandbox against a model.");
  for (const add of [addDoctor, addDemo, addModel]) add(group);
}
