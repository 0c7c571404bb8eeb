import { Bench } from "tinybench";
import { EXPERIMENTS } from "../experiments/catalogue.ts";
import type { Point } from "../model/point.ts";
import { parsePoint } from "../model/validate.ts";
import { solve } from "../theory/solve.ts";

/** Every canonical point, experiment by experiment: median and slowest milliseconds of an exact solution once warm. */
export async function benchSolve(): Promise<void> {
  console.log("exact solution, milliseconds a point (median of 15 solutions each)     points   median  slowest");
  for (const experiment of EXPERIMENTS) {
    const points = experiment.curves.flatMap(({ cells }) => cells.flatMap(({ of }) => (of.kind === "point" ? [parsePoint(of.point)] : [])));
    if (points.length === 0) continue;
    const times = (await Promise.all(points.map(millisecondsOf))).toSorted((a, b) => a - b);
    const [median, slowest] = [times[Math.floor(times.length / 2)], times[times.length - 1]];
    console.log(
      `  ${experiment.title.padEnd(68)} ${String(points.length).padStart(6)} ${median.toFixed(2).padStart(8)} ${slowest.toFixed(2).padStart(8)}`,
    );
  }
}

async function millisecondsOf(point: Point): Promise<number> {
  const bench = new Bench({ iterations: 15, time: 0, warmupIterations: 3, warmupTime: 0 });
  bench.add("solve", () => {
    solve(point);
  });
  const [task] = await bench.run();
  if (task.result.state !== "completed") throw new Error(`solve did not complete: ${task.result.state}`);
  return task.result.latency.p50;
}
