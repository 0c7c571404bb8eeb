import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parsePoint } from "../../model/validate.ts";
import { QuantileSketch } from "../../numerics/quantileSketch.ts";
import { BLOCK_RUNS, makeWorkspace, runsOf, simulateBlock } from "../../sim/block.ts";
import { exponential } from "../../sim/kernel/exponential.ts";
import { makeKernel } from "../../sim/kernel/makeKernel.ts";
import { PlainKernel } from "../../sim/kernel/plainKernel.ts";
import { WasmKernel } from "../../sim/kernel/wasmKernel.ts";
import { compile } from "../../sim/program.ts";
import { tallyToJson } from "../../sim/tallyJson.ts";
import { KERNELS, kernelBinary } from "../../tools/kernelBinary.ts";
import { anyPoint } from "../laws/anyPoint.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const binary = (file: string) => readFileSync(join(ROOT, "sim", "kernel", file));
const workspaces = {
  compiled: makeWorkspace(makeKernel(BLOCK_RUNS)),
  "compiled without relaxed instructions": makeWorkspace(new WasmKernel(new WebAssembly.Module(binary("kernel.wasm")), BLOCK_RUNS)),
  plain: makeWorkspace(makeKernel(BLOCK_RUNS, "plain")),
};

test("there are kernels of both kinds here to compare", () => {
  expect(workspaces.compiled.kernels.whole).toBeInstanceOf(WasmKernel);
  expect(workspaces.plain.kernels.whole).toBeInstanceOf(PlainKernel);
});

test("the kernels give the same bytes, run by run, on searched points of every kind", () =>
  fc.assert(
    fc.property(anyPoint, fc.integer({ min: 1, max: 700 }), fc.nat(), fc.string(), (point, runs, block, seed) => {
      const program = compile(parsePoint(point), new Map());
      const outcome = (kind: keyof typeof workspaces) => {
        const work = workspaces[kind];
        const sketch = new QuantileSketch(program.resolution);
        const steps = simulateBlock(program, seed, block, runs, work, sketch);
        let step = steps.next();
        while (!step.done) step = steps.next();
        const figures = Object.entries(runsOf(program, work, runs)).map(([name, values]) => [name, values.slice()]);
        return { tally: tallyToJson({ ...step.value, sketch }), figures };
      };
      const plain = outcome("plain");
      expect(outcome("compiled")).toEqual(plain);
      expect(outcome("compiled without relaxed instructions")).toEqual(plain);
    }),
    { seed: 20261125, numRuns: 300 },
  ));

test("laws too narrow for whole units beside the reach are counted in doubles", () => {
  const narrow = { mu: 10, sigma: 1e-5, min: 9, max: 11 };
  const point = parsePoint({
    goal: 30,
    stages: { kind: "uniform", count: 3 },
    tolerance: 1e-5,
    stepBudget: 2,
    retryBudget: 1,
    pool: [narrow],
  });
  const program = compile(point, new Map());
  expect(program.unit).toBeUndefined();
  const work = workspaces.compiled;
  for (const _ of simulateBlock(program, "a", 0, 8192, work, new QuantileSketch(program.resolution)));
  // An attempt passes where one normal step lies within a standard deviation: 0.6827 each of three times.
  const passed = 8192 - runsOf(program, work, 8192).failed.reduce((sum, failed) => sum + failed, 0);
  const p = 0.6826894921 ** 3;
  expect(Math.abs(passed - 8192 * p)).toBeLessThan(7 * Math.sqrt(8192 * p * (1 - p))); // 7 standard deviations: 3e-12
});

test("the comparison has teeth: a run's first draw tells the seeds apart", () => {
  const [a, b] = ["a", "b"].map((seed) => {
    const program = compile(parsePoint(fc.sample(anyPoint, { seed: 1, numRuns: 1 })[0]), new Map());
    const work = workspaces.compiled;
    for (const _ of simulateBlock(program, seed, 0, 64, work, new QuantileSketch(program.resolution)));
    return runsOf(program, work, 64).deviation.slice();
  });
  expect(a).not.toEqual(b);
});

test("the exponential of the kernels is e^x to a few units in the last place", () =>
  fc.assert(
    fc.property(fc.double({ min: -40, max: 40, noNaN: true }), (x) => {
      // Horner's 13 terms and two roundings of the argument: the relative error is a few ulps of 2^-53.
      expect(Math.abs(exponential(x) / Math.exp(x) - 1)).toBeLessThan(8 * 2 ** -53);
    }),
    { seed: 20261125, numRuns: 5000 },
  ));

test.each(Object.entries(KERNELS))("%s is what its source compiles to", async (file, features) => {
  expect(Buffer.from(await kernelBinary(ROOT, features)).equals(binary(file))).toBe(true);
});
