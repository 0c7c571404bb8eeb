import { axesOf } from "../../../experiments/sweep/axes.ts";
import { DEFAULT_RUNS, DEFAULT_SEED, MAX_SEED_LENGTH, MIN_RUNS } from "../../../experiments/sweep/limits.ts";
import { parseSpec } from "../../../experiments/sweep/spec.ts";
import { InvalidInput } from "../../../model/invalid.ts";
import type { PointInput } from "../../../model/point.ts";
import { FIRST as EXPLORE_FIRST, type Pin, soundPins, soundPoint } from "../explore/state.ts";
import { writeLink } from "../state/link.ts";
import { linkFields } from "../state/linkFields.ts";
import type { Figure } from "./cell.ts";

/** An axis as a sweep spec writes it. */
export interface AxisInput {
  readonly field?: string;
  readonly values?: readonly number[];
  readonly range?: {
    readonly from: number;
    readonly to: number;
    readonly count?: number;
    readonly step?: number;
    readonly scale?: "linear" | "log";
  };
}

/** Who works the figures out. */
export const METHODS = ["browser", "server", "simulate"] as const;
export type MethodChoice = (typeof METHODS)[number];

/** All that the Sweeps page shows is a function of this, and of how far the numbers are. */
export interface SweepState {
  /** Where the axes start from; sound. */ readonly point: PointInput;
  /** Name → axis, one or two; the first runs across and varies slowest. */ readonly vary: Readonly<Record<string, AxisInput>>;
  readonly method: MethodChoice;
  /** Per simulated point, and of a comparison. */ readonly runs: number;
  readonly seed: string;
  /** What a heat map shows. */ readonly figure: Figure;
  /** Points kept: their curves are drawn beside, and the present one is compared with them. */ readonly pins: readonly Pin[];
}

/** Points that a page draws. */
const MOST_POINTS = 10_000;
/** Per simulated point: beyond, a page is the wrong place to wait. */
export const MOST_RUNS = 10_000_000;

export const FIRST: SweepState = {
  point: EXPLORE_FIRST.point,
  vary: { "stages.count": { range: { from: 1, to: 30, step: 1 } } },
  method: "browser",
  runs: DEFAULT_RUNS,
  seed: DEFAULT_SEED,
  figure: "passRate",
  pins: [],
};

/**
 * The address of the Sweeps page at a state, its defaults left out.
 *
 * @returns path and query, such as /sweeps?point=…
 */
export function linkToSweeps(state: Pick<SweepState, "point"> & Partial<SweepState>): string {
  const { point, vary, pins, ...rest } = state;
  const changed = Object.entries(rest).filter(([name, value]) => value !== FIRST[name as keyof typeof rest]);
  return `/sweeps${writeLink({ point, vary, ...Object.fromEntries(changed), pins: pins && pins.length > 0 ? pins : undefined })}`;
}

/**
 * The state that an address asks for. A field that breaks a rule is replaced by its default, and told.
 *
 * @param search  query of the address, from anyone
 */
export function stateFrom(search: string): { readonly state: SweepState; readonly faults: readonly string[] } {
  const { faults, field } = linkFields(search, ["point", "vary", "method", "runs", "seed", "figure", "pins"]);
  const base = field("point", FIRST.point, soundPoint);
  const state: SweepState = {
    point: base,
    vary: field("vary", firstAxes(base), (given) => soundAxes(base, given)),
    method: field("method", FIRST.method, (given) => oneOf("method", METHODS, given)),
    runs: field("runs", FIRST.runs, soundRuns),
    seed: field("seed", FIRST.seed, soundSeed),
    figure: field("figure", FIRST.figure, (given) => oneOf("figure", ["passRate", "finalBias"] as const, given)),
    pins: field("pins", FIRST.pins, soundPins),
  };
  return { state, faults };
}

/** What a page shows of a point that comes without axes: one over what its plan counts, or over the tolerance. */
export function firstAxes({ stages, goal }: PointInput): SweepState["vary"] {
  switch (stages.kind) {
    case "uniform":
      return FIRST.vary;
    case "partial":
      return { "stages.chunks": { range: { from: 0, to: Math.max(1, Math.floor(goal / stages.chunk + 1e-12)), step: 1 } } };
    case "explicit": {
      const most = 0.97 * Math.min(...stages.requests);
      return { tolerance: { range: { from: Number((most / 30).toPrecision(3)), to: Number(most.toPrecision(3)), count: 30 } } };
    }
  }
}

/**
 * Axes that this page can draw: one or two, of numbers, each of a field of the point.
 *
 * @throws InvalidInput naming the axis, in the words of the sweep spec
 */
export function soundAxes(point: PointInput, vary: unknown): SweepState["vary"] {
  const axes = axesOf(parseSpec({ base: point, vary }));
  if (axes.length < 1 || axes.length > 2) throw new InvalidInput("vary", "must name one or two axes here", axes.length);
  for (const { name, path, values } of axes) {
    if (!path) throw new InvalidInput(`vary.${name}`, "must have a field");
    if (!values.every((value) => typeof value === "number")) throw new InvalidInput(`vary.${name}`, "must hold numbers alone here");
  }
  const count = axes.reduce((product, { values }) => product * values.length, 1);
  if (count > MOST_POINTS) throw new InvalidInput("vary", `must make at most ${MOST_POINTS} points here`, count);
  // A bare list stands for its values.
  const entries = Object.entries(vary as object).map(([name, axis]) => [name, Array.isArray(axis) ? { values: axis } : axis]);
  return Object.fromEntries(entries);
}

export function soundRuns(runs: unknown): number {
  if (!Number.isInteger(runs) || (runs as number) < MIN_RUNS || (runs as number) > MOST_RUNS)
    throw new InvalidInput("runs", `must be an integer in [${MIN_RUNS}, ${MOST_RUNS}]`, runs);
  return runs as number;
}

export function soundSeed(seed: unknown): string {
  // A seed such as 7 is read from the address as a number.
  const text = typeof seed === "number" ? String(seed) : seed;
  if (typeof text !== "string" || text.length < 1 || text.length > MAX_SEED_LENGTH)
    throw new InvalidInput("seed", `must be a text of 1 to ${MAX_SEED_LENGTH} characters`, seed);
  return text;
}

function oneOf<T extends string>(field: string, choices: readonly T[], given: unknown): T {
  const found = choices.find((choice) => choice === given);
  if (found === undefined) throw new InvalidInput(field, `must be one of ${choices.join(", ")}`, given);
  return found;
}
