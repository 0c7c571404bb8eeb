import { describe, expect, test } from "vitest";
import { trajectoryOf } from "../../agents/trace/atif.ts";
import { readAtif } from "../../agents/trace/readAtif.ts";
import type { TrialResult } from "../../agents/trial/runTrial.ts";
import { isSample, type TrialStatus } from "../../model/trial.ts";
import { hasSandbox } from "./sandboxed.ts";
import { type Fault, standIn } from "./standIn.ts";
import { type Model, modelServer, oneTrial, type Scripted, scripted } from "./trialSetup.ts";

/** G = 20 in two stages of 10, tolerance 2, three numbers an attempt, two attempts. */
const add = (...numbers: readonly number[]): string[] => numbers.map((number) => `./ledger add ${number}`);

const traced = ({ record: { key, cell, usage }, turns }: TrialResult) =>
  readAtif(JSON.stringify(trajectoryOf({ key, cell, usage, turns }))).trajectory.steps;

/** Stage 1: too high, then right. Stage 2: too low, then too high, and claimed all the same. */
const STAGES = [
  {
    name: "stage 1",
    request: 10,
    attempts: [
      { accepted: false, rejection: "overshoot", steps: [5, 9] },
      { accepted: true, steps: [10], claimed: true },
    ],
    accepted: true,
  },
  {
    name: "stage 2",
    request: 10,
    attempts: [
      { accepted: false, rejection: "exhaustion", steps: [1, 1, 1] },
      { accepted: false, rejection: "overshoot", steps: [13], claimed: true },
    ],
    accepted: false,
  },
];
const VERDICT = { status: "finished", passed: false, progress: 23, finalBias: 3 };

describe.skipIf(!hasSandbox)("a trial of addition", () => {
  test("told in one prompt has each attempt, each claim, what it came to, and its trace", async () => {
    const begin = (stage: number, ...numbers: readonly number[]) => [`./ledger begin ${stage}`, ...add(...numbers)];
    const commands = [...begin(1, 5, 9), ...begin(1, 10), ...begin(2, 1, 1, 1), ...begin(2, 13)];
    const server = await modelServer(scripted({ commands, final: "All well.\nSTAGE 1 DONE\nSTAGE 2 DONE" }));
    const result = await oneTrial(server);
    expect(result.record).toMatchObject({ ...VERDICT, toolCalls: 11, usage: { requests: 12, inputTokens: 120, outputTokens: 60 } });
    expect(result.record.stages).toEqual(STAGES);
    expect(result.record).not.toHaveProperty("reason");
    const steps = traced(result);
    expect(steps[0]).toMatchObject({ source: "user", extra: { turn: { status: "answered" } } });
    expect(steps.flatMap(({ tool_calls }) => tool_calls ?? []).map((call) => call.arguments)).toEqual(
      commands.map((command) => ({ command })),
    );
    expect(steps.at(-1)).toMatchObject({ source: "agent", message: "All well.\nSTAGE 1 DONE\nSTAGE 2 DONE" });
  });

  const turn = (numbers: readonly number[], final: string): Scripted => ({ commands: add(...numbers), final });
  test("told in turns has the same, and a turn for each attempt with its verdict", async () => {
    const turns = [
      turn([5, 9], "STAGE 1 DONE"),
      turn([10], "STAGE 1 DONE"),
      turn([1, 1, 1], "STAGE 2 NOT DONE"),
      turn([13], "STAGE 2 DONE"),
    ];
    const server = await modelServer(scripted(...(turns as [Scripted])));
    const result = await oneTrial(server, { harness: { telling: "turns" } });
    expect(result.record).toMatchObject({ ...VERDICT, toolCalls: 7, usage: { requests: 11 } });
    const claims = [true, true, false, true];
    const stages = STAGES.map((stage, index) => ({
      ...stage,
      attempts: stage.attempts.map((attempt, at) => ({ ...attempt, claimed: claims[2 * index + at] })),
    }));
    expect(result.record.stages).toEqual(stages);
    const prompts = traced(result).filter(({ source }) => source === "user");
    expect(prompts.map(({ extra }) => [extra?.stage, extra?.attempt, extra?.accepted, extra?.claimed])).toEqual([
      ["stage 1", 1, false, true],
      ["stage 1", 2, true, true],
      ["stage 2", 1, false, false],
      ["stage 2", 2, false, true],
    ]);
    expect(prompts[1]?.message).toContain("rejected: its sum was too high");
  });

  test.each(["prompt", "turns"] as const)("that is to stop at an unrecovered stage goes no further, told by %s", async (telling) => {
    const commands = telling === "turns" ? add(13) : ["./ledger begin 1", ...add(13), "./ledger begin 1", ...add(13)];
    const server = await modelServer(scripted({ commands, final: "STAGE 1 NOT DONE" }));
    const { record, turns } = await oneTrial(server, { harness: { telling, onUnrecovered: "abort" } });
    expect(record).toMatchObject({ status: "finished", passed: false, progress: 13 });
    expect(record.stages.map(({ attempts, accepted }) => [attempts.length, accepted])).toEqual([
      [2, false],
      [0, false],
    ]);
    expect(turns).toHaveLength(telling === "turns" ? 2 : 1);
  });

  test("that passes says so: the tests above can tell", async () => {
    const server = await modelServer(scripted(turn([9], "STAGE 1 DONE"), turn([4, 6], "STAGE 2 DONE")));
    const { record } = await oneTrial(server, { harness: { telling: "turns" } });
    expect(record).toMatchObject({ status: "finished", passed: true, progress: 19, finalBias: 1 });
  });
});

