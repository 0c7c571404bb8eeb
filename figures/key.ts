import type { Layer } from "./panel.ts";
import { RING_RADIUS } from "./placeLabels.ts";
import { textWidth } from "./textWidth.ts";
import { type CurveStyle, FAINT_INK, INK, PAPER, TEXT } from "./theme.ts";

const ROW_HEIGHT = 18;
const SAMPLE_WIDTH = 30;
const GAP = 18;

interface Entry {
  readonly text: string;
  readonly style: CurveStyle;
  readonly parts: readonly ("line" | "point" | "interval" | "ring")[];
}

/**
 * The one key of a figure: what each curve looks like, then what line, point and ring mean.
 * Drawn as a panel of its own, because Vega's legend cannot show a dashed line with its point mark on it.
 *
 * @param width  px to be filled before a new row begins
 */
export function key(styles: ReadonlyMap<string, CurveStyle>, width: number, hasSimulation: boolean, hasFindings: boolean): Layer {
  const plain: CurveStyle = { color: FAINT_INK, dash: [1, 0], shape: "circle" };
  const marks: Entry[] = [
    { text: "exact", style: plain, parts: ["line"] },
    ...(hasSimulation ? [{ text: "simulated, 95% interval", style: plain, parts: ["interval", "point"] } as const] : []),
    ...(hasFindings ? [{ text: "finding", style: plain, parts: ["ring"] } as const] : []),
  ];
  const curves: Entry[] = [...styles].map(([text, style]) => ({ text, style, parts: hasSimulation ? ["line", "point"] : ["line"] }));
  const placed = inRows(curves, marks, width);
  const height = ROW_HEIGHT * (1 + Math.max(...placed.map((entry) => entry.row)));

  const position = (field: string, length: number, flip: boolean) => ({
    field,
    type: "quantitative",
    axis: null,
    scale: { domain: flip ? [length, 0] : [0, length], nice: false },
  });
  const x = position("x", width, false);
  const y = position("y", height, true);
  const having = (part: Entry["parts"][number]) => placed.filter((entry) => entry.parts.includes(part));
  const middle = (entry: Placed) => ({ x: entry.left + SAMPLE_WIDTH / 2, y: ROW_HEIGHT * (entry.row + 0.5) });

  return {
    width,
    height,
    layer: [
      ...having("line").map((entry) => ({
        data: { values: [{ x: entry.left, x2: entry.left + SAMPLE_WIDTH, y: middle(entry).y }] },
        mark: { type: "rule", color: entry.style.color, strokeDash: entry.style.dash, strokeWidth: 1.7 },
        encoding: { x, x2: { field: "x2" }, y },
      })),
      ...having("interval").map((entry) => ({
        data: { values: [{ x: middle(entry).x, y: middle(entry).y - 7, y2: middle(entry).y + 7 }] },
        mark: { type: "rule", color: entry.style.color, strokeWidth: 1 },
        encoding: { x, y, y2: { field: "y2" } },
      })),
      ...having("point").map((entry) => ({
        data: { values: [middle(entry)] },
        mark: { type: "point", shape: entry.style.shape, stroke: entry.style.color, fill: PAPER, size: 24, strokeWidth: 1.2, opacity: 1 },
        encoding: { x, y },
      })),
      ...having("ring").map((entry) => ({
        data: { values: [middle(entry)] },
        mark: {
          type: "point",
          shape: "circle",
          stroke: entry.style.color,
          filled: false,
          size: Math.PI * RING_RADIUS ** 2,
          strokeWidth: 1.6,
          opacity: 1,
        },
        encoding: { x, y },
      })),
      {
        data: { values: placed.map((entry) => ({ text: entry.text, x: entry.left + SAMPLE_WIDTH + 6, y: middle(entry).y })) },
        mark: { type: "text", align: "left", baseline: "middle", fontSize: TEXT.title, color: INK },
        encoding: { x, y, text: { field: "text" } },
      },
    ],
  } as unknown as Layer;
}

interface Placed extends Entry {
  readonly left: number;
  readonly row: number;
}

/** Curves first, marks after them: on the same row if all fit there, else on rows of their own. */
function inRows(curves: readonly Entry[], marks: readonly Entry[], width: number): Placed[] {
  const all = flowed([...curves, ...marks], width, 0);
  if (all.every((entry) => entry.row === 0)) return all;
  const above = flowed(curves, width, 0);
  return [...above, ...flowed(marks, width, 1 + Math.max(...above.map((entry) => entry.row)))];
}

function flowed(entries: readonly Entry[], width: number, firstRow: number): Placed[] {
  let left = 0;
  let row = firstRow;
  return entries.map((entry) => {
    const own = SAMPLE_WIDTH + 6 + textWidth(entry.text, TEXT.title);
    if (left > 0 && left + own > width) {
      left = 0;
      row += 1;
    }
    const placed = { ...entry, left, row };
    left += own + GAP;
    return placed;
  });
}
