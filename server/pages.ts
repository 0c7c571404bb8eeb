import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const WEB = join(import.meta.dirname, "web");
const ROOT = join(import.meta.dirname, "..");

/** Where the built pages are: beside this file, in a clone as in the package. */
const PAGES_FOLDER = join(WEB, "dist");

/** What the pages are made from. */
const SOURCES = [
  "server/web",
  "server/api.ts",
  "server/api",
  "agents/sandbox/harmless.ts",
  "model",
  "numerics",
  "theory",
  "sim",
  "figures",
  "experiments/sweep",
  "package-lock.json",
];

/** Says of which sources a build is. */
const STAMP = "built.json";

/**
 * Builds the pages in a clone where they are missing or older than their sources. The package holds them built, and no sources.
 *
 * @param onBuild  told before it begins, which takes some seconds
 * @returns the folder of the pages
 */
export async function ensurePages(onBuild: () => void = () => undefined): Promise<string> {
  const config = join(WEB, "vite.config.ts");
  if (!existsSync(config)) return PAGES_FOLDER;
  const digest = await digestOf(SOURCES);
  if ((await stampIn(PAGES_FOLDER)) === digest) return PAGES_FOLDER;
  const vite = viteProgram();
  if (vite === undefined) return PAGES_FOLDER;
  onBuild();
  // Built aside and then moved: a server that is running, or another that builds at the same time, never sees half of it.
  const aside = `${PAGES_FOLDER}-${process.pid}`;
  try {
    // A process of its own: Vite would leave half a gigabyte behind in this one.
    await promisify(execFile)(process.execPath, [vite, "build", "-c", config, "--outDir", aside, "--emptyOutDir", "--logLevel", "error"], {
      cwd: WEB,
    });
    await writeFile(join(aside, STAMP), `${JSON.stringify({ sources: digest })}\n`);
    await rm(PAGES_FOLDER, { recursive: true, force: true });
    await rename(aside, PAGES_FOLDER);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  return PAGES_FOLDER;
}

/** @returns undefined where only what runs was installed, and not what builds */
function viteProgram(): string | undefined {
  try {
    return fileURLToPath(new URL("bin/vite.js", import.meta.resolve("vite/package.json")));
  } catch {
    return undefined;
  }
}

async function stampIn(folder: string): Promise<unknown> {
  try {
    return (JSON.parse(await readFile(join(folder, STAMP), "utf8")) as { sources?: unknown }).sources;
  } catch {
    return undefined;
  }
}

/** A digest over the paths and the contents of all files below some places. */
async function digestOf(places: readonly string[]): Promise<string> {
  const files = (await Promise.all(places.map((place) => filesBelow(join(ROOT, place))))).flat();
  const lines = await Promise.all(
    files.map(async (file) => {
      const content = createHash("sha256")
        .update(await readFile(file))
        .digest("hex");
      return `${relative(ROOT, file).split(sep).join("/")} ${content}`;
    }),
  );
  return createHash("sha256").update(lines.sort().join("\n")).digest("hex");
}

async function filesBelow(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOTDIR") return undefined;
    if (error.code === "ENOENT") return [];
    throw error;
  });
  if (!entries) return [path];
  const inside = entries.filter(({ name }) => name !== "node_modules" && !/^dist(-\d+)?$/.test(name));
  const found = await Promise.all(inside.map(({ name }) => filesBelow(join(path, name))));
  return found.flat();
}
