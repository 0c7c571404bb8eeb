import { readdirSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect, onTestFinished } from "vitest";
import type { AgentPort } from "../../agents/ports/port.ts";
import { readPrices } from "../../agents/proxy/prices.ts";
import { withEnvironment } from "../../agents/sandbox/processes.ts";
import { runTrial, type Trial, type TrialResult } from "../../agents/trial/runTrial.ts";
import { stagedAddition } from "../../agents/trial/stagedAddition.ts";
import { readBody } from "../../agents/wire/readBody.ts";
import type { ModelReply, ModelRequest } from "../../agents/wire/wire.ts";
import { wireOf } from "../../agents/wire/wires.ts";
import { type AdditionHarness, WORDING } from "../../model/trial.ts";
import { trialKey } from "../../store/trialKey.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { HARNESS, TASK } from "./exampleHarness.ts";
import { isolation } from "./sandboxed.ts";
import { standIn, standInAgent } from "./standIn.ts";

/** Trials of the stand-in agent against a model that does what a test says. */

/** What the model answers to the n-th request, from 1: a reply of the protocol, or whatever a bad server does. */
export type Model = (asked: ModelRequest, nth: number) => ModelReply | ((answer: ServerResponse) => void);

export interface ModelServer {
  /** As an upstream has it. */ readonly address: string;
  /** Requests for an answer. */ readonly requests: () => number;
  /** Authorization of each. */ readonly keys: readonly (string | undefined)[];
}

const USAGE = { inputTokens: 10, cachedTokens: 0, outputTokens: 5 };

/** A server of Chat Completions for one test, on a loopback port where `source` must be an address of HTTP. */
export async function modelServer(model: Model, on: "socket" | "port" = "socket"): Promise<ModelServer> {
  const keys: (string | undefined)[] = [];
  const server = createServer(async (request, answer) => {
    const wire = wireOf("chat");
    const asked = wire.read(JSON.parse(String(await readBody(request, Number.POSITIVE_INFINITY))), "/v1/chat/completions");
    keys.push(request.headers.authorization);
    const said = model(asked, keys.length);
    if (typeof said === "function") return said(answer);
    const { contentType, body } = wire.write(said, asked, USAGE);
    answer.writeHead(200, { "content-type": contentType }).end(body);
  });
  const socket = join(temporaryFolder(), "bad.sock");
  await new Promise<void>((done) => (on === "socket" ? server.listen(socket, done) : server.listen(0, "127.0.0.1", done)));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = on === "socket" ? `unix:${socket}` : `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { address, requests: () => keys.length, keys };
}

export interface Scripted {
  /** Run one by one. */ readonly commands: readonly string[];
  readonly final: string;
}

/** A model that runs the commands of each turn by the shell and then says its final text; the last turn's hold for those after it. */
export const scripted =
  (...turns: readonly [Scripted, ...Scripted[]]): Model =>
  ({ messages }) => {
    const prompts = messages.flatMap((message, index) => (message.role === "user" && message.results.length === 0 ? [index] : []));
    const { commands, final } = (turns[prompts.length - 1] ?? turns.at(-1)) as Scripted;
    const done = messages.slice(prompts.at(-1)).reduce((sum, { results }) => sum + results.length, 0);
    const command = commands[done];
    if (command === undefined) return { kind: "text", text: final };
    return { kind: "call", id: `call_${prompts.length}_${done}`, name: "bash", input: { command } };
  };

/** A port whose processes are known by a variable. */
const marked = (port: AgentPort, mark: string): AgentPort => ({
  ...port,
  command: (turn, inside) => {
    const command = port.command(turn, inside);
    return { ...command, environment: { ...command.environment, TEST_MARK: mark } };
  },
});

type Options = Partial<Omit<Trial, "cell">> & {
  readonly harness?: Partial<AdditionHarness>;
  /** Folders of trials that are not this one's. */ readonly leavesFolders?: readonly string[];
};

/** One trial, after which no process of it is left and no folder. */
export async function oneTrial(
  { address }: Pick<ModelServer, "address">,
  { harness, port = standIn(), leavesFolders = [], ...options }: Options = {},
): Promise<TrialResult> {
  const told = { ...HARNESS, ...harness };
  const cell = { agent: "stand-in", version: "1.0.0", model: "any", source: "test", task: TASK, harness: told, wording: WORDING, trial: 1 };
  const mark = crypto.randomUUID();
  const result = await runTrial({
    key: trialKey(cell),
    cell,
    port: marked(port, mark),
    agent: await standInAgent(),
    staged: stagedAddition(TASK, told),
    upstream: { address },
    budget: {},
    prices: readPrices(),
    isolation,
    lab: { version: "0" },
    ...options,
  });
  expect(withEnvironment("TEST_MARK", mark), "processes left").toEqual([]);
  expect(trialFoldersOf(process.pid), "folders left").toEqual(leavesFolders.map((folder) => basename(folder)));
  return result;
}

/** Temporary folders of a process's trials. */
export const trialFoldersOf = (pid: number): readonly string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`harness-lab-trial-${pid}-`));
