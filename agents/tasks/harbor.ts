import { readdir, realpath } from "node:fs/promises";
import { basename } from "node:path";
import { parse, TomlError } from "smol-toml";
import { InvalidInput } from "../../model/invalid.ts";
import { at, listAt, textAt } from "../json.ts";
import { isWorkPath } from "../sandbox/bubblewrap.ts";
import { readResult } from "../sandbox/readResult.ts";
import { readDockerfile } from "./dockerfile.ts";
import type { HarborStage, HarborTask } from "./harborTask.ts";
import { needsPrograms } from "./needs.ts";
import { needsContainer, needsNetwork } from "./refusal.ts";

const MOST_BYTES = 2 ** 20;
const MOST_STEPS = 200;
const MIB = 2 ** 20;

/**
 * Reads a task folder of Harbor's format (schema 1.0 to 1.4). Nothing in it is trusted: no link is followed, since the instruction is
 * sent to a model, and names of steps stay in the folder. A task that cannot run here is read too, and says why in `refusal`.
 *
 * @throws InvalidInput naming the file or field, for a folder that is no task
 */
export async function readHarborTask(path: string): Promise<HarborTask> {
  const folder = await realpath(path).catch(() => {
    throw new InvalidInput("task", "must be a folder that exists, or the name of a task of the lab (harness-lab agents tasks)", path);
  });
  const settings = toml(await text(folder, "task.toml"));
  const workdir = textAt(settings, "environment", "workdir");
  const dockerfile = await optionalText(folder, "environment/Dockerfile");
  const image = dockerfile === undefined ? { copies: [], environment: {} } : readDockerfile(dockerfile, workdir ?? "/app");
  const workPath = workdir ?? image.workPath ?? "/app";
  const stages = await stagesOf(folder, settings);
  const verifiers = await Promise.all(stages.map(async ({ tests }) => [tests, await text(folder, `${tests}/test.sh`)] as const));
  const refusal =
    needsContainer(settings, await names(folder, "environment")) ??
    image.refusal ??
    needsPlace(workPath) ??
    needsNetwork(settings, verifiers) ??
    needsPrograms(settings);
  const [memory, storage] = [positive(settings, "environment", "memory_mb"), positive(settings, "environment", "storage_mb")];
  const [version, strategy] = [textAt(settings, "task", "version"), textAt(settings, "multi_step_reward_strategy")];
  return {
    name: textAt(settings, "task", "name") ?? basename(folder),
    ...(version === undefined ? {} : { version }),
    folder,
    workPath,
    copies: image.copies,
    environment: { ...image.environment, ...variables(settings, "environment", "env") },
    agentTimeoutMs: 1000 * (positive(settings, "agent", "timeout_sec") ?? 600),
    ...(memory === undefined ? {} : { memoryBytes: memory * MIB }),
    ...(storage === undefined ? {} : { diskBytes: storage * MIB }),
    stages,
    ...(strategy === undefined ? {} : { rewardStrategy: strategy }),
    ...(refusal === undefined ? {} : { refusal }),
  };
}

const needsPlace = (workPath: string): string | undefined =>
  isWorkPath(workPath) ? undefined : "It works at a place of its image that the sandbox cannot give to it: run it by Harbor.";

async function stagesOf(folder: string, settings: unknown): Promise<HarborStage[]> {
  const steps = listAt(settings, "steps");
  if (steps.length > MOST_STEPS) throw new InvalidInput("steps", `must be at most ${MOST_STEPS}`, steps.length);
  if (steps.length === 0) return [await stageOf(folder, "", "task", settings, undefined)];
  const named = steps.map((step, index) => {
    const name = textAt(step, "name") ?? "";
    if (!/^[\w][\w.-]{0,99}$/.test(name))
      throw new InvalidInput(`steps[${index}].name`, "must be a plain name of at most 100 characters", name);
    return { step, name };
  });
  if (new Set(named.map(({ name }) => name)).size < named.length) throw new InvalidInput("steps", "must have names that differ");
  return Promise.all(named.map(({ step, name }) => stageOf(folder, `steps/${name}/`, name, settings, step)));
}

