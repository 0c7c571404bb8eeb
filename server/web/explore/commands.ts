import type { PointInput } from "../../../model/point.ts";

/**
 * A command that reads the point from a here-document, so that it can be pasted as it stands.
 *
 * @param words  such as "solve --point - --law 200"
 */
export function pointCommand(words: string, point: unknown): string {
  return `harness-lab ${words} <<'END'\n${JSON.stringify(point)}\nEND`;
}

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

/** Of the law of the final progress. */
export const lawCommand = (point: PointInput): string => pointCommand("solve --point - --law 200", point);

/** Of the stages. */
export const stagesCommand = (point: PointInput): string => pointCommand("solve --point - --json", point);

/** Of the runs drawn; the shell's quotes keep a seed of any letters. */
export function runsCommand(point: PointInput, runs: number, seed: string): string {
  return pointCommand(`trajectories --point - --runs ${runs} --seed '${seed.replaceAll("'", "'\\''")}' --out trajectories.svg`, point);
}

/** Of the recommended harness. */
export function recommendCommand(point: PointInput): string {
  const { goal, tolerance, stepBudget, retryBudget } = point;
  const task = `--goal ${goal} --tolerance ${tolerance} --step-budget ${stepBudget} --retry-budget ${retryBudget}`;
  return pointCommand(`recommend --pool - ${task}`, agentOf(point));
}
