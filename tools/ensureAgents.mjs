/**
 * Puts codex and pi from the npm registry into the user's cache folder, for the tests of real agents; run by `.ci/run`, never by
 * `npm test`. Outside of the repository, since what an agent is seen with in the sandbox is the outermost node_modules. Prints the npm prefix they are in, for HARNESS_LAB_AGENTS, or nothing: a failure is told, and ends nothing unless
 * HARNESS_LAB_NEEDS_AGENTS is set.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const PORTS = ["codex", "pi"];
const root = join(import.meta.dirname, "..");
const folder = process.env.HARNESS_LAB_AGENTS || join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "harness-lab", "agents");
const say = (line) => process.stderr.write(`harness-lab: ${line}\n`);

/** As the port's own file has it: what is installed is what it was tried with. */
function wanted(port) {
  const text = readFileSync(join(root, "agents", "ports", `${port}.ts`), "utf8");
  const [, name, version] = /install: \{ registry: "npm", name: "([^"]+)", version: "([^"]+)"/.exec(text) ?? [];
  if (name === undefined) throw new Error(`agents/ports/${port}.ts names no package`);
  return { name, version };
}

function isThere({ name, version }) {
  const path = join(folder, "node_modules", name, "package.json");
  return existsSync(path) && JSON.parse(readFileSync(path, "utf8")).version === version;
}

const packages = PORTS.map(wanted);
const missing = packages.filter((one) => !isThere(one)).map(({ name, version }) => `${name}@${version}`);
let failed = false;
if (missing.length > 0 && process.env.HARNESS_LAB_AGENTS) say(`${folder} is without ${missing.join(" and ")}: left as it is.`);
else if (missing.length > 0) {
  say(`installing ${missing.join(" and ")} (npm) ...`);
  mkdirSync(folder, { recursive: true });
  // Both are named, since npm takes away what is not; codex is a binary, and neither needs its install scripts.
  const all = packages.map(({ name, version }) => `${name}@${version}`);
  const quiet = ["--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
  const { status } = spawnSync("npm", ["install", "--prefix", folder, ...quiet, ...all], { stdio: ["ignore", 2, 2] });
  failed = status !== 0 || !packages.every(isThere);
}
if (failed) {
  say("codex and pi could not be installed: tests of real agents are skipped.");
  if (process.env.HARNESS_LAB_NEEDS_AGENTS) process.exitCode = 1;
} else process.stdout.write(`${folder}\n`);
