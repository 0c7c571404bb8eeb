import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parsePoint } from "../../model/validate.ts";
import { QuantileSketch } from "../../numerics/quantileSketch.ts";
import { BLOCK_RUNS, makeWorkspace, runsOf, simulateBlock } from "../../sim/block.ts";
import { exponential } from "../../sim/kernel/exponential.ts";
import { type KernelKind, makeKernel } from "../../sim/kernel/makeKernel.ts";
import { PlainKernel } from "../../sim/kernel/plainKernel.ts";
import { WasmKernel } from "../../sim/kernel/wasmKernel.ts";
import { compile } from "../../sim/program.ts";
import { tallyToJson } from "../../sim/tallyJson.ts";
import { kernelBinary } from "../../tools/kernelBinary.ts";
import { anyPoint } from "../laws/anyPoint.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const workspaces = { compiled: makeWorkspace(makeKernel(BLOCK_RUNS)), plain: makeWorkspace(makeKernel(BLOCK_RUNS, "plain")) };

test("there are two kernels here to compare", () => {
  expect(workspaces.compiled.kernel).toBeInstanceOf(WasmKernel);
  expect(workspaces.plain.kernel).toBeInstanceOf(PlainKernel);
});

test("the two kernels give the same bytes, run by run, on searched points of every kind", () =>
  fc.assert(
    fc.property(anyPoint, fc.integer({ min: 1, max: 700 }), fc.nat(), fc.string(), (point, runs, block, seed) => {
      const program = compile(parsePoint(point), new Map());
      const outcome = (kind: KernelKind) => {
        const work = workspaces[kind];
        const sketch = new QuantileSketch();
        const steps = simulateBlock(program, seed, block, runs, work, sketch);
        let step = steps.next();
        while (!step.done) step = steps.next();
        const { total, failed } = runsOf(work, runs);
        return { tally: tallyToJson({ ...step.value, sketch }), total: total.slice(), failed: failed.slice() };
      };
      expect(outcome("compiled")).toEqual(outcome("plain"));
    }),
    { seed: 20261125, numRuns: 300 },
  ));

test("the comparison has teeth: a run's first draw tells the seeds apart", () => {
  const [a, b] = ["a", "b"].map((seed) => {
    const program = compile(parsePoint(fc.sample(anyPoint, { seed: 1, numRuns: 1 })[0]), new Map());
    const work = workspaces.compiled;
    for (const _ of simulateBlock(program, seed, 0, 64, work, new QuantileSketch()));
    return work.kernel.total.slice(0, 64);
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

test("kernel.wasm is what its source compiles to", async () => {
  expect(Buffer.from(await kernelBinary(ROOT)).equals(readFileSync(join(ROOT, "sim", "kernel", "kernel.wasm")))).toBe(true);
}, 60_000);
