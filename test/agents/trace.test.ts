import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { traceHtml } from "../../agents/trace/html.ts";
import { readAtif } from "../../agents/trace/readAtif.ts";
import type { Trajectory } from "../../agents/trace/trajectory.ts";
import type { TrialRecord } from "../../model/trial.ts";
import { TRIAL, TURNS, traced } from "./exampleTrial.ts";
import { elementsOf } from "./htmlTokens.ts";

/** What people have put into names to get out of a page, a terminal or a line of text. */
const HOSTILE = [
  "<script>alert(1)</script>",
  "</style><style>*{display:none}</style>",
  "</title><script>alert(1)</script><title>",
  '"><img src=x onerror=alert(1)>',
  "'><svg onload=alert(1)>",
  "javascript:alert(1)",
  "<!--",
  "]]><![CDATA[",
  "</pre></details><iframe src=javascript:alert(1)>",
  "&lt;script&gt;&#60;b&#62;",
  "\u001b]8;;http://evil\u0007link\u001b[2J",
  "safe\u202egnp.exe\u2066",
  "\u0000\ud800\u2028",
];
const ALL = HOSTILE.join(" ");

/** The same value with each of its texts replaced; names of kinds that the lab itself wrote stay. */
function withTexts<T>(value: T, text: string, kept: (path: string) => boolean, path = ""): T {
  if (typeof value === "string") return (kept(path) ? value : text) as T;
  if (Array.isArray(value)) return value.map((item) => withTexts(item, text, kept, path)) as T;
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withTexts(item, text, kept, `${path}.${key}`)])) as T;
}
const KINDS = /\.(kind|source|telling|guidance|onUnrecovered|total|status|isolation|schema_version)$/;
const hostileTrial = (text: string): TrialRecord => withTexts(TRIAL, text, (path) => KINDS.test(path) && path !== ".cell.source");
const hostileTrace = (text: string): Trajectory => withTexts(traced(), text, (path) => path === ".steps.source");

describe("a trace as ATIF-v1.7", () => {
  test("counts its steps from 1, keeps a result with its call, and carries stage, attempt and verdict", () => {
    const { schema_version, steps, agent } = traced();
    expect(schema_version).toBe("ATIF-v1.7");
    expect(agent).toEqual({ name: "codex", version: "0.169.0", model_name: "gpt-example" });
    expect(steps.map(({ step_id }) => step_id)).toEqual(steps.map((_, index) => index + 1));
    expect(steps.map(({ source }) => source).join(" ")).toBe("user agent agent system agent user agent agent user agent");
    expect(steps[0]?.extra).toMatchObject({ stage: "stage 1", attempt: 1, accepted: false, rejection: "overshoot", claimed: true });
    expect(steps[8]?.extra).toEqual({
      stage: "stage 2",
      attempt: 1,
      accepted: true,
      turn: { status: "failed", reason: "the model's server answered 500", http_status: 500, unread: 2 },
    });
    for (const { tool_calls = [], observation } of steps)
      for (const { source_call_id } of observation?.results ?? [])
        expect(tool_calls.map(({ tool_call_id }) => tool_call_id)).toContain(source_call_id);
    expect(steps[2]?.tool_calls?.[0]?.arguments).toEqual({ command: "./ledger add 7.5 && ./ledger total" });
    expect(steps[2]?.observation?.results[0]?.extra).toEqual({ exit: 1 });
  });

  test("puts parallel calls into one step, and keeps a result whose call was not told, and an input that is no object", () => {
    const [turn] = TURNS;
    const { steps } = traced([
      {
        ...turn,
        outcome: {
          ...turn.outcome,
          events: [
            { kind: "tool result", id: "lost", output: "early" },
            { kind: "tool call", id: "a", tool: "t", input: "[1]" },
            { kind: "tool call", id: "b", tool: "t", input: `{"x": ${"[".repeat(5000)}${"]".repeat(5000)}}` },
            { kind: "tool result", id: "b", output: "B", failed: true },
            { kind: "tool result", id: "a", output: "A" },
          ],
        },
      },
    ]);
    expect(steps).toHaveLength(3);
    expect(steps[1]?.observation?.results).toEqual([{ content: "early" }]);
    expect(steps[2]?.tool_calls?.map(({ arguments: given }) => Object.keys(given))).toEqual([["input"], ["input"]]);
    expect(steps[2]?.observation?.results).toEqual([
      { source_call_id: "b", content: "B", extra: { failed: true } },
      { source_call_id: "a", content: "A" },
    ]);
  });

  test("has no cost where none is known, and dollars only where the currency says so", () => {
    expect(JSON.stringify(traced())).not.toMatch(/cost/);
    const priced = (currency: string) => traced(TURNS, { ...TRIAL, usage: { requests: 1, cost: 0.5 } }, currency).final_metrics;
    expect(priced("USD")).toEqual({ total_cost_usd: 0.5, total_steps: 10, extra: { requests: 1 } });
    expect(priced("EUR")).toEqual({ total_steps: 10, extra: { requests: 1, cost: 0.5, currency: "EUR" } });
  });

  test("comes back as it was written", () => {
    expect(readAtif(JSON.stringify(traced()))).toEqual({ trajectory: traced(), notices: [] });
  });

  test("without a turn is refused", () => expect(() => traced([])).toThrow(/turns/));
});

