import { describe, expect, test } from "vitest";
import { compileExpression } from "../../experiments/sweep/expression.ts";

const evaluate = (text: string, scope: Record<string, number> = {}) =>
  compileExpression(text, Object.keys(scope), "set.tolerance").formula(scope);

describe("an expression", () => {
  test.each<[string, Record<string, number>, number]>([
    ["goal / K / 8", { goal: 100, K: 5 }, 2.5],
    ["min(goal / K, 3) + 2^-1", { goal: 100, K: 5 }, 3.5],
    ["K > 3 ? 1 : 2", { K: 5 }, 1],
    ["ε * 2", { ε: 1.5 }, 3],
    ["2", {}, 2],
    ["e", { e: 7 }, 7], // a name of the spec goes before a constant
    ["constructor + 1", { constructor: 1 }, 2],
  ])("%s", (text, scope, value) => {
    expect(evaluate(text, scope)).toBe(value);
  });

  test("says which names it uses", () => {
    expect([...compileExpression("a + sqrt(a * b)", ["a", "b", "c"], "set.goal").uses]).toEqual(["a", "b"]);
  });

  test.each<[string, RegExp]>([
    ["goal /", /set\.tolerance must be an expression \(.*\), got "goal \/"/],
    ["", /must give a finite number, got null/],
    ["goal / (K - 5)", /"goal \/ \(K - 5\)" must give a finite number at goal = 100, K = 5, got Infinity/],
    ["0 / 0", /"0 \/ 0" must give a finite number, got NaN/],
    ["K > 3", /"K > 3" must give a finite number at K = 5, got true/],
    ["goal / Q", /must not use Q: the names there are goal, K/],
    ["sqrt(-1)", /must give a finite number/],
  ])("%s is refused, quoting it", (text, message) => {
    expect(() => evaluate(text, { goal: 100, K: 5 })).toThrow(
      expect.objectContaining({ name: "InvalidInput", message: expect.stringMatching(message) }),
    );
  });

  test.each([
    "import({}, {})",
    'evaluate("1")',
    'parse("1")',
    "createUnit(foo)",
    "f(x) = f(x - 1) + f(x - 2)",
    "a = 1",
    "1; 2",
    "[1, 2]",
    "1:1e9",
    "{a: 1}",
    '"text"',
    "goal.constructor",
    'goal["constructor"]',
    "cos.constructor",
    "constructor",
    "random()",
    "bernoulli(1e6)",
    "(1)(2) + parse",
    `${"1 + ".repeat(200)}1`,
    `${"(".repeat(5_000)}1`,
  ])("%s, which has no place in a formula, is refused before it runs", (text) => {
    expect(() => compileExpression(text, ["goal"], "set.tolerance")).toThrow(expect.objectContaining({ name: "InvalidInput" }));
  });
});
