import { reportAndExit, run } from "./run.ts";

// A fault that escapes every await must end as one line too.
process.on("uncaughtException", reportAndExit);
process.stdout.on("error", reportAndExit);
await run(process.argv.slice(2));
