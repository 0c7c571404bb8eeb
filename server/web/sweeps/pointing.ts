import type { Plan } from "./plan.ts";

/** The place that a key goes to from another; undefined for keys that mean nothing here. Up is up: towards the last value of the second knob. */
export function cellKeys(plan: Plan, index: number, key: string): number | undefined {
  const [x = 0, y] = plan.placesAt(index);
  const [across, up] = plan.axes.map(({ values }) => values.length - 1) as [number, number?];
  const to = (nextX: number, nextY: number | undefined) =>
    plan.indexAt([Math.max(0, Math.min(across, nextX)), ...(nextY === undefined ? [] : [Math.max(0, Math.min(up ?? 0, nextY))])]);
  switch (key) {
    case "ArrowLeft":
      return to(x - 1, y);
    case "ArrowRight":
      return to(x + 1, y);
    case "ArrowUp":
      return y === undefined ? undefined : to(x, y + 1);
    case "ArrowDown":
      return y === undefined ? undefined : to(x, y - 1);
    case "Home":
      return to(0, y);
    case "End":
      return to(across, y);
    default:
      return undefined;
  }
}

/** The cell of a heat map under the pointer; undefined beside the map, and for a line. */
export function cellUnder(plan: Plan, canvas: HTMLElement, { clientX, clientY }: MouseEvent): number | undefined {
  const ground = plan.axes.length === 2 ? canvas.querySelector("svg .role-frame.root > g > path.background") : null;
  if (!ground) return undefined;
  const { left, top, width, height } = ground.getBoundingClientRect();
  const [across, up] = plan.axes.map(({ values }) => values.length) as [number, number];
  const x = Math.floor(((clientX - left) / width) * across);
  const y = up - 1 - Math.floor(((clientY - top) / height) * up);
  return x >= 0 && x < across && y >= 0 && y < up ? plan.indexAt([x, y]) : undefined;
}
