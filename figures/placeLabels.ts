import { textWidth } from "./textWidth.ts";
import { TEXT } from "./theme.ts";

/** A place inside a panel, in px from its top left corner. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** What is to be labelled: the centre of a ring. */
export interface Anchor extends Place {
  readonly text: string;
}

/** A label with its centre, and the line that leads from the ring to it. */
export interface PlacedLabel extends Anchor {
  readonly box: Box;
  readonly leader: { readonly from: Place; readonly to: Place };
}

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Radius of the ring around a finding. */
export const RING_RADIUS = 6;
/** Px kept free between a label and a curve, whose point marks are wider than its line. */
const CLEARANCE = 4;
const LINE_HEIGHT = 1.25;
const DISTANCES = [18, 22, 27, 33, 40, 48, 58, 70, 84, 100];
const DIRECTIONS = Array.from({ length: 24 }, (_, i) => (i * Math.PI) / 12);
/** In px of distance: a label would rather stand this much farther off than do the thing once. */
const COST = { coversCurve: 60, meetsLabel: 5000, leavesPanel: 5000, crossesCurve: 25, nearerRival: 60 } as const;
/** Each label is placed anew, given the others, until nothing moves; three rounds are enough for the few that a panel has. */
const ROUNDS = 3;

/**
 * Puts a label near each finding where it and its leader meet no curve, no ring and no other label, as far as there is
 * such a place. A descent over a fixed set of places from a fixed start: the same input gives the same picture.
 *
 * @param obstacles  places that should stay free, such as points along the curves
 * @param size       of the panel, px
 */
export function placeLabels(
  anchors: readonly Anchor[],
  obstacles: readonly Place[],
  size: { readonly width: number; readonly height: number },
): PlacedLabel[] {
  const rings = anchors.flatMap((anchor) => DIRECTIONS.map((angle) => polar(anchor, angle, RING_RADIUS)));
  const options = anchors.map((anchor) =>
    DISTANCES.flatMap((distance) =>
      DIRECTIONS.map((angle) => {
        const label = candidate(anchor, angle, distance);
        const rivals = anchors.filter((other) => Math.hypot(other.x - anchor.x, other.y - anchor.y) > RING_RADIUS);
        return {
          label,
          cost:
            distance +
            ownCost(label, obstacles, rings, size) +
            COST.nearerRival * rivals.filter((rival) => near(rival, label, distance)).length,
        };
      }),
    ),
  );
  const descents = startingOrders(anchors.length).map((order) => descend(options, order));
  return descents.reduce((a, b) => (b.cost < a.cost ? b : a), { labels: [], cost: Infinity } as Descent).labels;
}

interface Option {
  readonly label: PlacedLabel;
  readonly cost: number;
}
interface Descent {
  readonly labels: PlacedLabel[];
  readonly cost: number;
}

function descend(options: readonly (readonly Option[])[], order: readonly number[]): Descent {
  const chosen = new Map<number, Option>();
  const meetings = (i: number, { label }: Option) => [...chosen].filter(([j, other]) => j !== i && meet(label, other.label)).length;
  for (let round = 0; round < ROUNDS; round += 1)
    for (const i of order) {
      const total = (options[i] as readonly Option[]).map((option) => ({
        option,
        cost: option.cost + COST.meetsLabel * meetings(i, option),
      }));
      chosen.set(i, total.reduce((a, b) => (b.cost < a.cost ? b : a)).option);
    }
  const cost = [...chosen].reduce((sum, [i, option]) => sum + option.cost + (COST.meetsLabel / 2) * meetings(i, option), 0);
  return { labels: options.map((_, i) => (chosen.get(i) as Option).label), cost };
}

/** Whoever comes first takes the best place and may leave none for the next: so each has its turn to be first. */
function startingOrders(count: number): number[][] {
  const forward = Array.from({ length: count }, (_, i) => i);
  const rotations = forward.map((shift) => forward.map((i) => (i + shift) % count));
  return [...rotations, ...rotations.map((order) => order.toReversed())];
}

