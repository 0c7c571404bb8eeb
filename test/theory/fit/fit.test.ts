import { describe, expect, test } from "vitest";
import { parsePoint } from "../../../model/validate.ts";
import { namedStream, nextUnit } from "../../../numerics/streams.ts";
import { truncatedNormal } from "../../../numerics/truncatedNormal.ts";
import { type Agent, agentOf, drawSteps, lawOfAgent } from "../../../theory/fit/agent.ts";
import { climb } from "../../../theory/fit/em.ts";
import { fitAgent } from "../../../theory/fit/fitAgent.ts";
import { candidate, leastOf, withCorrectedEnds } from "../../../theory/fit/fitMixture.ts";
import { standardErrors } from "../../../theory/fit/standardErrors.ts";
import { startsFor } from "../../../theory/fit/starts.ts";
import { fitTilt, tiltOf } from "../../../theory/fit/tilt.ts";

const MODEL_1: Agent = { pool: [{ mu: 6, sigma: 2, min: 4, max: 8 }], weights: [1] };
const MODEL_3: Agent = { pool: [{ mu: 10, sigma: 6, min: 4, max: 14 }], weights: [1] };
const TWO_HUMPS: Agent = {
  pool: [
    { mu: 6, sigma: 0.6, min: 4, max: 15 },
    { mu: 11, sigma: 1, min: 4, max: 15 },
  ],
  weights: [0.4, 0.6],
};
const ALL_MODELS: Agent = {
  pool: [...MODEL_1.pool, { mu: 8, sigma: 3, min: 5, max: 11 }, ...MODEL_3.pool],
  weights: [1 / 3, 1 / 3, 1 / 3],
};
const steps = (agent: Agent, count: number, seed: string, block = 0) => drawSteps(lawOfAgent(agent), count, seed, block);
const uniforms = (count: number, seed: string): number[] => {
  const stream = namedStream(seed, 0, "uniforms");
  return Array.from({ length: count }, () => nextUnit(stream));
};

describe("one truncated normal", () => {
  test("mass and moments of a tilt are those of the truncated normal that it is", () => {
    for (const [slope, curve] of [
      [0.3, -0.5],
      [-4, -0.01],
      [0, -8],
    ] as const) {
      const sigma = Math.sqrt(-1 / (2 * curve));
      const law = truncatedNormal(slope * sigma * sigma, sigma, -1.5, 2);
      const tilt = tiltOf(slope, curve, -1.5, 2);
      expect(tilt.mean).toBeCloseTo(law.mean, 11);
      expect(tilt.information[0]).toBeCloseTo(law.variance, 11);
      expect(Math.exp(slope * 0.7 + curve * 0.49 - tilt.logMass)).toBeCloseTo(law.density(0.7), 11);
    }
  });
  test("no other law on the same ends is likelier", () => {
    const likelihood = (slope: number, curve: number) => curve - tiltOf(slope, curve, -1.7, 1.9).logMass; // mean 0, mean square 1
    const { slope, curve } = fitTilt(-1.7, 1.9);
    const best = likelihood(slope, curve);
    const [u, v] = [uniforms(200, "slopes"), uniforms(200, "curves")];
    // Concave (F.4): a top near which nothing is higher is the top everywhere. Rounding of a sum of logs is 1e-15.
    for (const [i, share] of u.entries())
      expect(likelihood(slope + 4 * (share - 0.5), curve * 2 ** (4 * v[i] - 2))).toBeLessThanOrEqual(best + 1e-12);
    expect(likelihood(slope, curve * 1.2)).toBeLessThan(best - 1e-6); // it has teeth: 20% off in curvature shows
  });
});

describe("recovery", () => {
  const REPEATS = 80;
  // z = (estimate − truth)/standard error has mean near 0 and sd near 1. Of 80 such, the mean strays by 4/√80 = 0.45 and the sd by
  // 4/√(2·79) = 0.32 with probability 6e-5 each; a bias of order 1/√n adds to the mean, at these n at most 0.4.
  test.each([
    ["Model 1, 1000 steps", MODEL_1, 1000],
    ["two humps, 400 steps", TWO_HUMPS, 400],
  ])("%s: estimates vary as their standard errors say", (_, agent, count) => {
    const k = agent.pool.length;
    const scores: Record<string, number[]> = {};
    for (let r = 0; r < REPEATS; r++) {
      const sample = steps(agent, count, "recovery", r);
      const found = candidate(sample, k, "lab");
      if (!found) throw new Error("no fit");
      const { mixture } = withCorrectedEnds(sample, found);
      const [fitted, errors] = [agentOf(mixture), standardErrors(sample, mixture)];
      const order = fitted.pool.map((_, i) => i).toSorted((a, b) => fitted.pool[a].mu - fitted.pool[b].mu);
      order.forEach((i, j) => {
        const add = (name: string, off: number, error: number | undefined) => {
          if (error === undefined) throw new Error(`no error of ${name}`);
          scores[name + j] = [...(scores[name + j] ?? []), off / error];
        };
        add("mu", fitted.pool[i].mu - agent.pool[j].mu, errors[i].mu);
        add("sigma", fitted.pool[i].sigma - agent.pool[j].sigma, errors[i].sigma);
        if (k > 1) add("weight", fitted.weights[i] - agent.weights[j], errors[i].weight);
      });
    }
    for (const [name, values] of Object.entries(scores)) {
      const mean = values.reduce((sum, z) => sum + z, 0) / REPEATS;
      const sd = Math.sqrt(values.reduce((sum, z) => sum + (z - mean) ** 2, 0) / (REPEATS - 1));
      expect(Math.abs(mean), `${name}: mean`).toBeLessThan(0.45 + 0.4);
      expect(Math.abs(sd - 1), `${name}: sd ${sd}`).toBeLessThan(0.32);
      expect(Math.abs(2 * sd - 1), "half the errors would be caught").toBeGreaterThan(0.32);
    }
  });

  test("expectation–maximisation never loses likelihood", () => {
    const sample = steps(ALL_MODELS, 300, "climb");
    const ends = new Array(3).fill({ min: sample[0], max: sample[299] });
    const values = Array.from({ length: 12 }, (_, rounds) => {
      const [, , shares] = startsFor(300, 3, 3, "lab");
      return climb(sample, shares, ends, leastOf(sample), { rounds, gain: 0 })?.logLikelihood ?? Number.NaN;
    });
    for (let i = 1; i < values.length; i++) expect(values[i]).toBeGreaterThanOrEqual(values[i - 1] - 1e-9);
    expect(values[11]).toBeGreaterThan(values[0]);
  });

  test("all three models at once: the fit is accepted, and its mean is theirs", () => {
    const { agent, report } = fitAgent([...steps(ALL_MODELS, 400, "all")], { seed: "lab" });
    expect(report.status).toBe("ok");
    const meanOf = (of: Agent) => lawOfAgent(of).members.reduce((sum, member, i) => sum + member.mean * lawOfAgent(of).weights[i], 0);
    // One step has standard deviation below 3, so the mean of 400 strays from its own by 4·3/20 with probability 6e-5.
    expect(Math.abs(meanOf(agent) - meanOf(ALL_MODELS))).toBeLessThan(0.6);
  });
});

