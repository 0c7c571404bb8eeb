import type { PointInput } from "../../../model/point.ts";
import { commandReading, quoted } from "../state/command.ts";

/** What `lab recommend --pool` takes of a point: its agent. */
function agentOf({ pool, weights, guidance, verification, onUnrecovered }: PointInput): object {
  return {
    pool,
    ...(weights ? { weights } : {}),
    ...(guidance ? { guidance } : {}),
    ...(verification ? { verification } : {}),
    ...(onUnrecovered ? { onUnrecovered } : {}),
  };
}

/** Of a curve: the sweep whose rows are its places. */
export function sweepCommand(point: PointInput, path: string, places: readonly number[]): string {
  return commandReading("sweep --no-store --spec -", { name: "explore", base: point, vary: { [path]: { values: places } } });
}

/** Of the figures of the point. */
export const solveCommand = (point: PointInput): string => commandReading("solve --json --point -", point);

/** Of the law of the final progress. */
export const lawCommand = (point: PointInput): string => commandReading("solve --point - --law 200", point);

/** Of the stages. */
export const stagesCommand = (point: PointInput): string => commandReading("solve --point - --json", point);

/** Of the runs drawn; the shell's quotes keep a seed of any letters. */
export function runsCommand(point: PointInput, runs: number, seed: string): string {
  return commandReading(`trajectories --point - --runs ${runs} --seed ${quoted(seed)} --out trajectories.svg`, point);
}

/** Of the recommended harness. */
export function recommendCommand(point: PointInput): string {
  const { goal, tolerance, stepBudget, retryBudget } = point;
  const task = `--goal ${goal} --tolerance ${tolerance} --step-budget ${stepBudget} --retry-budget ${retryBudget}`;
  return commandReading(`recommend --pool - ${task}`, agentOf(point));
}