/** A whole stage, so that what goes wrong later can be seen to spoil it. */
const works = scripted({ commands: ["./ledger begin 1", ...add(10)], final: "STAGE 1 DONE" });
/** Well at first, then this. */
const later =
  (fault: ReturnType<Model>): Model =>
  (asked, nth) =>
    nth < 2 ? works(asked, nth) : fault;
const status =
  (code: number, body = `{"error":{"message":"no: ${code}"}}`): ReturnType<Model> =>
  (answer) =>
    void answer.writeHead(code, { "content-type": "application/json" }).end(body);
const events =
  (body: string): ReturnType<Model> =>
  (answer) =>
    void answer.writeHead(200, { "content-type": "text/event-stream" }).end(body);
const HALF =
  'data: {"id":"1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"role":"assistant","content":"STAGE 1 DO"}}]}\n\n';

interface Case {
  readonly name: string;
  readonly model?: Model;
  readonly fault?: Fault | `${Fault}@${number}`;
  readonly limits?: object;
  readonly budget?: { readonly requests?: number; readonly wallMs?: number };
  readonly status: TrialStatus;
  readonly reason: RegExp;
}

const SHORT = { wallMs: 600, graceMs: 300 };
const CASES: readonly Case[] = [
  { name: "a model that answers 401", model: () => status(401), status: "model failed", reason: /answered 401: no: 401/ },
  { name: "a model that answers 429", model: later(status(429)), status: "model failed", reason: /answered 429/ },
  { name: "a model that answers 500 and no JSON", model: later(status(500, "<html>")), status: "model failed", reason: /answered 500/ },
  {
    name: "a model that answers garbage",
    model: later(events("\0\x01 no event\n\n")),
    status: "model failed",
    reason: /no answer of the protocol/,
  },
  { name: "a model that answers half a stream", model: later(events(HALF)), status: "model failed", reason: /in the middle of its answer/ },
  { name: "a model that hangs up", model: later((answer) => void answer.destroy()), status: "model failed", reason: /without an answer/ },
  {
    name: "a model that answers nothing",
    model: () => () => undefined,
    limits: { ...SHORT, wallMs: 5000 },
    status: "model failed",
    reason: /sent nothing/,
  },
  { name: "an agent that hangs", fault: "hang@1", limits: { ...SHORT, wallMs: 1000 }, status: "limit", reason: /timeout/ },
  { name: "an agent that hangs beyond the time budgeted", fault: "hang", budget: { wallMs: 500 }, status: "limit", reason: /timeout/ },
  { name: "an agent that ignores TERM", fault: "ignore-term", limits: SHORT, status: "limit", reason: /timeout/ },
  { name: "an agent that forks", fault: "fork@1", status: "finished", reason: /^$/ },
  {
    name: "an agent that fills its disk",
    fault: "fill-disk",
    limits: { diskBytes: 60e6, graceMs: 300 },
    status: "limit",
    reason: /disk limit/,
  },
  {
    name: "an agent that prints too much",
    fault: "print@2",
    limits: { outputBytes: 4e6, graceMs: 300 },
    status: "limit",
    reason: /output limit/,
  },
  { name: "an agent that exits 0 having done nothing", fault: "nothing", status: "agent failed", reason: /without an answer/ },
  { name: "an agent that exits 0 half-way", fault: "nothing@2", status: "agent failed", reason: /without an answer/ },
  { name: "an agent that crashes", fault: "crash@1", status: "agent failed", reason: /without an answer/ },
  { name: "an agent that prints garbage", fault: "garbage", status: "finished", reason: /^$/ },
  {
    name: "a budget of requests that is spent",
    budget: { requests: 2 },
    status: "limit",
    reason: /budget of this trial is spent: 2 requests/,
  },
];

describe.skipIf(!hasSandbox)("a fault has an honest status, and leaves neither process nor folder:", () => {
  test.each(CASES)("$name", async ({ model = works, fault, limits = {}, budget = {}, status, reason }) => {
    const server = await modelServer(model);
    const { record } = await oneTrial(server, { port: standIn(fault), limits: { wallMs: 20_000, ...limits }, budget });
    expect([record.status, record.reason ?? ""]).toEqual([status, expect.stringMatching(reason)]);
    if (record.reason !== undefined) expect(record.reason).toMatch(/^[A-Z][ -~]{5,300}$/);
    expect("passed" in record).toBe(isSample(status));
    if (isSample(status)) expect(record).toMatchObject({ passed: false });
    expect(record.usage.requests).toBe(server.requests());
    if (budget.requests !== undefined) expect(server.requests()).toBe(budget.requests);
  });

  test("an agent that is stopped, before its first turn or in it, is no sample", async () => {
    const server = await modelServer(works);
    const before = await oneTrial(server, { signal: AbortSignal.abort() });
    expect([before.record.status, before.turns.length, server.requests()]).toEqual(["stopped", 0, 0]);
    const stop = new AbortController();
    const model: Model = (asked, nth) => {
      if (nth === 2) stop.abort();
      return works(asked, nth);
    };
    const { record } = await oneTrial(await modelServer(model), { signal: stop.signal, limits: { graceMs: 300 }, port: standIn("hang@2") });
    expect(record).toMatchObject({ status: "stopped", reason: "The lab was interrupted." });
    expect(record).not.toHaveProperty("passed");
  });

  test("a fault in the second turn ends the trial there, and what was accepted before stays", async () => {
    const model = scripted({ commands: add(10), final: "STAGE 1 DONE" }, { commands: ["sleep 100"], final: "" });
    const { record } = await oneTrial(await modelServer(model), { harness: { telling: "turns" }, limits: { ...SHORT, wallMs: 5000 } });
    expect(record).toMatchObject({ status: "limit", passed: false, progress: 10 });
    expect(record.stages.map(({ accepted, attempts }) => [accepted, attempts.length])).toEqual([
      [true, 1],
      [false, 1],
    ]);
  });
});
