import { relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { vi } from "vitest";
import { COMPILED, ROOT } from "./compiledLab.ts";

/**
 * Threads of simulation and server run the compiled lab in tests: with tsx each takes a second of processor to start, and there are some
 * hundred. Those of `experiments/inThreads.ts` are left as they are, since they are handed modules of the tests too.
 */
vi.mock("../sim/threadFile.ts", async (original) => {
  const { threadFile } = await original<typeof import("../sim/threadFile.ts")>();
  return {
    threadFile: (beside: string, name: string) => {
      const here = relative(ROOT, fileURLToPath(beside)).split(sep).join("/");
      if (here.startsWith("experiments/")) return threadFile(beside, name);
      return threadFile(new URL(here.replace(/\.ts$/, ".js"), `${pathToFileURL(COMPILED).href}/`).href, name);
    },
  };
});
