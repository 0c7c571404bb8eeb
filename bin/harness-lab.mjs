#!/usr/bin/env node
/** The package's executable: the built command line, nothing else. */
import { existsSync } from "node:fs";

const main = new URL("../dist/cli/main.js", import.meta.url);
if (existsSync(main)) await import(main.href);
else {
  process.stderr.write("harness-lab is not built here: run `npm run build` first, or use `npm run --silent lab -- COMMAND`.\n");
  process.exitCode = 1;
}
