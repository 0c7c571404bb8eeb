import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { removeFolder } from "../agents/sandbox/removeFolder.ts";
import type { Inside } from "../agents/sandbox/sandboxRun.ts";
import { environmentOf } from "../agents/sandbox/start.ts";
import { writeInto } from "../agents/sandbox/writeInto.ts";
import type { AgentLaw } from "../agents/served/law.ts";
import { serveModel } from "../agents/served/serve.ts";
import { runTrial, type Trial } from "../agents/trial/runTrial.ts";

/** One trial, and the same command without runner, proxy and sandbox. In ms. */
export interface Pair {
  readonly trialMs: number;
  /** Of the trial, from the start of its sandbox to the end of it. */ readonly agentMs: number;
  readonly bareMs: number;
}

/**
 * Runs a trial told in one prompt, and beside it the agent's own command by itself: a plain process, with a new home and a new work
 * folder, at the served model, which draws the same steps for it. What the first takes longer is what runner, proxy and sandbox cost,
 * from the making of the folders to their removal.
 *
 * @param bareFirst  which goes first, to be taken in turns: the second finds its files in memory
 */
export async function pairOf(trial: Omit<Trial, "upstream">, law: AgentLaw, seed: string, bareFirst: boolean): Promise<Pair> {
  const folder = await mkdtemp(join(tmpdir(), "harness-lab-bench-"));
  const server = await serveModel({ listen: { host: "127.0.0.1", port: 0 }, law, seed, trial: trial.key });
  try {
    const sandboxed = async () => {
      const startMs = performance.now();
      const { record } = await runTrial({ ...trial, upstream: { address: server.address, trial: trial.key } });
      if (record.status !== "finished" || record.agentMs === undefined) throw new Error(`${record.status}: ${record.reason}`);
      return { trialMs: performance.now() - startMs, agentMs: record.agentMs };
    };
    const bare = () => bareRun(trial, server.address, folder);
    if (!bareFirst) return { ...(await sandboxed()), bareMs: await bare() };
    const bareMs = await bare();
    return { bareMs, ...(await sandboxed()) };
  } finally {
    await server.close();
    await removeFolder(folder);
  }
}

async function bareRun({ port, agent, staged, cell }: Omit<Trial, "upstream">, modelAddress: string, folder: string): Promise<number> {
  const [work, home] = [join(folder, "work"), join(folder, "home")];
  for (const made of [work, home]) await mkdir(made);
  await staged.prepare(work);
  const inside: Inside = { isolation: "none", work, home, modelAddress, path: (host) => host };
  const {
    argv,
    environment,
    files = [],
  } = port.command({ prompt: staged.wholePrompt(), model: cell.model, program: agent.program }, inside);
  for (const { path, text } of files) await writeInto(home, path, text);
  const env = { ...environmentOf(inside, process.env.PATH ?? "/usr/bin:/bin", "agent"), ...environment };
  const startMs = performance.now();
  const child = spawn(argv[0] as string, argv.slice(1), { cwd: work, env, stdio: ["ignore", "pipe", "ignore"] });
  child.stdout?.resume();
  const [exit] = await once(child, "close");
  if (exit !== 0) throw new Error(`${port.name} ended with ${exit} by itself`);
  return performance.now() - startMs;
}
