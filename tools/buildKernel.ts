/** `npm run build:kernel`: compiles the simulation kernel. What it writes is committed, so that users need no compiler. */
import { writeFileSync } from "node:fs";
import { kernelBinary } from "./kernelBinary.ts";

writeFileSync("sim/kernel/kernel.wasm", await kernelBinary(process.cwd()));
