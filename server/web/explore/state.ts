import { CANONICAL, MODEL_3 } from "../../../model/canonical.ts";
import { InvalidInput } from "../../../model/invalid.ts";
import type { PointInput } from "../../../model/point.ts";
import { parsePoint } from "../../../model/validate.ts";
import { knobAt, knobsOf } from "../knobs/knobs.ts";
import { readLink, writeLink } from "../state/link.ts";

/** A curve that is kept to compare with. */
export interface Pin {
  readonly name: string;
  readonly point: PointInput;
}

/** All that the Explore page shows follows from this, so this is what its address holds. */
export interface ExploreState {
  readonly point: PointInput;
  /** Path of the knob that the curve goes over. */ readonly knob: string;
  /** Names the random streams of what is simulated. */ readonly seed: string;
  readonly pins: readonly Pin[];
}

/** As many styles as there are for curves beside the live one. */
export const MOST_PINS = 7;
const MOST_SEED = 60;

export const FIRST: ExploreState = {
  point: { ...CANONICAL, stages: { kind: "uniform", count: 10 }, pool: [MODEL_3] },
  knob: "stages.count",
  seed: "lab",
  pins: [],
};

/** The knob a curve goes over unless another is chosen. */
export const firstKnob = (point: PointInput): string => knobsOf(point)[0]?.path ?? "tolerance";

/** The address of a state of this page; what is as at first is left out. */
export function linkToExplore(state: Pick<ExploreState, "point"> & Partial<ExploreState>): string {
  const { point, knob, seed, pins } = state;
  return `/explore${writeLink({
    point,
    knob: knob === firstKnob(point) ? undefined : knob,
    seed: seed === FIRST.seed ? undefined : seed,
    pins: pins?.length ? pins : undefined,
  })}`;
}

/**
 * What an address says. Each part that breaks a rule is left as at first, and told of.
 *
 * @returns the state, and in words meant for the user what of the address was left out
 */
export function readState(search: string): { readonly state: ExploreState; readonly complaints: readonly string[] } {
  const link = readLink(search);
  const complaints: string[] = [];
  const part = <T>(name: string, otherwise: T, read: (value: unknown) => T): T => {
    if (link[name] === undefined) return otherwise;
    try {
      return read(link[name]);
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      complaints.push(`${name}: ${error.message}`);
      return otherwise;
    }
  };
  const point = part("point", FIRST.point, soundPoint);
  const knob = part("knob", firstKnob(point), (value) => {
    if (typeof value === "string" && knobAt(point, value)) return value;
    throw new InvalidInput(
      "knob",
      `must be one of ${knobsOf(point)
        .map(({ path }) => path)
        .join(", ")}`,
      value,
    );
  });
  const seed = part("seed", FIRST.seed, (value) => {
    const text = String(value);
    if (text.length >= 1 && text.length <= MOST_SEED) return text;
    throw new InvalidInput("seed", `must have 1 to ${MOST_SEED} characters`, text.length);
  });
  const pins = part("pins", FIRST.pins, (value) => {
    if (!Array.isArray(value) || value.length > MOST_PINS) throw new InvalidInput("pins", `must be a list of at most ${MOST_PINS}`);
    return value.map((pin: Partial<Pin> | null, i) => {
      if (typeof pin?.name !== "string" || pin.name.length > MOST_SEED) throw new InvalidInput(`pins[${i}].name`, "must be a short text");
      return { name: pin.name, point: soundPoint(pin.point) };
    });
  });
  return { state: { point, knob, seed, pins }, complaints };
}

/** @throws InvalidInput */
export function soundPoint(value: unknown): PointInput {
  parsePoint(value);
  return value as PointInput;
}
