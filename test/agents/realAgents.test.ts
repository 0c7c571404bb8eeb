import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { EventLog } from "../../agents/ports/eventLog.ts";
import { type FoundAgent, findAgent } from "../../agents/ports/findAgent.ts";
import type { Outcome } from "../../agents/ports/outcome.ts";
import type { AgentPort, Turn } from "../../agents/ports/port.ts";
import { PORTS } from "../../agents/ports/ports.ts";
import type { Failure } from "../../agents/proxy/failure.ts";
import { readPrices } from "../../agents/proxy/prices.ts";
import { startProxy } from "../../agents/proxy/proxy.ts";
import { withEnvironment } from "../../agents/sandbox/processes.ts";
import { runInSandbox } from "../../agents/sandbox/runInSandbox.ts";
import type { SandboxResult } from "../../agents/sandbox/sandboxRun.ts";
import type { TrialUsage } from "../../model/trial.ts";
import { type Folders, hasSandbox, isolation, trialFolders } from "./sandboxed.ts";
import { type Script, scriptedModel } from "./scriptedModel.ts";

/**
 * Real agents, where HARNESS_LAB_AGENTS names the npm prefix they were put in; skipped elsewhere. They are the proof that commands and
 * events are as the ports take them.
 */
const folder = process.env.HARNESS_LAB_AGENTS;
const found = folder === undefined || !hasSandbox ? [] : await Promise.all(PORTS.map((port) => findAgent(port, folder, "")));
const here = PORTS.flatMap((port, index) => (found[index] ? [{ port, agent: found[index], name: port.name }] : []));

/** opencode alone needs seconds to start on a busy machine; a limit must not come before its first request. */
const slowness = (port: AgentPort): number => (port.name === "opencode" ? 4 : 1);

/** It stays with the proxy. */
const KEY = "sk-this-is-not-for-the-agent";

interface Ran {
  readonly outcome: Outcome;
  readonly run: SandboxResult;
  readonly requests: readonly string[];
  readonly usage: TrialUsage;
  readonly failure: Failure | undefined;
  readonly refused: number;
}

interface Asked {
  readonly turn?: Partial<Turn>;
  readonly script?: Partial<Script>;
  readonly wallMs?: number;
  readonly mark?: string;
}

async function turnOf(port: AgentPort, agent: FoundAgent, folders: Folders, { turn, script, wallMs = 45_000, mark }: Asked): Promise<Ran> {
  const [served, socket] = ["model", "proxy"].map((name) => join(folders.top, `${name}-${crypto.randomUUID().slice(0, 8)}.sock`)) as [
    string,
    string,
  ];
  const { server, requests } = await scriptedModel(served, { command: "echo hello >> out.txt", final: "All done.", ...script });
  onTestFinished(() => server.closeAllConnections());
  const log = new EventLog(port);
  const model = port.protocol === "gemini" ? "gemini-2.5-pro" : "scripted";
  const upstream = { address: `unix:${served}`, key: KEY };
  const proxy = await startProxy({ socket, protocol: port.protocol, upstream, model, prices: readPrices() });
  onTestFinished(proxy.close);
  const run = await runInSandbox({
    command: (inside) => {
      const command = port.command({ prompt: "Append one line to out.txt.", model, program: inside.path(agent.program), ...turn }, inside);
      return mark === undefined ? command : { ...command, environment: { ...command.environment, TEST_MARK: mark } };
    },
    work: folders.work,
    home: folders.home,
    binds: agent.binds,
    modelSocket: socket,
    isolation,
    limits: { wallMs, graceMs: 1_000 },
    onLine: (line, cut) => log.line(line, cut),
  });
  server.close();
  await proxy.close();
  return { outcome: log.outcome(), run, requests, usage: proxy.usage(), failure: proxy.failure(), refused: proxy.counts().refused };
}

describe.skipIf(here.length === 0)("a real agent in the sandbox", () => {
  test.each(here)(
    "$name does a task, and goes on with its session, where its system text reaches the model in each turn",
    async ({ port, agent }) => {
      const folders = trialFolders();
      const system = port.takesSystem ? { system: "WORKFLOW-TEXT" } : {};
      const first = await turnOf(port, agent, folders, { turn: system });
      expect(first.outcome).toMatchObject({ status: "answered", finalText: "All done.", steps: 1, unread: 0 });
      expect(first.run).toMatchObject({ ending: "finished", exit: 0, notices: [] });
      expect(first.requests).toHaveLength(2);
      expect(first.usage).toEqual({ requests: 2, inputTokens: 200, cachedTokens: 0, outputTokens: 20 });
      expect([first.failure, first.refused]).toEqual([undefined, 0]);
      expect(readFileSync(join(folders.work, "out.txt"), "utf8")).toBe("hello\n");
      const session = first.outcome.sessionId as string;
      const second = await turnOf(port, agent, folders, { turn: { ...system, prompt: "NEXT-INSTRUCTION", session } });
      expect(second.outcome).toMatchObject({ status: "answered", sessionId: session });
      expect(second.requests.at(-1)).toContain("Append one line");
      expect(second.requests.at(-1)).toContain("NEXT-INSTRUCTION");
      if (port.takesSystem) for (const request of [...first.requests, ...second.requests]) expect(request).toContain("WORKFLOW-TEXT");
    },
  );

  test.each(here)("$name whose model refuses it has not answered, whatever it exits with", async ({ port, agent }) => {
    const { outcome, failure } = await turnOf(port, agent, trialFolders(), { script: { httpStatus: 401 }, wallMs: 8_000 * slowness(port) });
    expect(failure).toMatchObject({ kind: "status", httpStatus: 401 });
    expect(["failed", "no end"]).toContain(outcome.status);
    expect(outcome).not.toHaveProperty("finalText");
  });

  test.each(here)("$name ended half-way in a command leaves nothing running", async ({ port, agent }) => {
    const mark = crypto.randomUUID();
    const script = { command: "trap '' TERM; echo begun > begun; sleep 120; sleep 120" };
    const folders = trialFolders();
    const { outcome, run } = await turnOf(port, agent, folders, { script, wallMs: 6_000 * slowness(port), mark });
    expect([run.ending, outcome.status]).toEqual(["timeout", "no end"]);
    expect(readFileSync(join(folders.work, "begun"), "utf8")).toBe("begun\n");
    expect(withEnvironment("TEST_MARK", mark)).toEqual([]);
  });
});