function ownCost(
  { box, leader }: PlacedLabel,
  obstacles: readonly Place[],
  rings: readonly Place[],
  size: { width: number; height: number },
): number {
  const outside = box.left < 0 || box.right > size.width || box.top < 0 || box.bottom > size.height;
  return (
    COST.coversCurve * [...obstacles, ...rings].filter((place) => inside(place, box, CLEARANCE)).length +
    COST.crossesCurve * [...obstacles, ...rings].filter((place) => nearSegment(place, leader)).length +
    COST.leavesPanel * Number(outside)
  );
}

/** The label whose edge is met at `distance` along the direction, so that wide labels do not come nearer than tall ones. */
function candidate(anchor: Anchor, angle: number, distance: number): PlacedLabel {
  const halfWidth = textWidth(anchor.text, TEXT.mark) / 2 + 2;
  const halfHeight = (LINE_HEIGHT * TEXT.mark) / 2;
  const to = polar(anchor, angle, distance);
  const x = to.x + Math.cos(angle) * halfWidth;
  const y = to.y + Math.sin(angle) * halfHeight;
  const box = { left: x - halfWidth, right: x + halfWidth, top: y - halfHeight, bottom: y + halfHeight };
  return { text: anchor.text, x, y, box, leader: { from: polar(anchor, angle, RING_RADIUS), to } };
}

function meet(a: PlacedLabel, b: PlacedLabel): boolean {
  const boxes =
    a.box.left < b.box.right + 3 && b.box.left < a.box.right + 3 && a.box.top < b.box.bottom + 1 && b.box.top < a.box.bottom + 1;
  return (
    boxes ||
    alongLeader(a).some((place) => inside(place, b.box, 1)) ||
    alongLeader(b).some((place) => inside(place, a.box, 1)) ||
    cross(a.leader, b.leader)
  );
}

/** Whether a label stands nearer to another finding than to its own, and so seems to speak of that one. */
function near(rival: Place, { box }: PlacedLabel, distance: number): boolean {
  const x = Math.max(box.left - rival.x, 0, rival.x - box.right);
  const y = Math.max(box.top - rival.y, 0, rival.y - box.bottom);
  return Math.hypot(x, y) < distance;
}

function alongLeader({ leader: { from, to } }: PlacedLabel): Place[] {
  return Array.from({ length: 11 }, (_, i) => ({ x: from.x + ((to.x - from.x) * i) / 10, y: from.y + ((to.y - from.y) * i) / 10 }));
}

function cross(a: PlacedLabel["leader"], b: PlacedLabel["leader"]): boolean {
  const side = (line: PlacedLabel["leader"], p: Place) =>
    Math.sign((line.to.x - line.from.x) * (p.y - line.from.y) - (line.to.y - line.from.y) * (p.x - line.from.x));
  return side(a, b.from) !== side(a, b.to) && side(b, a.from) !== side(b, a.to);
}

function polar(from: Place, angle: number, radius: number): Place {
  return { x: from.x + Math.cos(angle) * radius, y: from.y + Math.sin(angle) * radius };
}

function inside(place: Place, box: Box, margin: number): boolean {
  return place.x >= box.left - margin && place.x <= box.right + margin && place.y >= box.top - margin && place.y <= box.bottom + margin;
}

/** Whether a place lies within 2 px of the leader, its first 4 px excepted: there the finding's own curve passes. */
function nearSegment(place: Place, { from, to }: PlacedLabel["leader"]): boolean {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const along = ((place.x - from.x) * (to.x - from.x) + (place.y - from.y) * (to.y - from.y)) / length;
  const across = Math.abs((place.x - from.x) * (to.y - from.y) - (place.y - from.y) * (to.x - from.x)) / length;
  return along > 4 && along <= length && across < 2;
}
