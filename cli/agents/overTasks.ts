import { harmlessLine } from "../../agents/sandbox/harmless.ts";
import { clusteredInterval } from "../../agents/trial/clusteredInterval.ts";
import type { Interval } from "../../numerics/intervals.ts";
import { table } from "../table.ts";
import type { KeyedSummary } from "./summaries.ts";
import { harnessInWords } from "./sweepTable.ts";

/** One agent, model and harness over several tasks. */
export interface OverTasks {
  readonly agent: string;
  readonly model: string;
  /** In words: workflows of several tasks differ in their steps. */ readonly harness: string;
  readonly tasks: number;
  readonly trials: number;
  /** Mean over tasks of each task's pass rate. */ readonly passRate: number;
  /** 95%, with tasks as the unit; absent for fewer than five. */ readonly interval?: Interval;
}

/** A line for each agent, model and harness that ran on two tasks or more. */
export function overTasks(summaries: readonly KeyedSummary[]): readonly OverTasks[] {
  const groups = new Map<string, KeyedSummary[]>();
  for (const summary of summaries) {
    const { agent, version, model, harness } = summary.cell;
    const key = JSON.stringify([agent, version, model, harnessInWords(harness)]);
    groups.set(key, [...(groups.get(key) ?? []), summary]);
  }
  return [...groups].flatMap(([key, cells]) => {
    const [first] = cells;
    if (cells.length < 2 || !first) return [];
    const interval = clusteredInterval(cells, key);
    return [
      {
        agent: `${first.cell.agent} ${first.cell.version}`,
        model: first.cell.model,
        harness: harnessInWords(first.cell.harness),
        tasks: cells.length,
        trials: cells.reduce((sum, { trials }) => sum + trials, 0),
        passRate: cells.reduce((sum, { passed, trials }) => sum + passed / trials, 0) / cells.length,
        ...(interval ? { interval } : {}),
      },
    ];
  });
}

/** The same as text; "" where nothing ran on two tasks. */
export function overTasksTable(rows: readonly OverTasks[]): string {
  if (rows.length === 0) return "";
  return `\nOver tasks (intervals by a bootstrap of tasks and their trials; none for fewer than five tasks):\n${table([
    ["agent", "model", "harness", "tasks", "trials", "pass rate", "95% interval"],
    ...rows.map(({ agent, model, harness, tasks, trials, passRate, interval }) => [
      harmlessLine(agent, 30),
      harmlessLine(model, 30),
      harness,
      String(tasks),
      String(trials),
      passRate.toFixed(3),
      interval ? `${interval.low.toFixed(3)} to ${interval.high.toFixed(3)}` : "-",
    ]),
  ])}`;
}
