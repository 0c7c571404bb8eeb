/** Runs a sweep of the stand-in agent in a process of its own, and says each trial that is kept; see trialSweep.test.ts. */
import { parseAgentSweep } from "../../agents/trial/spec.ts";
import { servedSpec, sweepOf } from "./sweepSetup.ts";

const [folder = "", mark = "", trials = "1"] = process.argv.slice(2);
const sweep = await sweepOf(folder, parseAgentSweep(servedSpec(Number(trials))), { mark });
await sweep.run((record, found) => process.stdout.write(`${found ? "found" : "ran"} ${record.key}\n`));
await sweep.close();
