import type { Command } from "commander";
import { addCalibrate } from "./calibrate.ts";
import { addDemo } from "./demo.ts";
import { addDoctor } from "./doctor.ts";
import { addHarbor } from "./harbor.ts";
import { addList } from "./list.ts";
import { addModel } from "./model.ts";
import { addRun } from "./run.ts";
import { addShow } from "./show.ts";
import { addSweep } from "./sweep.ts";
import { addTasks } from "./tasks.ts";

export function addAgents(root: Command): void {
  const group = root
    .command("agents")
    .summary("real terminal agents: run them under harnesses, and a model for them without a key")
    .description("Real terminal agents, run in a sandbox against a model, on the axes of the model's own curves.");
  for (const add of [addDoctor, addDemo, addRun, addSweep, addList, addShow, addCalibrate, addTasks, addModel, addHarbor]) add(group);
}