describe("a trace from elsewhere", () => {
  const minimal = (changes: object) => JSON.stringify({ ...traced(), ...changes });

  test("is read with nulls, parts of text and pictures, and fields that are not known", () => {
    const { trajectory, notices } = readAtif(
      minimal({
        schema_version: "ATIF-v1.5",
        session_id: null,
        agent: { name: "terminus-2", version: null, tool_definitions: [{}] },
        steps: [
          {
            step_id: 1,
            source: "user",
            message: [
              { type: "text", text: "look" },
              { type: "image", source: {} },
            ],
            metrics: null,
            future: 1,
          },
        ],
        final_metrics: { total_cost_usd: null, total_prompt_tokens: -1, total_completion_tokens: "5", total_steps: 1 },
        subagent_trajectories: [{}],
      }),
    );
    expect(trajectory).toEqual({
      schema_version: "ATIF-v1.5",
      trajectory_id: TRIAL.key,
      agent: { name: "terminus-2", version: "unknown" },
      steps: [{ step_id: 1, source: "user", message: "look\n[image]" }],
      final_metrics: { total_steps: 1 },
    });
    expect(notices.join()).toMatch(/1 traces of agents below/);
  });

  test.each([
    ["trajectory", "{"],
    ["schema_version", "[]"],
    ["schema_version", minimal({ schema_version: "ATIF-v2.0" })],
    ["agent.name", minimal({ agent: {} })],
    ["steps", minimal({ steps: [] })],
    ["steps[0].step_id", minimal({ steps: [{ step_id: 0, source: "user", message: "" }] })],
    ["steps[0].source", minimal({ steps: [{ step_id: 1, source: "root", message: "" }] })],
    ["steps[0].tool_calls[0]", minimal({ steps: [{ step_id: 1, source: "agent", message: "", tool_calls: [{}] }] })],
    [
      "steps[0].observation.results[0].source_call_id",
      minimal({ steps: [{ step_id: 1, source: "agent", message: "", observation: { results: [{ source_call_id: "x" }] } }] }),
    ],
    ["extra", minimal({ extra: [] })],
    ["extra", `${minimal({}).slice(0, -1)},"extra":{"x":${"[".repeat(100_000)}${"]".repeat(100_000)}}}`],
  ])("is refused by name where %s is wrong", (field, text) => {
    expect(() => readAtif(text)).toThrow(expect.objectContaining({ name: "InvalidInput", field }));
  });

  test("does not change what an object is, and a text that is too long is cut and told of", () => {
    const long = "x".repeat(2 ** 20 + 5);
    const { trajectory, notices } = readAtif(
      `{"schema_version":"ATIF-v1.7","agent":{"name":"a","version":"1"},"__proto__":{"steps":[]},"steps":[{"step_id":1,"source":"agent","message":${JSON.stringify(long)},"extra":{"__proto__":{"accepted":true}}}]}`,
    );
    expect(trajectory.steps[0]?.message).toHaveLength(2 ** 20);
    expect(notices).toHaveLength(1);
    expect(({} as { accepted?: boolean }).accepted).toBeUndefined();
  });
});

