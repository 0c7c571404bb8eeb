import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EventLog } from "../../agents/ports/eventLog.ts";
import type { Outcome } from "../../agents/ports/outcome.ts";
import { PORTS, portOf } from "../../agents/ports/ports.ts";
import type { Inside } from "../../agents/sandbox/sandboxRun.ts";

const inside: Inside = {
  isolation: "bubblewrap",
  work: "/work",
  home: "/home/agent",
  modelAddress: "http://127.0.0.1:8765",
  path: (host) => host,
};

const recorded = (agent: string, run: string): string[] =>
  readFileSync(join(import.meta.dirname, "fixtures", agent, `${run}.jsonl`), "utf8").split("\n");

function outcomeOf(agent: string, lines: readonly string[]): Outcome {
  const log = new EventLog(portOf(agent));
  for (const line of lines) log.line(line, false);
  return log.outcome();
}

const RECORDED = ["codex", "claude-code", "pi", "gemini-cli", "opencode"];

describe("a turn that did its work", () => {
  test.each(RECORDED)("%s: final text, session, one command, and the tokens of both requests", (agent) => {
    const outcome = outcomeOf(agent, recorded(agent, "success"));
    expect(outcome).toMatchObject({ status: "answered", finalText: "Done: appended one line to out.txt.", steps: 1, unread: 0 });
    expect(outcome.usage).toEqual({ inputTokens: 200, cachedTokens: 0, outputTokens: 20 });
    expect(outcome.sessionId).toBeTruthy();
    const [call, result, text] = outcome.events.filter(({ kind }) => kind !== "notice");
    expect(call).toMatchObject({ kind: "tool call", input: expect.stringContaining("hello-from-agent") });
    expect(result).toMatchObject({ kind: "tool result", id: (call as { id: string }).id });
    expect(text).toEqual({ kind: "text", text: "Done: appended one line to out.txt." });
  });

  test.each(RECORDED)("%s: the next turn is of the same session", (agent) => {
    const next = outcomeOf(agent, recorded(agent, "next-turn"));
    expect(next.status).toBe("answered");
    // Ids were numbered anew in each file, in order of appearance, so that the same number is the same place.
    expect(next.sessionId).toBe(outcomeOf(agent, recorded(agent, "success")).sessionId);
  });

  test("codex counts tokens over its session, which its outcome says", () => {
    expect(outcomeOf("codex", recorded("codex", "next-turn"))).toMatchObject({ usageOver: "session", usage: { inputTokens: 400 } });
    expect(outcomeOf("pi", recorded("pi", "next-turn"))).toMatchObject({ usageOver: "turn", usage: { inputTokens: 200 } });
  });
});

describe("a turn that failed is never taken for one that worked, whatever the exit code was", () => {
  test.each([
    ["codex", "401", 401], // exit 1
    ["codex", "500", undefined], // its message names no status
    ["claude-code", "401", 401], // subtype "success"
    ["claude-code", "500", 500],
    ["pi", "401", 401], // exit 0
    ["pi", "500", 500], // exit 0
    ["gemini-cli", "401", 500], // exit 145; the number is of the body that the scripted model sent
  ])("%s, model answers %s", (agent, run, httpStatus) => {
    const outcome = outcomeOf(agent, recorded(agent, run));
    expect(outcome.status).toBe("failed");
    expect(outcome.httpStatus).toBe(httpStatus);
    expect(outcome.reason).toBeTruthy();
    // Nothing was counted, which is not the same as a count of 0.
    expect(outcome).not.toHaveProperty("usage");
    expect(outcome).not.toHaveProperty("finalText");
  });

  test.each(["claude-code", "gemini-cli"])("%s stops at its own limit of turns", (agent) => {
    expect(outcomeOf(agent, recorded(agent, "turn-limit"))).toMatchObject({ status: "turn limit", steps: 2 });
  });

  test.each([...RECORDED.map((agent) => [agent, "killed"]), ["gemini-cli", "500"]])("%s ended half-way has no end: %s", (agent, run) => {
    expect(outcomeOf(agent as string, recorded(agent as string, run as string)).status).toBe("no end");
  });

  test.each(PORTS.map(({ name }) => name))("%s that exits 0 having done nothing has no end, no steps and no tokens", (agent) => {
    const outcome = outcomeOf(agent, []);
    expect(outcome).toMatchObject({ status: "no end", steps: 0, events: [] });
    expect(outcome).not.toHaveProperty("usage");
  });

  test.each(RECORDED)("%s cut at any line before its last has no end", (agent) => {
    const lines = recorded(agent, "success").filter((line) => line !== "");
    for (let length = 0; length < lines.length; length++)
      expect(outcomeOf(agent, lines.slice(0, length)).status, `after ${length} lines`).toBe("no end");
  });
});

/** Shape of mini-swe-agent's trajectory 1.1, written by hand after its description: it could not be run here. */
const trajectory = (status: string) => ({
  info: { exit_status: status, submission: "all done", model_stats: { instance_cost: 0, api_calls: 1 } },
  messages: [
    { role: "system", content: "s" },
    {
      role: "assistant",
      content: "I look.",
      extra: { actions: [{ command: "ls", tool_call_id: "c1" }], response: { usage: { prompt_tokens: 90, completion_tokens: 9 } } },
    },
    { role: "tool", tool_call_id: "c1", content: "{}", extra: { raw_output: "out.txt\n", returncode: 0 } },
  ],
});

