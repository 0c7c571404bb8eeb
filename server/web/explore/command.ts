import type { PointInput } from "../../../model/point.ts";

/** The sweep whose rows are the places of a curve. */
function sweepSpec(point: PointInput, path: string, places: readonly number[]) {
  return { name: "explore", base: point, vary: { [path]: { values: places } } };
}

/** Makes the numbers of a curve in a terminal. JSON holds no line that could end the text early. */
export function sweepCommand(point: PointInput, path: string, places: readonly number[]): string {
  return `harness-lab sweep --no-store --spec - <<'EOF'\n${JSON.stringify(sweepSpec(point, path, places))}\nEOF`;
}

/** Makes the figures of the point in a terminal. */
export function solveCommand(point: PointInput): string {
  return `harness-lab solve --json --point - <<'EOF'\n${JSON.stringify(point)}\nEOF`;
}
