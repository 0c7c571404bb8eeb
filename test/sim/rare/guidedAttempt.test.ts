import { expect, test } from "vitest";
import { namedStream } from "../../../numerics/streams.ts";
import { windowOf } from "../../../sim/program.ts";
import { agentOf } from "../../../sim/rare/agent.ts";
import { type Guide, makeGuide } from "../../../sim/rare/guide.ts";
import { guidedAttempts } from "../../../sim/rare/guidedAttempt.ts";
import { solve } from "../../../theory/solve.ts";
import { RARE_POINTS } from "./points.ts";

const { point } = RARE_POINTS[4];
const [{ request, acceptRate }] = solve(point).stages;
const rule = { ...windowOf(request, point.tolerance), stepBudget: point.stepBudget, everyStep: true };
const guide = makeGuide(agentOf(point, [0, 1]), rule, "accepted");

/** Mean of weighted attempts less what is right, in standard errors. */
function off(led: Guide, of: (attempt: { value: number; control: number }) => number, right: number): number {
  const attempt = guidedAttempts(led);
  const stream = namedStream("guided", 0, "test");
  const draws = Array.from({ length: 40_000 }, () => of(attempt(stream)) - right);
  return draws.reduce((sum, each) => sum + each, 0) / Math.sqrt(draws.reduce((sum, each) => sum + each * each, 0));
}

// 5 standard errors of a mean of 40,000 draws: passed by chance once in 1.7 million comparisons.
test.each<[string, Guide]>([
  ["as it is", guide],
  ["wrong by factors of up to 20", { ...guide, value: (at, left) => guide.value(at, left) * Math.exp(3 * Math.sin(9 * at + left)) }],
  ["the same everywhere", { ...guide, value: () => acceptRate }],
  ["drawing hardly any step by the agent's own law", { ...guide, natural: 0.02 }],
])("whatever the guess, values have the mean of the accept rate and controls the mean 0: %s", (_, led) => {
  expect(Math.abs(off(led, ({ value }) => value, acceptRate))).toBeLessThan(5);
  expect(Math.abs(off(led, ({ control }) => control, 0))).toBeLessThan(5);
});

test("caught: weights left out", () => expect(Math.abs(off(guide, ({ value }) => Number(value > 0), acceptRate))).toBeGreaterThan(5));
