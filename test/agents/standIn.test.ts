import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { EventLog } from "../../agents/ports/eventLog.ts";
import type { Outcome } from "../../agents/ports/outcome.ts";
import type { AgentPort, Turn } from "../../agents/ports/port.ts";
import { withEnvironment } from "../../agents/sandbox/processes.ts";
import { runInSandbox } from "../../agents/sandbox/runInSandbox.ts";
import type { SandboxResult } from "../../agents/sandbox/sandboxRun.ts";
import { type Folders, isolation, trialFolders } from "./sandboxed.ts";
import { type Script, scriptedModel } from "./scriptedModel.ts";
import { standIn, standInAgent } from "./standIn.ts";

async function turnOf(
  port: AgentPort,
  folders: Folders,
  { turn = {}, script = {}, limits = {} }: { turn?: Partial<Turn>; script?: Partial<Script>; limits?: object } = {},
): Promise<{ outcome: Outcome; run: SandboxResult; requests: readonly string[] }> {
  const agent = await standInAgent();
  const socket = join(folders.top, `${crypto.randomUUID().slice(0, 8)}.sock`);
  const { server, requests } = await scriptedModel(socket, { command: "echo hello >> out.txt", final: "All done.", ...script });
  onTestFinished(() => server.closeAllConnections());
  const log = new EventLog(port);
  const run = await runInSandbox({
    command: (inside) =>
      port.command({ prompt: "Append a line.", model: "scripted", program: inside.path(agent.program), ...turn }, inside),
    work: folders.work,
    home: folders.home,
    binds: agent.binds,
    modelSocket: socket,
    isolation,
    limits: { wallMs: 20_000, graceMs: 200, ...limits },
    onLine: (line, cut) => log.line(line, cut),
  });
  server.close();
  return { outcome: log.outcome(), run, requests };
}

test("the stand-in does a task by its shell, tells its tokens, and goes on with its session", async () => {
  const folders = trialFolders();
  const first = await turnOf(standIn(), folders, { turn: { system: "WORKFLOW" } });
  expect(first.outcome).toMatchObject({ status: "answered", finalText: "All done.", steps: 1, unread: 0 });
  expect(first.outcome.usage).toEqual({ inputTokens: 200, outputTokens: 20 });
  expect(readFileSync(join(folders.work, "out.txt"), "utf8")).toBe("hello\n");
  const session = first.outcome.sessionId as string;
  const second = await turnOf(standIn(), folders, { turn: { prompt: "NEXT", session } });
  expect(second.outcome).toMatchObject({ status: "answered", sessionId: session });
  for (const part of ["Append a line.", "NEXT"]) expect(second.requests.at(-1)).toContain(part);
});

test("its failures are told, whether of its model or of its own", async () => {
  const refused = await turnOf(standIn(), trialFolders(), { script: { httpStatus: 401 } });
  expect(refused.outcome).toMatchObject({ status: "failed", httpStatus: 401 });
  for (const fault of ["nothing", "crash@1"] as const)
    expect((await turnOf(standIn(fault), trialFolders())).outcome.status, fault).toBe("no end");
});

test("it can be made to hang, to fork, to print and to fill its disk, by its environment or its prompt", async () => {
  const hung = await turnOf(standIn("ignore-term"), trialFolders(), { limits: { wallMs: 500 } });
  expect([hung.run.ending, hung.outcome.status]).toEqual(["timeout", "no end"]);
  const forked = await turnOf(standIn("fork"), trialFolders());
  expect(forked.outcome.status).toBe("answered");
  expect(withEnvironment("STAND_IN_FAULT", "fork")).toEqual([]);
  const printed = await turnOf(standIn(), trialFolders(), { turn: { prompt: "Go.\nFAULT: print" }, limits: { outputBytes: 4e6 } });
  expect(printed.run.ending).toBe("output limit");
  const folders = trialFolders();
  const filled = await turnOf(standIn("fill-disk"), folders, { limits: { diskBytes: 100e6 } });
  expect(filled.run.ending).toBe("disk limit");
  expect(existsSync(join(folders.work, "fill-0"))).toBe(true);
});