async function stageOf(folder: string, prefix: string, name: string, settings: unknown, step: unknown): Promise<HarborStage> {
  const entries = await names(folder, prefix.slice(0, -1));
  const agentTimeout = positive(step, "agent", "timeout_sec");
  const verifierTimeout = positive(step, "verifier", "timeout_sec") ?? positive(settings, "verifier", "timeout_sec") ?? 600;
  return {
    name,
    instruction: await text(folder, `${prefix}instruction.md`),
    // Tests of the task serve every step that has none of its own.
    tests: entries.includes("tests") ? `${prefix}tests` : "tests",
    ...(entries.includes("solution") ? { solution: `${prefix}solution` } : {}),
    ...(prefix !== "" && entries.includes("workdir") ? { additions: `${prefix}workdir` } : {}),
    leastReward: leastReward(at(step, "min_reward")),
    verifierTimeoutMs: 1000 * verifierTimeout,
    verifierEnvironment: { ...variables(settings, "verifier", "env"), ...variables(step, "verifier", "env") },
    solutionEnvironment: { ...variables(settings, "solution", "env"), ...variables(step, "solution", "env") },
    ...(agentTimeout === undefined ? {} : { agentTimeoutMs: 1000 * agentTimeout }),
  };
}

function leastReward(value: unknown): Record<string, number> {
  if (value === undefined) return { reward: 1 };
  if (typeof value === "number" && Number.isFinite(value)) return { reward: value };
  const fields = value !== null && typeof value === "object" ? Object.entries(value) : [];
  if (fields.length === 0 || fields.some(([, least]) => !Number.isFinite(least)))
    throw new InvalidInput("min_reward", "must be a number or a table of numbers", value);
  return Object.fromEntries(fields);
}

function toml(source: string): unknown {
  try {
    return parse(source);
  } catch (error) {
    if (error instanceof TomlError) throw new InvalidInput("task.toml", `must be TOML (line ${error.line}, column ${error.column})`);
    throw error;
  }
}

/** @throws InvalidInput for what is there and no positive number */
function positive(settings: unknown, ...path: readonly string[]): number | undefined {
  const value = at(settings, ...path);
  if (value === undefined) return undefined;
  if (typeof value !== "number" || !(value > 0) || !Number.isFinite(value))
    throw new InvalidInput(path.join("."), "must be a number > 0", value);
  return value;
}

/** Variables that hold a reference such as `${NAME}` are for the host's own environment, which no task may read: they are left out. */
function variables(settings: unknown, ...path: readonly string[]): Record<string, string> {
  const table = at(settings, ...path);
  if (table === undefined) return {};
  if (table === null || typeof table !== "object") throw new InvalidInput(path.join("."), "must be a table", table);
  const known = Object.entries(table).filter(([name, value]) => /^[A-Za-z_]\w*$/.test(name) && !String(value).includes("${"));
  return Object.fromEntries(known.map(([name, value]) => [name, String(value)]));
}

async function text(folder: string, relative: string): Promise<string> {
  const found = await optionalText(folder, relative);
  if (found === undefined) throw new InvalidInput(relative, "must be there");
  return found;
}

async function optionalText(folder: string, relative: string): Promise<string | undefined> {
  const left = await readResult(folder, relative, MOST_BYTES);
  if (left.status === "missing") return undefined;
  if (left.status === "refused") throw new InvalidInput(relative, `cannot be used: it ${left.reason}`);
  if (left.cut) throw new InvalidInput(relative, `must be at most ${MOST_BYTES} bytes`);
  return left.bytes.toString("utf8");
}

/** Files and folders, without links. */
async function names(folder: string, relative: string): Promise<readonly string[]> {
  const entries = await readdir(relative === "" ? folder : `${folder}/${relative}`, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory() || entry.isFile()).map(({ name }) => name);
}
