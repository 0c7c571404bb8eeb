import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";

/**
 * The compiled kernel: with relaxed SIMD, a tenth faster, where this engine has it; with SIMD; or undefined where it has neither.
 * Node 20 has relaxed SIMD behind a switch, later ones at once. Of its instructions the kernel has two, and uses them only where they
 * are defined on every machine.
 */
export function compiledKernel(): WebAssembly.Module | undefined {
  for (const [file, before] of [
    ["kernel.relaxed.wasm", () => setFlagsFromString("--experimental-wasm-relaxed-simd")],
    ["kernel.wasm", () => undefined],
  ] as const) {
    const bytes = readFileSync(new URL(`./${file}`, import.meta.url));
    if (!WebAssembly.validate(bytes)) before();
    if (WebAssembly.validate(bytes)) return new WebAssembly.Module(bytes);
  }
  return undefined;
}
