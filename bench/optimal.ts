import { Bench } from "tinybench";
import { CANONICAL, guided, MODEL_0, MODEL_1, MODEL_2, MODEL_3 } from "../model/canonical.ts";
import type { Point } from "../model/point.ts";
import { parsePoint } from "../model/validate.ts";
import { optimalPlan } from "../theory/optimal/plan.ts";
import { solve } from "../theory/solve.ts";
import { stageCurve } from "../theory/stageCurve.ts";

const REQUESTS = Array.from({ length: 200 }, (_, i) => 2.25 + (i * 97.5) / 199);
const point = (pool: Point["pool"], kind: "none" | "aligned" | "misaligned"): Point =>
  parsePoint({ ...CANONICAL, stages: { kind: "uniform", count: 1 }, pool: [...pool], guidance: guided(kind) });
const AGENTS = {
  "Model 1": point([MODEL_1], "none"),
  "Model 3": point([MODEL_3], "none"),
  "four, aligned": point([MODEL_3, MODEL_2, MODEL_1, MODEL_0], "aligned"),
  "four, misaligned": point([MODEL_3, MODEL_2, MODEL_1, MODEL_0], "misaligned"),
};

/** The optimal plan at G = 100, and 200 stages by one backward recursion against one forward solution each. */
export async function benchOptimal(): Promise<void> {
  console.log("optimal plan, G = 100: median milliseconds; 200 requests: backward, forward, ratio");
  for (const [name, agent] of Object.entries(AGENTS)) {
    const backward = () => {
      const curve = stageCurve(agent);
      for (const request of REQUESTS) curve.at(request);
    };
    const forward = () => {
      for (const request of REQUESTS) solve({ ...agent, stages: { kind: "explicit", requests: [request] } });
    };
    const [plan, back, on] = [await medianOf(() => optimalPlan(agent), 7), await medianOf(backward, 7), await medianOf(forward, 1)];
    console.log(
      `  ${name.padEnd(20)} ${plan.toFixed(0).padStart(6)} ms   ${back.toFixed(1).padStart(7)} ${on.toFixed(0).padStart(7)} ${(on / back).toFixed(0).padStart(6)}`,
    );
  }
}

async function medianOf(work: () => unknown, iterations: number): Promise<number> {
  const bench = new Bench({ iterations, time: 0, warmupIterations: 1, warmupTime: 0 });
  bench.add("work", () => {
    work();
  });
  const [task] = await bench.run();
  if (task.result.state !== "completed") throw new Error(`it did not complete: ${task.result.state}`);
  return task.result.latency.p50;
}
