import { readFileSync } from "node:fs";

/** The compiled kernel, or undefined where this engine has no WebAssembly with SIMD. */
export function compiledKernel(): WebAssembly.Module | undefined {
  const bytes = readFileSync(new URL("./kernel.wasm", import.meta.url));
  return WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : undefined;
}
