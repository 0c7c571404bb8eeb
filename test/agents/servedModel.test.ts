import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { parseLaw } from "../../agents/served/law.ts";
import { nextReply } from "../../agents/served/policy.ts";
import { serveModel } from "../../agents/served/serve.ts";
import type { ModelRequest } from "../../agents/wire/wire.ts";
import type { AdditionHarness, AdditionTask } from "../../model/trial.ts";
import { here } from "../cli/here.ts";
import { start } from "../cli/lab.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { HARNESS as TWO_STAGES } from "./exampleHarness.ts";
import { memoryLedger, runTrial } from "./standInLoop.ts";
import { CLIENTS, post } from "./wireClients.ts";

const SEED = "harness";
const LAW = parseLaw({
  pool: [
    { mu: 6, sigma: 2, min: 4, max: 8 },
    { mu: 10, sigma: 6, min: 4, max: 14 },
  ],
  claimRate: 1,
});
const TASK: AdditionTask = { kind: "addition", goal: 40, tolerance: 1, stepBudget: 4, total: "shown" };
const HARNESS: AdditionHarness = { ...TWO_STAGES, stages: { kind: "uniform", count: 3 }, retryBudget: 3 };

describe("the server", () => {
  const serve = async (listen: Parameters<typeof serveModel>[0]["listen"]) => {
    const server = await serveModel({ listen, law: LAW, seed: SEED });
    onTestFinished(server.close);
    return server.address;
  };
  const onLoopback = () => serve({ host: "127.0.0.1", port: 0 });

  test.each(Object.entries(CLIENTS))("answers by %s as the policy does, over a port and over a socket", async (_, client) => {
    const here = { law: LAW, seed: SEED, trial: "t-1" };
    const expected = await runTrial(TASK, HARNESS, { model: (request) => nextReply(request, here), ...memoryLedger() });
    for (const address of [await onLoopback(), await serve({ socket: join(temporaryFolder(), "model.sock") })]) {
      const model = async (request: ModelRequest) => {
        const { status, body } = await post(address, client.path, JSON.stringify(client.body(request)), "t-1");
        expect(status).toBe(200);
        return client.read(JSON.parse(body) as never);
      };
      expect(await runTrial(TASK, HARNESS, { model, ...memoryLedger() })).toEqual(expected);
    }
  });

  test("without the trial's name goes by the task: equal tasks get equal numbers, other tasks others", async () => {
    const address = await onLoopback();
    const { path, body, read } = CLIENTS.chat;
    const steps = async (task: AdditionTask, trial?: string) => {
      const model = async (request: ModelRequest) =>
        read(JSON.parse((await post(address, path, JSON.stringify(body(request)), trial)).body) as never);
      return (await runTrial(task, HARNESS, { model, ...memoryLedger() })).stages[0]?.attempts[0]?.steps;
    };
    const first = await steps(TASK);
    expect(await steps(TASK)).toEqual(first);
    expect(await steps({ ...TASK, stepBudget: 5 })).not.toEqual(first);
    expect(await steps(TASK, "named")).not.toEqual(first);
  });

  test("refuses what is no request in the protocol's own shape, and lives on", async () => {
    const address = await onLoopback();
    expect(await post(address, "/v1/chat/completions", "{")).toMatchObject({ status: 400 });
    expect(await post(address, "/v1/messages", "[]")).toMatchObject({ status: 400 });
    expect(JSON.parse((await post(address, "/v1/responses", "7")).body)).toHaveProperty("error.message");
    expect(await post(address, "/v1/nothing", "{}")).toMatchObject({ status: 404 });
    expect(
      await post(
        address,
        "/v1/chat/completions",
        JSON.stringify(CLIENTS.chat.body({ system: "", messages: [], tools: [], stream: false })),
      ),
    ).toMatchObject({ status: 200 });
    await expect(serveModel({ listen: { host: "127.0.0.1", port: Number(new URL(address).port) }, law: LAW, seed: SEED })).rejects.toThrow(
      "port must be free",
    );
  });
});

describe("lab agents model", () => {
  test("serves on this machine, says how to point an agent at it, and ends when asked", async () => {
    const { child, ended } = start(temporaryFolder(), ["agents", "model", "--port", "0", "--guidance", "aligned:3", "--claims", "0.5"]);
    onTestFinished(() => void child.kill("SIGKILL"));
    const address = await new Promise<string>((resolve, reject) => {
      child.stdout.once("data", (text: string) => resolve(text.trim()));
      void ended.then(({ stderr }) => reject(new Error(stderr)));
    });
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const { path, body } = CLIENTS.chat;
    const request = { system: "", messages: [], tools: [], stream: false };
    expect(await post(address, path, JSON.stringify(body(request)))).toMatchObject({ status: 200 });
    child.kill("SIGTERM");
    const { code, stderr } = await ended;
    expect([code, stderr.split(address).length]).toEqual([0, 7]); // once for each agent
    for (const agent of ["codex", "claude", "gemini", "pi", "opencode", "mini"]) expect(stderr).toMatch(new RegExp(`^  ${agent} `, "m"));
  });

  test.each([
    [["--guidance", "aligned"], "--guidance must be aligned:STRENGTH"],
    [["--claims", "2"], "claimRate must be <= 1"],
    [["--pool", "no.json"], "--pool must be a file that exists"],
    [["--pool", "a.json", "--point", "b.json"], "cannot be used with"],
    [["--port", "99999"], "--port must be a whole number"],
  ])("refuses %j", async (words, message) => {
    const { code, stderr } = await here(["agents", "model", "--port", "0", ...words]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
