import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainDecimal, readDecimal } from "../../agents/tasks/addition/decimal.ts";
import { stagePrompt, wholePrompt } from "../../agents/tasks/addition/instructions.ts";
import { readInstructions } from "../../agents/tasks/addition/readInstructions.ts";
import { stagesOf } from "../../agents/tasks/addition/stages.ts";
import { claimsIn } from "../../agents/tasks/claims.ts";
import { HARNESS, TASK } from "./exampleHarness.ts";

const SEED = 6;

test("claims are read from the ends of lines of their own, the last of two holds, and nothing else is one", () => {
  expect([...claimsIn("STAGE 1 DONE\r\n> `STAGE 2 NOT DONE`.\nstage 3 done\nSTAGE 1 NOT DONE")]).toEqual([
    [1, false],
    [2, false],
    [3, true],
  ]);
  expect(claimsIn("I think STAGE 1 DONE is near. STAGE 2 is DONE\nSTAGE DONE\nSTAGE 1 DONE or not").size).toBe(0);
});

describe("what is told", () => {
  const anyTask = fc.record({
    kind: fc.constant("addition" as const),
    goal: fc.double({ min: 1e-3, max: 1e8, noNaN: true }),
    tolerance: fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 1e-6, noNaN: true })),
    stepBudget: fc.integer({ min: 1, max: 1000 }),
    total: fc.constantFrom("shown" as const, "hidden" as const),
  });
  const anyHarness = (goal: number) =>
    fc.record({
      stages: fc.oneof(
        fc.record({ kind: fc.constant("uniform" as const), count: fc.integer({ min: 1, max: 40 }) }),
        fc.integer({ min: 0, max: 9 }).map((chunks) => ({ kind: "partial" as const, chunk: goal / 10, chunks })),
        fc
          .array(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 9 })
          .map((requests) => ({ kind: "explicit" as const, requests })),
      ),
      retryBudget: fc.integer({ min: 1, max: 10_000 }),
      onUnrecovered: fc.constantFrom("carry" as const, "abort" as const),
      telling: fc.constantFrom("prompt" as const, "turns" as const),
      guidance: fc.constantFrom("none" as const, "evidence" as const, "compliance" as const),
    });
  const anyCase = anyTask.chain((task) => anyHarness(task.goal).map((harness) => ({ task, harness })));
  const anyWrap = fc.constantFrom(
    ["", ""],
    ["<context>\n- Stage 1: nothing\n</context>\n", "\nToday is the 5th."],
    ['"', '"'],
    ["Please solve: ", "\n## Rules\n1. One command"],
  );
  const told = ({ request, tolerance, stepBudget, number }: ReturnType<typeof stagesOf>[number]) => ({
    request,
    tolerance,
    stepBudget,
    number,
  });

  test("is read back as the same assignment, in one prompt and in turns, whatever an agent puts around it", () =>
    fc.assert(
      fc.property(anyCase, anyWrap, fc.nat(), ({ task, harness }, [before, after], any) => {
        const stages = stagesOf(task, harness).map(told);
        const { retryBudget, guidance, onUnrecovered } = harness;
        const whole = before + wholePrompt(task, harness) + after;
        expect(readInstructions(whole)).toEqual({ telling: "prompt", stages, retryBudget, onUnrecovered, guidance });
        const stage = stages[any % stages.length] as (typeof stages)[number];
        const attempt = 1 + (any % retryBudget);
        const one = stagePrompt(task, harness, stage.number, attempt, any % 2 ? { accepted: false, rejection: "overshoot" } : undefined);
        const expected = { telling: "turns", stage, attempt, retryBudget, guidance };
        expect(readInstructions(before + one + after)).toEqual(expected);
        // A turn whose prompt was not answered stands before the next one, in one message.
        expect(readInstructions(`${stagePrompt(task, harness, 1, 1)}\n${one}`)).toEqual(expected);
      }),
      { seed: SEED },
    ));

  test("says what each setting means", () => {
    const partial = { ...HARNESS, stages: { kind: "partial", chunk: 8, chunks: 1 } } as const;
    expect(wholePrompt(TASK, partial)).toContain("- Stage 2: the rest is yours: continue on your own");
    expect(wholePrompt(TASK, HARNESS)).not.toContain("on your own");
    expect(wholePrompt(TASK, { ...HARNESS, guidance: "evidence" })).toContain("./ledger sum");
    expect(wholePrompt({ ...TASK, total: "hidden" }, { ...HARNESS, guidance: "evidence" })).toContain("cat ledger.txt");
    const retry = stagePrompt(TASK, HARNESS, 1, 2, { accepted: false, rejection: "exhaustion" });
    expect(retry).toMatch(/rejected: its sum was too low.* undone/);
    expect(retry).toContain("Stage 1, attempt 2 of 2");
  });

  test("is refused where task and harness do not fit", () => {
    expect(() => wholePrompt({ ...TASK, tolerance: 11 }, HARNESS)).toThrow("tolerance must be below every request");
    expect(() => stagePrompt(TASK, HARNESS, 3, 1)).toThrow("stage must be from 1 to 2");
  });

  test("no other text is an assignment", () => {
    expect(readInstructions("Stage 1: bring the sum to 10")).toBeUndefined();
    fc.assert(
      fc.property(fc.string(), (text) => readInstructions(text) === undefined),
      { seed: SEED },
    );
  });
});

test("decimals are read as they were written, and only decimals are read", () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-30, max: 1e20, noNaN: true }), (value) => readDecimal(plainDecimal(value)) === value),
    { seed: SEED },
  );
  expect([plainDecimal(0), plainDecimal(1e-300), plainDecimal(1.5e-7)]).toEqual(["0", "0", "0.00000015"]);
  for (const bad of ["", "-1", "+1", "1e5", ".5", "1.", "NaN", "٣", "1 ", "1_000"]) expect(readDecimal(bad)).toBeUndefined();
});
