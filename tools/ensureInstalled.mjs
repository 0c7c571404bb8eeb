/**
 * Installs what package-lock.json asks for unless it is there already; runs before every script that needs it.
 * Free of dependencies and of recent syntax, so that an old Node gets the plain message instead of a syntax error.
 * Standard output stays untouched: it belongs to the command that follows.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const LEAST_NODE = [20, 19];
const root = dirname(dirname(fileURLToPath(import.meta.url)));

function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1])) return;
  process.stderr.write(`harness-lab needs Node ${LEAST_NODE.join(".")} or later; this is Node ${process.versions.node}.\n`);
  process.exit(1);
}

function packagesOf(lockFile) {
  try {
    return JSON.parse(readFileSync(join(root, lockFile), "utf8")).packages;
  } catch {
    return undefined;
  }
}

/** npm writes the hidden lock file last, so an interrupted install has none; contents say more than dates, which a checkout changes. */
function isInstalled() {
  const wanted = packagesOf("package-lock.json");
  const present = packagesOf("node_modules/.package-lock.json");
  if (!wanted || !present) return false;
  return Object.keys(wanted).every((path) => {
    if (path === "") return true;
    if (!present[path]) return Boolean(wanted[path].optional || wanted[path].devOptional);
    return present[path].version === wanted[path].version;
  });
}

function install() {
  process.stderr.write("harness-lab: installing dependencies (npm ci) ...\n");
  const args = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error", "--progress=false"];
  const npm = process.env.npm_execpath;
  const [command, before] = npm && /\.[cm]?js$/.test(npm) ? [process.execPath, [npm]] : ["npm", []];
  const { status, error } = spawnSync(command, [...before, ...args], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: command === "npm" && process.platform === "win32",
  });
  if (status === 0) return;
  const cause = error ? error.message : `exit ${status}`;
  process.stderr.write(`harness-lab: npm ci failed (${cause}); is the network there? Run \`npm ci\` to see more.\n`);
  process.exit(1);
}

requireNode();
if (!isInstalled()) install();