test("mini-swe-agent is read from its trajectory", () => {
  const outcome = outcomeOf("mini-swe-agent", [JSON.stringify(trajectory("Submitted"))]);
  expect(outcome).toMatchObject({ status: "answered", finalText: "all done", steps: 1, usage: { inputTokens: 90, outputTokens: 9 } });
  expect(outcome.events).toContainEqual({ kind: "tool result", id: "c1", output: "out.txt\n", exit: 0 });
  expect(outcomeOf("mini-swe-agent", [JSON.stringify(trajectory("LimitsExceeded"))]).status).toBe("turn limit");
  expect(outcomeOf("mini-swe-agent", [JSON.stringify(trajectory("RepeatedFormatError"))]).status).toBe("failed");
});

describe("events are not trusted", () => {
  test.each(PORTS.map(({ name }) => name))("%s: no JSON of any shape makes the reader throw", (agent) => {
    const types = [
      "item.completed",
      "turn.completed",
      "result",
      "message_end",
      "agent_end",
      "step_finish",
      "tool_use",
      "assistant",
      "user",
    ];
    const event = fc.record(
      {
        type: fc.oneof(fc.constantFrom(...types), fc.jsonValue()),
        ...Object.fromEntries(
          ["item", "message", "part", "usage", "stats", "error", "messages", "info"].map((key) => [key, fc.jsonValue()]),
        ),
      },
      { requiredKeys: ["type"] },
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 5 }), (events) => {
        outcomeOf(
          agent,
          events.map((one) => JSON.stringify(one)),
        );
      }),
      { seed: 6, numRuns: 200 },
    );
  });

  test("what is no event is counted: text, a cut line, a bare number", () => {
    const log = new EventLog(portOf("codex"));
    for (const line of ["Reading ...", "7", "null", ""]) log.line(line, false);
    log.line('{"type":"turn.completed"}', true);
    expect(log.outcome()).toMatchObject({ status: "no end", unread: 4 });
  });

  test("a session id that could be an option or a path is none", () => {
    const session = (id: string) => outcomeOf("codex", [JSON.stringify({ type: "thread.started", thread_id: id })]).sessionId;
    expect(session("01a2-b")).toBe("01a2-b");
    for (const id of ["--dangerous", "../../x", "a b", "a\nb", "x".repeat(300), ""]) expect(session(id)).toBeUndefined();
  });

  test("a flood of events and a huge text stay bounded, and the last word is still read", () => {
    const log = new EventLog(portOf("codex"));
    const said = JSON.stringify({ type: "item.completed", item: { type: "agent_message", text: "x".repeat(1e6) } });
    for (let count = 0; count < 20_000; count++) log.line('{"type":"error","message":"again"}', false);
    log.line(said, false);
    log.line('{"type":"turn.completed","usage":{"input_tokens":-1,"output_tokens":1e99}}', false);
    const outcome = log.outcome();
    expect(outcome.events.length).toBeLessThanOrEqual(10_000);
    expect(outcome.unread).toBe(10_001);
    expect(outcome.finalText?.length).toBeLessThan(70_000);
    expect(outcome.status).toBe("answered");
    expect(outcome).not.toHaveProperty("usage"); // neither number is a count
  });
});

describe("commands", () => {
  const turn = { prompt: "Do it.", model: "m", program: "/opt/agent" };

  test.each(PORTS.map((port) => [port.name, port] as const))("%s: program, model's address, dummy key, prompt", (_, port) => {
    const { argv, environment = {}, files = [] } = port.command(turn, inside);
    expect(argv[0]).toBe("/opt/agent");
    expect(argv.at(-1)).toMatch(/Do it\.$|^-?-?\w/);
    const all = JSON.stringify([argv, environment, files]);
    expect(all).toContain("http://127.0.0.1:8765");
    expect(all).toContain("no-key-in-here");
    expect(all).toContain("Do it.");
    expect(() => port.command(turn, { ...inside, modelAddress: undefined as never })).toThrow(/modelSocket must be given/);
  });

  test.each(PORTS.map((port) => [port.name, port] as const))(
    "%s: a prompt that looks like an option, a file or a command is a prompt",
    (_, port) => {
      for (const prompt of ["--version", "@/etc/passwd", "/clear", "!ls"]) {
        const word = port.command({ ...turn, prompt }, inside).argv.find((argument) => argument.endsWith(prompt)) as string;
        expect(word).toMatch(/^(\n|--(prompt|task)=)/);
      }
    },
  );

  test.each(PORTS.map((port) => [port.name, port] as const))("%s: system text and next turn are given, or refused by name", (_, port) => {
    const system = 'Work in 3 stages.\n"Quoted" \\ and \u007f';
    const withSystem = () => JSON.stringify(port.command({ ...turn, system }, inside));
    if (port.takesSystem) expect(withSystem()).toContain("Work in 3 stages.");
    else expect(withSystem).toThrow(/system is not taken by/);
    const next = () => port.command({ ...turn, session: "01a2" }, inside).argv;
    if (port.continues) expect(next()).toSatisfy((argv: string[]) => argv.includes("01a2") || argv.includes("--continue"));
    else expect(next).toThrow(/session cannot be gone on with/);
  });

  test("an unknown agent is refused with those there are", () => {
    expect(() => portOf("constructor")).toThrow(/agent must be one of codex, claude-code, pi, .*, got "constructor"/);
  });
});
