import { describe, expect, test } from "vitest";
import { CANONICAL, guided, MODEL_1, MODEL_2, MODEL_3 } from "../../../model/canonical.ts";
import type { Point, StagePlan } from "../../../model/point.ts";
import { requestsOf } from "../../../model/requests.ts";
import { parsePoint } from "../../../model/validate.ts";
import { namedStream, nextWord, type Stream } from "../../../numerics/streams.ts";
import { bestPartial, bestUniform } from "../../../theory/optimal/comparison.ts";
import { optimalPlan, requestRange } from "../../../theory/optimal/plan.ts";
import { type RequestTable, requestTable } from "../../../theory/optimal/requestValue.ts";
import { cellMaxima } from "../../../theory/optimal/upperBound.ts";
import { solve } from "../../../theory/solve.ts";
import { stageCurve } from "../../../theory/stageCurve.ts";

/** Harnesses tried against the plan of each agent; every so many is solved by itself as well. */
const SEARCHED = 10_000;
const SOLVED_EVERY = 500;
/** Two programs compute the pass rates: they agree to this (stageCurve.test.ts), and the plan is polished to it. */
const AGREEMENT = 1e-7;

const agents: Readonly<Record<string, Point>> = {
  "Model 1": agent({ pool: [MODEL_1] }),
  "Model 2": agent({ pool: [MODEL_2] }),
  "Model 3": agent({ pool: [MODEL_3] }),
  "three aligned models": agent({ pool: [MODEL_3, MODEL_2, MODEL_1], guidance: guided("aligned") }),
  "Model 2, one attempt": agent({ pool: [MODEL_2], retryBudget: 1 }),
  "Model 3, a narrow window": agent({ pool: [MODEL_3], tolerance: 0.6 }),
  "two aligned models": agent({ pool: [MODEL_3, MODEL_1], guidance: guided("aligned"), goal: 61.8 }),
  "steps from 0, checked at the end": agent({ pool: [{ mu: 2, sigma: 3, min: 0, max: 9 }], verification: "stage-end", goal: 40 }),
};

function agent(change: object): Point {
  return parsePoint({ ...CANONICAL, stages: { kind: "uniform", count: 1 }, ...change });
}

/** A uniform, a partial or a random explicit harness with requests above the tolerance that add up to the goal; in turn. */
function anyPlan({ goal, tolerance }: Point, turn: number, draw: () => number): StagePlan {
  const most = Math.ceil(goal / tolerance) - 1;
  if (turn % 10 === 0) return { kind: "uniform", count: 1 + Math.floor(draw() * Math.min(most, 200)) };
  if (turn % 10 < 4) {
    const chunk = tolerance + draw() * (goal - tolerance);
    return { kind: "partial", chunk, chunks: Math.floor(draw() * (goal / chunk)) };
  }
  // Every request has its tolerance and a share of the rest; sharp shares make uneven plans, flat ones nearly uniform.
  const count = 1 + Math.floor(draw() ** 2 * Math.min(most, 40));
  const sharpness = 0.05 + 3 * draw() ** 3;
  const shares = Array.from({ length: count }, () => draw() ** sharpness + 1e-3);
  const total = shares.reduce((sum, share) => sum + share, 0);
  return { kind: "explicit", requests: shares.map((share) => tolerance + ((goal - count * tolerance) * share) / total) };
}

const uniformOf = (stream: Stream) => () => (nextWord(stream) + 0.5) / 2 ** 32;

/** Plans, of `count` tried, that pass more often than the limit says. */
function beating(point: Point, limit: number, count: number, name: string): string[] {
  const curve = stageCurve(point);
  const draw = uniformOf(namedStream("certificate", 0, name));
  return Array.from({ length: count }, (_, turn) => anyPlan(point, turn, draw)).flatMap((stages, turn) => {
    const requests = requestsOf(stages, point.goal);
    if (requests.some((request) => request <= point.tolerance)) return [];
    const passRate = Math.exp(requests.reduce((sum, request) => sum + curve.at(Math.min(request, curve.most)).logPassRate, 0));
    const solved = turn % SOLVED_EVERY === 0 && requests.length <= 20 ? solve({ ...point, stages }).passRate : 0;
    return Math.max(passRate, solved) > limit + AGREEMENT ? [`${JSON.stringify(stages)} passes with ${passRate}, ${solved}`] : [];
  });
}

describe("certificate: the optimal plan in a search of 10,000 harnesses for each agent", () => {
  for (const [name, point] of Object.entries(agents))
    test(`${name}: no uniform, partial or random explicit one passes more often`, () => {
      const plan = optimalPlan(point);
      if (!plan) throw new Error("a plan was expected");
      expect(plan.requests.reduce((sum, request) => sum + request, 0)).toBeCloseTo(point.goal, 9);
      expect(plan.upperBound).toBeGreaterThanOrEqual(plan.passRate);
      expect(beating(point, plan.passRate, SEARCHED, name)).toEqual([]);
      const curve = stageCurve(point);
      expect(bestUniform(point, curve)?.passRate ?? 0).toBeLessThanOrEqual(plan.passRate + AGREEMENT);
      expect(bestPartial(point, curve)?.passRate ?? 0).toBeLessThanOrEqual(plan.passRate + AGREEMENT);
    });
  test("the search has teeth: it beats a plan that is a hundredth worse than the best uniform one", () => {
    const point = agents["Model 1"];
    const best = bestUniform(point, stageCurve(point));
    expect(best?.count).toBe(17); // the paper's peak
    expect(beating(point, 0.99 * (best?.passRate ?? 0), 2_000, "teeth").length).toBeGreaterThan(0);
  });
});

/** Worths inside the cells that lie above what the bound takes for the most there, of `PLACES` places a cell. */
function above(point: Point, table: RequestTable): string[] {
  const curve = stageCurve(point);
  const { above: least, most } = requestRange(point);
  const found: string[] = [];
  for (const multiplier of [0, -0.02, 0.02]) {
    const maxima = cellMaxima(table, multiplier);
    for (let place = 0; place < table.last * PLACES; place++) {
      const request = ((place + 0.5) * table.width) / PLACES;
      if (request <= least || request > most) continue;
      const over = curve.at(request).logPassRate - multiplier * request - maxima[Math.floor(place / PLACES)];
      // g is good to 1e-12 relative to P, and both sides are asked of the same curve.
      if (over > 1e-11) found.push(`${request}: ${over} above, multiplier ${multiplier}`);
    }
  }
  return found;
}
const PLACES = 16;
const tableOf = (point: Point, change = {}) => {
  const curve = stageCurve(point);
  return requestTable((request) => curve.at(request).logPassRate, { ...requestRange(point), ...change });
};

describe("certificate: its one assumption, that four samples a cell bound what lies between them", () => {
  const more = { ...agents, "three misaligned models": agent({ pool: [MODEL_3, MODEL_2, MODEL_1], guidance: guided("misaligned") }) };
  for (const [name, point] of Object.entries(more))
    test(`${name}: no worth at sixteen places a cell is above`, () => expect(above(point, tableOf(point))).toEqual([]));
  test("the comparison has teeth: jumps that the bound is not told of are found", () => {
    const point = agents["steps from 0, checked at the end"];
    expect(above(point, tableOf(point, { jumps: [] })).length).toBeGreaterThan(0);
  });
});