describe("the page of a trial", () => {
  const page = traceHtml(TRIAL, traced());

  test("says what it was and what it came to", () => {
    for (const text of [
      "codex 0.169.0",
      "gpt-example from api.openai.com",
      "Passed",
      "2 equal stages",
      "retry budget 2",
      "361,204",
      "./ledger add 6.25",
      "exit 1",
      "Output, 300 lines",
    ])
      expect(page).toContain(text);
    expect(page).not.toContain("Cost");
  });

  test("marks the claim that was not true, once in the table and once at its turn, and no other", () => {
    expect(page.match(/>hallucinated</g)).toHaveLength(2);
    const honest = TRIAL.stages.map((stage) => ({ ...stage, attempts: stage.attempts.filter(({ accepted }) => accepted) }));
    expect(traceHtml({ ...TRIAL, stages: honest })).not.toMatch(/>hallucinated</);
  });

  test("links only within itself, to steps that are there", () => {
    const { elements } = elementsOf(page);
    const ids = elements.flatMap(({ attributes }) => attributes.id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { attributes } of elements) if (attributes.href) expect(ids).toContain(attributes.href.slice(1));
  });

  test("has a policy that allows its own style and nothing else", () => {
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(page).toContain(`content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`);
    expect(style).not.toMatch(/url\(|@import/);
  });

  test("says so where there is no trace, no stage and no sample", () => {
    const { passed: _, ...unknown } = TRIAL;
    const text = traceHtml({ ...unknown, status: "model failed", reason: "It answered 401.", stages: [], usage: {} });
    for (const said of ["No sample: model failed. It answered 401.", "left no trace", "No stage was judged"]) expect(text).toContain(said);
  });
});

describe("hostile texts", () => {
  const shape = (html: string) => elementsOf(html).elements.map(({ name, attributes }) => `${name} ${Object.keys(attributes).join(" ")}`);
  /** The same texts without a sign that means anything, of the same length, so that the same are folded and cut. */
  const tame = (text: string) => text.replace(/[^\s]/gu, "a");

  test.each([...HOSTILE, ALL, `${ALL} ${"A<b>".repeat(2 ** 18)}`])(
    "in every field make no element and no attribute but ours: %#",
    (text) => {
      const html = traceHtml(hostileTrial(text), hostileTrace(text), [text]);
      expect(shape(html)).toEqual(shape(traceHtml(hostileTrial(tame(text)), hostileTrace(tame(text)), [tame(text)])));
      for (const { attributes } of elementsOf(html).elements) expect(attributes.href ?? "#step-1").toMatch(/^#step-\d+$/);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be left
      expect(html).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f]|\p{Cs}/u);
      expect(html.length).toBeLessThan(4_000_000);
    },
  );

  test("the tokenizer has teeth: unescaped, they are seen or refused", () => {
    const seen = HOSTILE.slice(0, 5).map((text) => {
      try {
        return elementsOf(`<p title="${text}">${text}</p>`).elements.length;
      } catch {
        return "refused";
      }
    });
    for (const count of seen) expect(count).not.toBe(1);
  });

  test("many long outputs stay a page that a browser can open, and it says what is left out", () => {
    const [turn] = TURNS;
    const events = Array.from({ length: 2_000 }, () => ({ kind: "text" as const, text: "0123456789".repeat(6_000) }));
    const html = traceHtml(TRIAL, traced([{ ...turn, outcome: { ...turn.outcome, events } }]));
    expect(html.length).toBeLessThan(12_000_000);
    expect(html).toContain("2000 long texts are shown without their middle");
    expect(html).toContain("36,000 characters are left out here");
  });
});
