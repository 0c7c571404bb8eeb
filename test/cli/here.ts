import { vi } from "vitest";
import { run } from "../../cli/run.ts";
import type { Ended } from "./lab.ts";

/** Runs the lab in this process: starting one for every line of a long list would take a minute. */
export async function here(words: readonly string[]): Promise<Ended> {
  const [out, err] = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, "write").mockReturnValue(true));
  try {
    process.exitCode = 0;
    await run(words);
    return { code: Number(process.exitCode), stdout: written(out), stderr: written(err) };
  } finally {
    for (const spy of [out, err]) spy?.mockRestore();
    process.exitCode = 0;
  }
}

const written = (spy: { mock: { calls: unknown[][] } } | undefined): string => spy?.mock.calls.map(([text]) => text).join("") ?? "";
