import { join } from "node:path";
import asc from "assemblyscript/asc";

const FOLDER = join("sim", "kernel", "assembly");
/** Memory of the kernel in pages of 64 KiB: what memory.ts lays out with 64 step tables, and never more. */
const PAGES = 48;

/** File of the kernel → features beyond the first version of WebAssembly that it is compiled for. */
export const KERNELS: Readonly<Record<string, readonly string[]>> = {
  "kernel.wasm": ["simd"],
  "kernel.relaxed.wasm": ["simd", "relaxed-simd"],
};

/**
 * Compiles the kernel's AssemblyScript.
 * @throws Error with the compiler's messages
 */
export async function kernelBinary(root: string, features: readonly string[]): Promise<Uint8Array> {
  let binary: Uint8Array | undefined;
  const options = ["-O3", "--runtime", "stub", "--noAssert", ...features.flatMap((feature) => ["--enable", feature])];
  const memory = ["--initialMemory", `${PAGES}`, "--maximumMemory", `${PAGES}`];
  const { error, stderr } = await asc.main(
    [join(FOLDER, "index.ts"), "--baseDir", root, "--outFile", "kernel.wasm", ...options, ...memory],
    {
      writeFile: (name: string, contents: Uint8Array | string) => {
        if (name === "kernel.wasm" && typeof contents !== "string") binary = contents;
      },
    },
  );
  if (error || !binary) throw new Error(`the kernel does not compile: ${stderr.toString()}`);
  return binary;
}
