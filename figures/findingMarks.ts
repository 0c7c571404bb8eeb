import { pairs } from "d3";
import type { Finding } from "../model/experiment.ts";
import { type AxisPlan, type PixelScale, pixelScale } from "./axis.ts";
import { type Place, type PlacedLabel, placeLabels, RING_RADIUS } from "./placeLabels.ts";
import type { ExactRow } from "./rows.ts";

/** A ring around a finding, in the colour of its curve. */
export interface RingRow {
  readonly curve: string;
  readonly x: number;
  readonly y: number;
  /** px², as Vega counts the size of a symbol. */ readonly area: number;
}

/** A label in data units: its centre, and the ends of the line from the ring to it. */
export interface LabelRow {
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly fromX: number;
  readonly fromY: number;
  readonly toX: number;
  readonly toY: number;
}

/** By how much the ring of a second finding at the same place is wider, px. */
const RING_STEP = 3.5;

/**
 * Rings and labels of findings. Labels are placed in pixels and handed over in data units, which is what the chart's
 * axes understand. Findings that meet share a label if it would say the same, and their rings lie in each other.
 */
export function findingMarks(
  xAxis: AxisPlan,
  yAxis: AxisPlan,
  size: { readonly width: number; readonly height: number },
  exact: readonly ExactRow[],
  findings: readonly Finding[],
): { readonly rings: RingRow[]; readonly labels: LabelRow[] } {
  const x = pixelScale(xAxis, [0, size.width]);
  const y = pixelScale(yAxis, [size.height, 0]);
  const places = findings.map(({ at, value, label }) => ({ x: x(at), y: y(value), text: label }));
  const before = places.map((place, i) =>
    places.slice(0, i).filter((other) => Math.hypot(other.x - place.x, other.y - place.y) < RING_RADIUS),
  );
  const rings = findings.map(({ curve, at, value }, i) => ({
    curve,
    x: at,
    y: value,
    area: Math.PI * (RING_RADIUS + RING_STEP * before[i].length) ** 2,
  }));
  const anchors = places.filter((place, i) => !before[i].some((other) => other.text === place.text));
  return { rings, labels: placeLabels(anchors, curvePlaces(exact, x, y), size).map((label) => inDataUnits(label, x, y)) };
}

function inDataUnits({ text, leader, ...centre }: PlacedLabel, x: PixelScale, y: PixelScale): LabelRow {
  return {
    label: text,
    x: x.invert(centre.x),
    y: y.invert(centre.y),
    fromX: x.invert(leader.from.x),
    fromY: y.invert(leader.from.y),
    toX: x.invert(leader.to.x),
    toY: y.invert(leader.to.y),
  };
}

/** Where the curves pass, px. */
function curvePlaces(rows: readonly ExactRow[], x: PixelScale, y: PixelScale): Place[] {
  const shown = rows.filter((row): row is ExactRow & { exact: number } => row.exact !== null);
  const place = (row: ExactRow & { exact: number }) => ({ x: x(row.x), y: y(row.exact) });
  return pairs(shown).flatMap(([a, b]) => (a.curve === b.curve ? along(place(a), place(b)) : [place(a)]));
}

/** Places every 3 px or less between two points. */
function along(from: Place, to: Place): Place[] {
  const count = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / 3));
  return Array.from({ length: count + 1 }, (_, i) => ({
    x: from.x + ((to.x - from.x) * i) / count,
    y: from.y + ((to.y - from.y) * i) / count,
  }));
}
