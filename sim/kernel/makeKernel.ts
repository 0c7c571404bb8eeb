import type { Kernel } from "./kernel.ts";
import { compiledKernel } from "./loadKernel.ts";
import { PlainKernel } from "./plainKernel.ts";
import { WasmKernel } from "./wasmKernel.ts";

/** Which kernel simulates. Results are the same to the byte; the compiled one is faster. */
export type KernelKind = "compiled" | "plain";

let compiled: WebAssembly.Module | undefined;

/**
 * The kernel asked for; the compiled one unless asked, or the plain one where this engine cannot run it.
 * @param runs  of a block, at most 8192
 */
export function makeKernel(runs: number, kind: KernelKind = "compiled"): Kernel {
  if (kind === "plain") return new PlainKernel(runs);
  compiled ??= compiledKernel();
  return compiled ? new WasmKernel(compiled, runs) : new PlainKernel(runs);
}
