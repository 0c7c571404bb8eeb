import { lstat, mkdir, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { InvalidInput } from "../../model/invalid.ts";
import { copyInto } from "../sandbox/copyInto.ts";
import type { Isolation } from "../sandbox/isolation.ts";
import type { Limits } from "../sandbox/limits.ts";
import { removeFolder } from "../sandbox/removeFolder.ts";
import { runInSandbox } from "../sandbox/runInSandbox.ts";
import type { SandboxResult } from "../sandbox/sandboxRun.ts";
import type { HarborStage, HarborTask } from "./harborTask.ts";
import { type Reward, reaches, readReward } from "./reward.ts";

export interface Verdict {
  readonly reward: Reward;
  /** Every reward that the stage asks for was reached. */ readonly accepted: boolean;
  /** The verifier's own run; what it printed is untrusted. */ readonly run: SandboxResult;
}

interface At {
  readonly task: HarborTask;
  readonly stage: HarborStage;
  /** The trial's work folder. */ readonly work: string;
  readonly isolation: Isolation;
  readonly limits?: Partial<Limits>;
  readonly signal?: AbortSignal;
}

/**
 * Runs a stage's verifier in a sandbox of its own: the agent's processes and its home are gone, its work folder is there, the tests
 * are read-only at /tests, and there is no network and no model. A verifier that is ended by a limit or a signal gives no reward,
 * whatever it wrote. As in Harbor, one that runs the agent's code lets it write the reward: tests should look at files and outputs from outside.
 *
 * @throws InvalidInput for a task that cannot run here
 */
export async function verify(at: At): Promise<Verdict> {
  return withFolders(async (home, logs) => {
    const run = await runScript(at, { home, logs, folder: at.stage.tests, seenAs: "/tests", script: "test.sh" });
    // One that was killed may have been so by code of the agent's that it ran.
    const ended = run.ending === "finished" ? run.signal : run.ending;
    const reward: Reward =
      ended === undefined ? await readReward(join(logs, "verifier")) : { status: "no reward", reason: `The verifier was ended: ${ended}.` };
    return { reward, accepted: reaches(reward, at.stage.leastReward), run };
  });
}

/** Runs a stage's own solution in place of an agent: a task whose solution does not pass is a broken task. */
export async function solveByOracle(at: At): Promise<SandboxResult> {
  const { solution } = at.stage;
  if (solution === undefined) throw new InvalidInput("solution", "must be there");
  return withFolders((home, logs) => runScript(at, { home, logs, folder: solution, seenAs: "/solution", script: "solve.sh" }));
}

/** Puts a task's files into a new work folder. */
export async function prepareWork({ task, work }: Pick<At, "task" | "work">): Promise<void> {
  refuse(task);
  for (const { from, to } of task.copies) {
    const source = from === "" ? join(task.folder, "environment") : join(task.folder, "environment", from);
    const found = await lstat(source).catch(() => undefined);
    if (!found || from.split("/").includes("..")) throw new InvalidInput("environment/Dockerfile", "must copy files that are there", from);
    const target = to.replace(/\/$/, "");
    const name = found.isDirectory() || !(to.endsWith("/") || to === "") ? target : [target, basename(from)].filter(Boolean).join("/");
    await copyInto(source, work, name);
  }
}

/** Adds what a stage brings along, before its instruction is given. */
export async function prepareStage({ task, stage, work }: Pick<At, "task" | "stage" | "work">): Promise<void> {
  refuse(task);
  if (stage.additions !== undefined) await copyInto(join(task.folder, stage.additions), work, "");
}

interface Script {
  readonly home: string;
  readonly logs: string;
  /** Relative to the task. */ readonly folder: string;
  readonly seenAs: string;
  readonly script: string;
}

async function runScript(at: At, { home, logs, folder, seenAs, script }: Script): Promise<SandboxResult> {
  const { task, stage, work, isolation, limits, signal } = at;
  refuse(task);
  // Scripts name /app, /tests and /logs; without a sandbox those are places of the host.
  if (isolation.kind !== "bubblewrap") throw new InvalidInput("sandbox", "must be there for a task of Harbor's format: install bubblewrap");
  const host = join(task.folder, folder);
  if (!(await lstat(host).catch(() => undefined))?.isDirectory()) throw new InvalidInput(folder, "must be a folder, not a link");
  const own = script === "test.sh" ? stage.verifierEnvironment : stage.solutionEnvironment;
  return runInSandbox({
    command: () => ({ argv: ["/bin/bash", `${seenAs}/${script}`], environment: { ...task.environment, ...own } }),
    work,
    workPath: task.workPath,
    home,
    binds: [
      { host, inside: seenAs },
      { host: logs, inside: "/logs", writable: true },
    ],
    isolation,
    limits: {
      wallMs: script === "test.sh" ? stage.verifierTimeoutMs : (stage.agentTimeoutMs ?? task.agentTimeoutMs),
      ...(task.memoryBytes === undefined ? {} : { memoryBytes: task.memoryBytes }),
      ...(task.diskBytes === undefined ? {} : { diskBytes: task.diskBytes }),
      ...limits,
    },
    ...(signal ? { signal } : {}),
  });
}

function refuse(task: HarborTask): void {
  if (task.refusal !== undefined) throw new InvalidInput("task", `cannot run here. ${task.refusal}`);
}

async function withFolders<Result>(use: (home: string, logs: string) => Promise<Result>): Promise<Result> {
  const top = await mkdtemp(join(tmpdir(), "harness-lab-verify-"));
  try {
    const [home, logs] = [join(top, "home"), join(top, "logs")];
    await Promise.all([mkdir(home), mkdir(join(logs, "verifier"), { recursive: true }), mkdir(join(logs, "agent"), { recursive: true })]);
    return await use(home, logs);
  } finally {
    await removeFolder(top);
  }
}
