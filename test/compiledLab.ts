import { execFile } from "node:child_process";
import { readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

export const ROOT = join(import.meta.dirname, "..");
const TSC = join(ROOT, "node_modules/typescript/bin/tsc");

/** Where the compiled lab is, as the package has it in `dist`, but for the explorer's pages. */
export const COMPILED = join(ROOT, "dist-test");

/**
 * Compiles the lab once, before the tests, where a source has changed: they start it some two hundred times, and read by tsx each start
 * takes a second of processor more. Types are checked elsewhere. Vitest calls this by its name.
 */
export async function setup(): Promise<void> {
  const { include } = JSON.parse(readFileSync(join(ROOT, "tsconfig.build.json"), "utf8")) as { readonly include: readonly string[] };
  const newest = Math.max(
    ...["package-lock.json", "tsconfig.json", "tsconfig.build.json", ...include].map((path) => newestMs(join(ROOT, path))),
  );
  const built = statSync(COMPILED, { throwIfNoEntry: false });
  if (built && built.mtimeMs >= newest) return;
  // Built aside: another run of the tests never sees half of it.
  const aside = `${COMPILED}-${process.pid}`;
  const run = (...words: readonly string[]) => promisify(execFile)(process.execPath, words, { cwd: ROOT });
  try {
    await run(TSC, "-p", "tsconfig.build.json", "--noCheck", "--outDir", aside);
    await run("tools/copyAssets.mjs", aside);
    utimesSync(aside, new Date(), newest / 1000); // a source that is changed meanwhile is newer
    rmSync(COMPILED, { recursive: true, force: true });
    renameSync(aside, COMPILED);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** The latest change of a file, or of all below a folder; folders count too, since a file may have been removed. */
function newestMs(path: string): number {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  const inside = readdirSync(path, { withFileTypes: true }).filter(({ name }) => name !== "web");
  return Math.max(found.mtimeMs, ...inside.map(({ name }) => newestMs(join(path, name))));
}
