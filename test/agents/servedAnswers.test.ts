import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lawOfPoint, parseLaw } from "../../agents/served/law.ts";
import { nextReply } from "../../agents/served/policy.ts";
import { wholePrompt } from "../../agents/tasks/addition/instructions.ts";
import type { Message, ModelReply, ModelRequest, Tool } from "../../agents/wire/wire.ts";
import type { AdditionHarness, AdditionTask } from "../../model/trial.ts";
import { parsePoint } from "../../model/validate.ts";
import { BASH, memoryLedger, runTrial } from "./standInLoop.ts";

const SEED = "harness";

const MODEL_1 = { mu: 6, sigma: 2, min: 4, max: 8 };
const MODEL_2 = { mu: 8, sigma: 3, min: 5, max: 11 };
const MODEL_3 = { mu: 10, sigma: 6, min: 4, max: 14 };
const POOL = [MODEL_1, MODEL_2, MODEL_3];
const BASE = { goal: 100, tolerance: 2, stepBudget: 8, retryBudget: 2 };
const uniform = (count: number) => ({ kind: "uniform" as const, count });
const LAW = parseLaw({ pool: POOL, guidance: { kind: "aligned", strength: 3 }, claimRate: 1 });
const TASK: AdditionTask = { kind: "addition", goal: 40, tolerance: 1, stepBudget: 4, total: "shown" };
const HARNESS: AdditionHarness = { stages: uniform(3), retryBudget: 3, onUnrecovered: "carry", telling: "prompt", guidance: "none" };

