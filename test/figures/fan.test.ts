import { describe, expect, test } from "vitest";
import { ENDINGS, type Ending } from "../../figures/attemptMarks.ts";
import { fanCaption, fanSvg } from "../../figures/fan.ts";
import type { Trajectories } from "../../model/trajectory.ts";
import { plausibleRuns } from "./plausibleRuns.ts";

const setting = { goal: 20, tolerance: 2 };
/** One stage passed at once, one overshot and then exhausted: the run fails, and its last attempt counts. */
const sample: Trajectories = {
  stages: [
    { request: 10, from: 0 },
    { request: 10, from: 10 },
  ],
  runs: [
    {
      passed: false,
      attempts: [
        { stage: 0, accepted: true, path: [0, 5, 11] },
        { stage: 1, accepted: false, path: [11, 18, 26] },
        { stage: 1, accepted: false, path: [11, 13, 14] },
      ],
    },
  ],
};

/** End marks in a colour: paths with no dash and a place of their own. */
function endMarks(svg: string, ending: Ending): number {
  return [...svg.matchAll(/<path transform="translate[^>]*>/g)].filter(([tag]) => tag.includes(`stroke="${ENDINGS[ending].color}"`)).length;
}

describe("end marks", () => {
  const svg = fanSvg(sample, setting);
  // Each ending: one in the key, one in the panel of its stage; the whole run shows the attempts that counted.
  test.each([
    ["accepted", 1 + 1 + 1],
    ["overshoot", 1 + 1 + 0],
    ["exhaustion", 1 + 1 + 1],
  ] as const)("%s: %i", (ending, count) => expect(endMarks(svg, ending)).toBe(count));
  test("their shapes differ", () => expect(new Set(Object.values(ENDINGS).map((ending) => ending.shape)).size).toBe(3));
});

test("rejected attempts are dashed, accepted ones are not", () => {
  const lines = [...fanSvg(sample, setting).matchAll(/<path d="M[^>]*stroke-opacity[^>]*>/g)].map(([tag]) => tag);
  for (const line of lines) expect(line.includes("stroke-dasharray")).toBe(!line.includes(ENDINGS.accepted.color));
});

test("the words count runs and attempts", () => {
  const svg = fanSvg(sample, setting);
  for (const words of ["0 of 1 passed every stage", "1 of 1 accepted", "0 of 2 accepted", "goal G = 20", "ℓ = 10 ± 2"])
    expect(svg).toContain(words);
});

test("the caption states the setting", () =>
  expect(fanCaption(sample, setting)).toMatch(/^1 simulated run of 2 stages towards G = 20 .* ε = 2\./));

test("a stage that no run reached has an empty panel", () => {
  const never = { ...sample, stages: [...sample.stages, { request: 10, from: 20 }] };
  expect(fanSvg(never, setting)).toContain("0 of 0 accepted");
});

test("beyond fifteen stages the rest is named, not drawn", () => {
  const many = plausibleRuns(2, Array<number>(20).fill(10));
  const svg = fanSvg(many, { goal: 200, tolerance: 2 });
  expect(svg).toContain("Stages 16 to 20 have no panel.");
  expect(svg).not.toMatch(/NaN|undefined|Infinity/);
});
