import { LAW_VIEWS, type LawView } from "../../../figures/explore/progressLaw.ts";
import { CANONICAL, MODEL_3 } from "../../../model/canonical.ts";
import { InvalidInput } from "../../../model/invalid.ts";
import type { PointInput } from "../../../model/point.ts";
import { parsePoint } from "../../../model/validate.ts";
import { writeLink } from "../state/link.ts";
import { linkFields } from "../state/linkFields.ts";
import { knobOf, knobsOf } from "./knobs.ts";

/** A curve kept to compare with: that of another point, over whatever knob is chosen. */
export interface Pin {
  readonly name: string;
  readonly point: PointInput;
}

/** All that the Explore page shows is a function of this. */
export interface ExploreState {
  /** As the user has it; the model may refuse it while it is edited. */ readonly point: PointInput;
  /** Path of the knob that the curve runs over. */ readonly knob: string;
  readonly pins: readonly Pin[];
  /** Names the random streams of what the panels simulate. */ readonly seed: string;
  /** How the law of the final progress is drawn; left out, whichever suits the law. */ readonly law?: LawView | undefined;
}

/** As many as can be told from each other and from the live curve. */
export const MOST_PINS = 7;
export const LONGEST_NAME = 80;

/** The canonical setting with Model 3 in ten stages. */
export const FIRST: ExploreState = {
  point: { ...CANONICAL, stages: { kind: "uniform", count: 10 }, pool: [MODEL_3] },
  knob: "stages.count",
  pins: [],
  seed: "explore",
};

/**
 * The address of the Explore page at a state, its defaults left out. What the Figures page links with.
 *
 * @returns path and query, such as /explore?point=…&knob=…
 */
export function linkToExplore(state: Pick<ExploreState, "point"> & Partial<ExploreState>): string {
  const { point, knob, pins, seed, law } = state;
  const hasPins = pins !== undefined && pins.length > 0;
  return `/explore${writeLink({
    point,
    knob: knob ?? knobOf(point, undefined).path,
    pins: hasPins ? pins : undefined,
    seed: seed === FIRST.seed ? undefined : seed,
    law,
  })}`;
}

/**
 * The state that an address asks for. A field that breaks a rule is replaced by its default, and told.
 *
 * @param search  query of the address, from anyone
 */
export function stateFrom(search: string): { readonly state: ExploreState; readonly faults: readonly string[] } {
  const { faults, field } = linkFields(search, ["point", "knob", "pins", "seed", "law"]);
  const point = field("point", FIRST.point, soundPoint);
  const knob = field("knob", knobOf(point, undefined).path, (given) => knownKnob(point, given));
  const pins = field("pins", [], soundPins);
  const seed = field("seed", FIRST.seed, (given) => named("seed", given));
  const law = field<LawView | undefined>("law", undefined, knownView);
  return { state: { point, knob, pins, seed, ...(law === undefined ? {} : { law }) }, faults };
}

/** @throws InvalidInput as the model says it */
export function soundPoint(input: unknown): PointInput {
  parsePoint(input);
  return input as PointInput;
}

function knownKnob(point: PointInput, knob: unknown): string {
  const known = knobsOf(point).map(({ path }) => path);
  if (typeof knob !== "string" || !known.includes(knob)) throw new InvalidInput("knob", `must be one of ${known.join(", ")}`, knob);
  return knob;
}

function knownView(law: unknown): LawView {
  const known = LAW_VIEWS.find((view) => view === law);
  if (known === undefined) throw new InvalidInput("law", `must be one of ${LAW_VIEWS.join(", ")}`, law);
  return known;
}

/** @throws InvalidInput naming the pin */
export function soundPins(pins: unknown): readonly Pin[] {
  if (!Array.isArray(pins) || pins.length > MOST_PINS)
    throw new InvalidInput("pins", `must be a list of at most ${MOST_PINS} curves`, pins);
  return pins.map((pin: unknown, i) => {
    const { name, point } = (typeof pin === "object" && pin !== null ? pin : {}) as Partial<Pin>;
    return { name: named(`pins[${i}].name`, name), point: within(`pins[${i}].point`, () => soundPoint(point)) };
  });
}

function within<T>(field: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof InvalidInput)
      throw new InvalidInput(`${field}${error.field === "" ? "" : `.${error.field}`}`, error.rule, error.value);
    throw error;
  }
}

function named(field: string, name: unknown): string {
  // A seed such as 7 is read from the address as a number.
  const text = typeof name === "number" ? String(name) : name;
  if (typeof text !== "string" || text.length < 1 || text.length > LONGEST_NAME)
    throw new InvalidInput(field, `must be a text of 1 to ${LONGEST_NAME} characters`, name);
  return text;
}