describe("what it answers", () => {
  const said = (role: Message["role"], text: string): Message => ({ role, text, calls: [], results: [] });
  const asked = (messages: readonly Message[], tools: readonly Tool[] = [BASH]): ModelRequest => ({
    system: "",
    messages,
    tools,
    stream: true,
  });
  const served = { law: LAW, seed: SEED, trial: "a" };
  const prompt = said("user", wholePrompt(TASK, HARNESS));

  test("is the same to a request sent again, and another in another trial or under another seed", () => {
    const begun: Message[] = [
      prompt,
      { role: "assistant", text: "", calls: [{ id: "c", name: "bash", input: { command: "./ledger begin 1" } }], results: [] },
    ];
    const step = (served: Parameters<typeof nextReply>[1]) => nextReply(asked(begun), served);
    expect(step(served)).toEqual(step(served));
    expect(step({ ...served, trial: "b" })).not.toEqual(step(served));
    expect(step({ ...served, seed: "other" })).not.toEqual(step(served));
  });

  test("without tools, without a task or without a shell is a short text", () => {
    for (const request of [
      asked([prompt], []),
      asked([said("user", "Write a poem")]),
      asked([]),
      asked([prompt], [{ name: "read", parameters: {} }]),
    ]) {
      const reply = nextReply(request, served);
      expect(reply.kind === "text" && reply.text.length < 100).toBe(true);
    }
  });

  test("goes on from the last assignment, whatever else stands around", () => {
    const context = said("user", "<environment_context>cwd=/work</environment_context>");
    expect(nextReply(asked([context, prompt, context]), served)).toMatchObject({ kind: "call", input: { command: "./ledger begin 1" } });
  });

  test("claims nothing false where evidence is asked for", async () => {
    const hard = { ...TASK, tolerance: 0.01 };
    const model = (request: ModelRequest) => nextReply(request, served);
    const claims = async (guidance: AdditionHarness["guidance"]) =>
      (await runTrial(hard, { ...HARNESS, guidance }, { model, ...memoryLedger() })).stages.map(({ attempts }) => attempts.at(-1)?.claimed);
    expect(await claims("none")).toEqual([true, true, true]);
    expect(await claims("evidence")).toEqual([false, false, false]);
  });

  test.each([
    ["codex", "exec_command", { cmd: { type: "string" }, tty: { type: "boolean" } }, ["cmd"], { cmd: "./ledger begin 1" }],
    [
      "claude",
      "Bash",
      { command: { type: "string" }, description: { type: "string" } },
      ["command", "description"],
      { command: "./ledger begin 1", description: "adds to the ledger" },
    ],
    [
      "gemini",
      "run_shell_command",
      { command: { type: "STRING" }, is_background: { type: "BOOLEAN" } },
      ["command", "is_background"],
      { command: "./ledger begin 1", is_background: false },
    ],
    [
      "a list",
      "shell",
      { command: { type: "array" }, timeout: { type: "integer" } },
      ["command", "timeout"],
      { command: ["sh", "-c", "./ledger begin 1"], timeout: 10_000 },
    ],
  ])("goes by the shell of %s", (_, name, properties, required, input) => {
    const tools = [
      { name: "read_file", parameters: {} },
      { name, parameters: { type: "object", properties, required } },
    ];
    const reply = nextReply(asked([prompt], tools), served);
    expect(reply).toMatchObject({ kind: "call", name, input });
    // It knows its own calls again.
    const call = reply as Extract<ModelReply, { kind: "call" }>;
    const next = nextReply(asked([prompt, { role: "assistant", text: "", calls: [call], results: [] }], tools), served);
    expect(JSON.stringify(next)).toContain("./ledger add ");
    expect(next).not.toMatchObject({ id: call.id });
  });

  test("ends by a command where the agent wants one", () => {
    const mini = said("user", `${prompt.text}\nFinish with \`echo COMPLETE_TASK_AND_SUBMIT_FINAL_OUTPUT\`.`);
    const calls = (numbers: readonly string[]) =>
      numbers.map((command, index) => ({ id: String(index), name: "bash", input: { command: `./ledger ${command}` } }));
    const done = calls(["begin 1", "add 13.3", "begin 2", "add 13.3", "begin 3", "add 13.3"]);
    const reply = nextReply(asked([mini, { role: "assistant", text: "", calls: done, results: [] }]), served);
    const command = String((reply as Extract<ModelReply, { kind: "call" }>).input.command);
    expect(execFileSync("/bin/sh", ["-c", command], { encoding: "utf8" })).toBe(
      "COMPLETE_TASK_AND_SUBMIT_FINAL_OUTPUT\nSTAGE 1 DONE\nSTAGE 2 DONE\nSTAGE 3 DONE\n",
    );
  });

  test("comes for every conversation, without a fault", () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            role: fc.constantFrom("user" as const, "assistant" as const),
            text: fc.oneof(fc.string(), fc.constant(prompt.text)),
            calls: fc.array(
              fc.record({
                id: fc.string(),
                name: fc.string(),
                input: fc.oneof(
                  fc.anything(),
                  fc.record({ command: fc.constantFrom("./ledger begin 1", "./ledger add 5", "./ledger add .") }),
                ),
              }),
              { maxLength: 3 },
            ),
            results: fc.constant([]),
          }),
          { maxLength: 6 },
        ),
        (messages) => {
          expect(["text", "call"]).toContain(nextReply(asked(messages), served).kind);
        },
      ),
      { seed: 6 },
    ));
});

describe("the law of an agent", () => {
  test("is refused where it is none, by the rules of a point", () => {
    expect(() => parseLaw({ pool: [] })).toThrow("pool");
    expect(() => parseLaw({ pool: [{ ...MODEL_1, min: 9 }] })).toThrow("pool[0].max");
    expect(() => parseLaw({ pool: [MODEL_1], claimRate: 1.5 })).toThrow("claimRate");
    expect(() => parseLaw({ pool: [MODEL_1], guidance: { kind: "aligned" } })).toThrow("guidance.strength");
    expect(() => parseLaw({ pool: [MODEL_1], goal: 3 })).toThrow("goal");
    const point = parsePoint({ ...BASE, stages: uniform(2), pool: POOL });
    expect(() => lawOfPoint({ ...point, prune: 1 })).toThrow("prune must be 0");
    expect(() => lawOfPoint({ ...point, verification: "stage-end" })).toThrow("verification");
  });
});
