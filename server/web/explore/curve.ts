import { CURVE_DATA, type CurveRow, knobCurve } from "../../../figures/explore/knobCurve.ts";
import type { PointInput } from "../../../model/point.ts";
import { type Knob, knobAt, withField } from "../knobs/knobs.ts";
import { placesOf, valueAt } from "../knobs/places.ts";
import type { PictureContent } from "../picture/content.ts";
import { solver } from "../solver/solvers.ts";
import type { Headline } from "../solver/tasks.ts";
import type { ExploreState } from "./state.ts";

/** Places of a curve: enough to see a bend, few enough to follow a finger. */
export const PLACES = 30;

/** A place of a curve with its two figures, or why it has none. */
export type CurvePlace = { readonly at: number } & Headline;

export interface SolvedCurve {
  readonly knob: Knob;
  readonly places: readonly CurvePlace[];
}

/** The points of a curve: the present point with one knob set to each place. */
function pointsOf(point: PointInput, path: string, places: readonly number[]): PointInput[] {
  return places.map((at) => withField(point, path, at));
}

/**
 * Solves the curve of a state. Both live workers take every other place, since places differ in cost from one end to the other.
 *
 * @throws the signal's reason once it is aborted
 */
export async function solveCurve({ point, knob: path }: Pick<ExploreState, "point" | "knob">, signal: AbortSignal): Promise<SolvedCurve> {
  const knob = knobAt(point, path);
  if (!knob) throw new RangeError(`the point has no knob ${path}`);
  const places = placesOf(knob, PLACES, valueAt(point, path));
  return { knob, places: await solvePlaces(point, path, places, signal) };
}

async function solvePlaces(point: PointInput, path: string, places: readonly number[], signal: AbortSignal): Promise<CurvePlace[]> {
  const points = pointsOf(point, path, places);
  const half = (parity: number) =>
    solver(parity === 0 ? "live" : "live 2").ask<readonly Headline[]>(
      "curve",
      { points: points.filter((_, i) => i % 2 === parity) },
      { signal },
    );
  const [even, odd] = await Promise.all([half(0), half(1)]);
  return places.map((at, i) => ({ at, ...((i % 2 === 0 ? even : odd)[i >> 1] as Headline) }));
}

/** The curves of the pins over the same places, where their points have such a knob. */
export async function solvePins(state: ExploreState, places: readonly number[], signal: AbortSignal): Promise<Map<string, CurvePlace[]>> {
  const curves = new Map<string, CurvePlace[]>();
  for (const { name, point } of state.pins)
    if (knobAt(point, state.knob)) curves.set(name, await solvePlaces(point, state.knob, places, signal));
  return curves;
}

const rowOf = (place: CurvePlace): CurveRow => ("reason" in place ? { at: place.at } : place);

/** @param width  of the picture's panels, px */
export function curveContent(
  state: ExploreState,
  { knob, places }: SolvedCurve,
  pins: ReadonlyMap<string, readonly CurvePlace[]>,
  width: number,
): PictureContent {
  const present = valueAt(state.point, knob.path);
  const rows = places.map(rowOf);
  const pinned = [...pins].flatMap(([pin, curve]) => curve.map((place) => ({ ...rowOf(place), pin })));
  const tableRows = [
    ...places.map((place) => ({ curve: "present", [knob.path]: place.at, ...place, at: undefined })),
    ...[...pins].flatMap(([pin, curve]) => curve.map((place) => ({ curve: pin, [knob.path]: place.at, ...place, at: undefined }))),
  ];
  return {
    name: `pass-rate-over-${knob.path.replaceAll(/[^a-z]+/gi, "-").toLowerCase()}`,
    summary: `Pass rate and final bias over ${knob.title}. ${bestInWords(knob, places)}`,
    spec: (look) => knobCurve(knob, look, width),
    datasets: {
      [CURVE_DATA.curve]: rows,
      [CURVE_DATA.here]: rows.filter(({ at }) => at === present),
      [CURVE_DATA.pinned]: pinned,
    },
    table: { columns: ["curve", knob.path, "passRate", "finalBias", "reason"], rows: tableRows },
    json: { point: state.point, knob: knob.path, curve: places, pins: Object.fromEntries(pins) },
    command: sweepCommand(
      state.point,
      knob.path,
      places.map(({ at }) => at),
    ),
  };
}

/** Where the curve passes most, and where runs end nearest to the goal. */
export function bestInWords(knob: Knob, places: readonly CurvePlace[]): string {
  const solved = places.filter((place) => !("reason" in place)) as (CurveRow & { passRate: number; finalBias: number })[];
  if (solved.length === 0) return "No place of this curve has figures.";
  const most = solved.reduce((best, place) => (place.passRate > best.passRate ? place : best));
  const nearest = solved.reduce((best, place) => (place.finalBias < best.finalBias ? place : best));
  if (most.passRate === 0) return `No run can pass anywhere on this curve.`;
  const symbol = knob.title.replace(/ \(.*/, "");
  return `Highest pass rate ${short(most.passRate)} at ${symbol} = ${short(most.at)}; lowest final bias ${short(nearest.finalBias)} at ${symbol} = ${short(nearest.at)}.`;
}

const short = (value: number) => String(Number(value.toPrecision(4)));

/** The command line that solves the same places: it reads the sweep from a here-document, which takes any point. */
export function sweepCommand(base: PointInput, path: string, values: readonly number[]): string {
  const spec = { base, vary: { [path]: { ...(path.includes(".") || path.includes("[") ? {} : { field: path }), values } } };
  return `harness-lab sweep --spec - <<'END'\n${JSON.stringify(spec)}\nEND`;
}
