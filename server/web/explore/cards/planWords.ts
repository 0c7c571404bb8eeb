import type { StagePlan } from "../../../../model/point.ts";

/** A plan as one says it. */
export function planInWords(stages: StagePlan, goal: number): string {
  if (stages.kind === "uniform")
    return stages.count === 1
      ? `The whole goal of ${short(goal)} in one stage`
      : `${stages.count} equal stages of ${short(goal / stages.count)}`;
  if (stages.kind === "partial") {
    const tail = goal - stages.chunks * stages.chunk;
    const rest = tail > 1e-9 * goal ? `, then the last ${short(tail)} in one stage` : "";
    return `${stages.chunks} ${stages.chunks === 1 ? "chunk" : "chunks"} of ${short(stages.chunk)}${rest}`;
  }
  const shown = stages.requests.slice(0, 8).map(short).join(", ");
  return `${stages.requests.length} stages of ${shown}${stages.requests.length > 8 ? ", …" : ""}`;
}

const short = (value: number) => String(Number(value.toPrecision(4)));