describe("goodness of fit", () => {
  test("a true model is rejected at about the level", () => {
    const REPEATS = 40;
    const rejected = Array.from({ length: REPEATS }, (_, r) =>
      fitAgent([...steps(MODEL_3, 60, "level", r)], { seed: `lab ${r}`, mostComponents: 1 }),
    ).filter(({ report }) => report.status === "wrong model").length;
    expect(rejected).toBeLessThanOrEqual(8); // P(Binomial(40, 0.05) > 8) = 2e-4
  });
  test("two humps are no single truncated normal, and are two", () => {
    const sample = [...steps(TWO_HUMPS, 200, "power")];
    expect(fitAgent(sample, { seed: "lab", mostComponents: 1 }).report).toMatchObject({ status: "wrong model" });
    expect(fitAgent(sample, { seed: "lab" }).report).toMatchObject({ status: "ok", components: 2 });
  });
  test("a heavy tail is no single truncated normal", () => {
    const pareto = uniforms(300, "pareto").map((u) => (1 - u) ** (-1 / 1.2));
    expect(fitAgent(pareto, { seed: "lab", mostComponents: 1 }).report.status).toBe("wrong model");
  });
  test("fewer than 30 steps are too few, whatever the test says", () =>
    expect(fitAgent([3, 5, 4, 6, 4.5, 5.5], { seed: "lab" }).report).toMatchObject({ status: "too few", steps: 6 }));
});

describe("odd agents are fitted by value, within the limits of a point", () => {
  const u = uniforms(200, "odd");
  test.each<[string, number[]]>([
    ["five steps", [1, 2, 3, 4, 5]],
    ["one step far away", [...u.slice(0, 49), 2e8]],
    ["flat", u.map((x) => 3 + 4 * x)],
    ["exponential", u.map((x) => -Math.log1p(-x))],
    ["rising to the end", u.map((x) => 20 + Math.max(-19, Math.log1p(-x)))],
    ["U-shaped", u.map((x) => 5 + Math.sin(Math.PI * (x - 0.5)))],
    ["half of them 0", [...new Array<number>(50).fill(0), ...u.slice(0, 50)]],
    ["two values", [...new Array<number>(20).fill(1), ...new Array<number>(20).fill(2)]],
    ["whole numbers", u.map((x) => Math.round(4 + 10 * x))],
    ["tiny", u.map((x) => 1e-7 * x)],
    ["huge", u.map((x) => 2.5e8 * (0.5 + x / 2))],
    ["narrow and far", u.map((x) => 1000 + 0.2 * x)],
  ])("%s", (_, given) => {
    const { agent, report, replicates } = fitAgent(given, { seed: "lab" });
    for (const each of [agent, ...replicates])
      parsePoint({ goal: 1e9, tolerance: 1, stepBudget: 1, retryBudget: 1, stages: { kind: "uniform", count: 1 }, ...each });
    expect(JSON.stringify([agent, report])).not.toMatch(/null/); // what NaN and Infinity become
  });
  test("same steps, same bytes", () => {
    const given = u.map((x) => 4 + 3 * x);
    expect(fitAgent(given, { seed: "lab" })).toEqual(fitAgent(given, { seed: "lab" }));
  });
});

test.each<[number[], RegExp]>([
  [[1, 2, 3, 4], /^steps must hold at least 5 steps, got 4$/],
  [[2, 2, 2, 2, 2], /^steps must differ/],
  [[1, 2, 3, 4, Number.NaN], /^steps\[4\] must be a number from 0/],
  [[1, 2, -3, 4, 5], /^steps\[2\] must be a number from 0/],
  [[1, 2, 3, 4, 1e9], /^steps\[4\] must be a number from 0 to 250000000, got 1000000000$/],
])("refuses %o", (given, said) => expect(() => fitAgent(given, { seed: "lab" })).toThrow(said));
