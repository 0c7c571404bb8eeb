import type { PointInput } from "../../../model/point.ts";
import { MEMBERS } from "./presets.ts";
import { shortNumber } from "./shortNumber.ts";

/** A point in a line: "Model 3, K = 10, ε = 2, M = 8, R = 5". */
export function pointInWords(point: PointInput): string {
  const { stages, goal, tolerance, stepBudget, retryBudget, pool, guidance, prune } = point;
  const parts = [
    pool.length === 1 ? (nameOf(pool[0]) ?? "an agent") : `${pool.length} members`,
    stagesInWords(stages),
    ...(goal === 100 ? [] : [`G = ${shortNumber(goal)}`]),
    `ε = ${shortNumber(tolerance)}`,
    `M = ${stepBudget}`,
    `R = ${retryBudget}`,
    ...((guidance?.kind ?? "none") === "none" ? [] : [`${guidance?.kind} λ = ${shortNumber(guidance?.strength ?? 0)}`]),
    ...((prune ?? 0) === 0 ? [] : [`m = ${prune}`]),
  ];
  return parts.join(", ");
}

function stagesInWords(stages: PointInput["stages"]): string {
  switch (stages.kind) {
    case "uniform":
      return `K = ${stages.count}`;
    case "partial":
      return `c = ${shortNumber(stages.chunk)}, r = ${stages.chunks}`;
    case "explicit":
      return `${stages.requests.length} requests`;
  }
}

function nameOf(member: PointInput["pool"][number] | undefined): string | undefined {
  return MEMBERS.find(({ member: known }) => JSON.stringify(sorted(known)) === JSON.stringify(member && sorted(member)))?.name;
}

const sorted = ({ mu, sigma, min, max }: PointInput["pool"][number]) => [mu, sigma, min, max];
