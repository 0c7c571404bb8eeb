/** `npm run build:kernel`: compiles the simulation kernel. What it writes is committed, so that users need no compiler. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { KERNELS, kernelBinary } from "./kernelBinary.ts";

for (const [file, features] of Object.entries(KERNELS))
  writeFileSync(join("sim", "kernel", file), await kernelBinary(process.cwd(), features));
