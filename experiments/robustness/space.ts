import { CANONICAL, guided } from "../../model/canonical.ts";
import { CANONICAL_SETTING } from "../setting.ts";

/** A place in the space of settings. Lengths are in steps s, the middle of the middle agent's range, which removes the unit of work. */
export interface Place {
  /** G/s. */ readonly goal: number;
  /** ε/s. */ readonly tolerance: number;
  /** M. */ readonly stepBudget: number;
  /** R. */ readonly retryBudget: number;
  /** λ·s. */ readonly strength: number;
  /** Widths of all agents' ranges of steps, the canonical ones 1. */ readonly spread: number;
  /** σ over half the width of the range, canonical 1: below, a step law has a peak; above, it is flat. */ readonly shape: number;
  /** By how many half-widths μ is moved from where it canonically lies in its range. */ readonly skew: number;
  /** β: agents' middles are s·(canonical middle / s)^β; 0 makes them one, 1 is canonical. */ readonly spacing: number;
  readonly joining: keyof typeof JOINING;
  readonly verification: "every-step" | "stage-end";
  readonly onUnrecovered: "carry" | "abort";
  /** b under aligned guidance. */ readonly taskRate: number;
  /** h under misaligned guidance. */ readonly stageRate: number;
}

export type ParameterName = keyof Place;

/** Orders in which the four members of the guidance experiment join, as places among them from the smallest step (0) to the largest (3). */
export const JOINING = {
  "largest first": [3, 2, 1, 0],
  "smallest first": [0, 1, 2, 3],
  "middle first": [2, 1, 3, 0],
  "ends first": [3, 0, 2, 1],
} as const;

interface Described {
  readonly name: ParameterName;
  /** Short, for the heads of columns. */ readonly symbol: string;
  /** Why this range. */ readonly reason: string;
}

/** A number over a range, evenly spread over it or over its logarithm; whole numbers are rounded. */
export interface NumberParameter extends Described {
  readonly kind: "number";
  readonly from: number;
  readonly to: number;
  readonly scale: "linear" | "log";
  readonly whole?: true;
}

/** One of several words, all equally likely; the first is canonical. */
export interface ChoiceParameter extends Described {
  readonly kind: "choice";
  readonly choices: readonly string[];
}

export type Parameter = NumberParameter | ChoiceParameter;

const number = (
  name: ParameterName,
  symbol: string,
  scale: "linear" | "log",
  [from, to]: readonly [number, number],
  reason: string,
): NumberParameter => ({ kind: "number", name, symbol, scale, from, to, reason });
const whole = (...of: Parameters<typeof number>): NumberParameter => ({ ...number(...of), whole: true });
const choice = (name: ParameterName, symbol: string, choices: readonly string[], reason: string): ChoiceParameter => ({
  kind: "choice",
  name,
  symbol,
  choices,
  reason,
});

/** The axes of the design, in the order of its coordinates. Bump `SPACE_VERSION` when one of them changes. */
export const PARAMETERS: readonly Parameter[] = [
  number("goal", "G/s", "log", [3, 60], "a factor of four to five each way; below 3 steps there is nothing to decompose"),
  number("tolerance", "ε/s", "log", [0.025, 0.8], "from a tenth of the canonical one to where a window is nearly two steps wide"),
  whole("stepBudget", "M", "log", [2, 64], "from two steps an attempt, eight times as many as canonical above"),
  whole("retryBudget", "R", "log", [1, 50], "from no retry to ten times the canonical one"),
  number("strength", "λs", "log", [2.4, 240], "a factor of ten each way"),
  number("spread", "spread", "log", [0.25, 1.75], "from a quarter; at 1.8 the smallest step of Model 3 would reach 0"),
  number("shape", "shape", "log", [0.25, 4], "from laws with a clear peak to laws all but uniform on their range"),
  number("skew", "skew", "linear", [-1, 1], "the mode from the lower end of its range to the upper"),
  number("spacing", "spacing", "linear", [0, 2], "from agents about one mean to the square of the canonical ratios"),
  choice("joining", "order", Object.keys(JOINING), "four orders of the twenty-four"),
  choice("verification", "verify", ["every-step", "stage-end"], "both"),
  choice("onUnrecovered", "fail", ["carry", "abort"], "both"),
  number("taskRate", "b", "linear", [0.02, 0.9], "nearly all rates; at 0 and 1 there is nothing to see"),
  number("stageRate", "h", "linear", [0.02, 0.9], "nearly all rates; at 0 and 1 there is nothing to see"),
];

/** Enters the key of stored outcomes: coordinates mean another place after a change. */
export const SPACE_VERSION = 1;

/** The canonical setting as a place: the paper's captions hold here. */
export const CANONICAL_PLACE: Place = {
  goal: CANONICAL.goal / CANONICAL_SETTING.step,
  tolerance: CANONICAL.tolerance / CANONICAL_SETTING.step,
  stepBudget: CANONICAL.stepBudget,
  retryBudget: CANONICAL.retryBudget,
  strength: guided("aligned").strength * CANONICAL_SETTING.step,
  spread: 1,
  shape: 1,
  skew: 0,
  spacing: 1,
  joining: "largest first",
  verification: "every-step",
  onUnrecovered: "carry",
  taskRate: CANONICAL_SETTING.rates.aligned.taskRate,
  stageRate: CANONICAL_SETTING.rates.misaligned.stageRate,
};

/** The place at coordinates u of the unit cube: one for each of `PARAMETERS`, each in [0, 1]. */
export function placeAt(u: readonly number[]): Place {
  return Object.fromEntries(PARAMETERS.map((parameter, i) => [parameter.name, valueAt(parameter, u[i])])) as unknown as Place;
}

export function valueAt(parameter: Parameter, u: number): number | string {
  if (parameter.kind === "choice")
    return parameter.choices[Math.min(parameter.choices.length - 1, Math.floor(u * parameter.choices.length))];
  const [from, to] = endsOf(parameter);
  const value = parameter.scale === "log" ? from * (to / from) ** u : from + (to - from) * u;
  return parameter.whole ? Math.min(parameter.to, Math.max(parameter.from, Math.round(value))) : value;
}

/** The coordinate of a value; of a choice, the middle of its share of the axis. */
export function coordinateOf(parameter: Parameter, value: number | string): number {
  if (parameter.kind === "choice") return (parameter.choices.indexOf(String(value)) + 0.5) / parameter.choices.length;
  const [from, to] = endsOf(parameter);
  return parameter.scale === "log" ? Math.log(Number(value) / from) / Math.log(to / from) : (Number(value) - from) / (to - from);
}

/** A whole number stands for what is rounded to it, so the ends of its range have their share too. */
function endsOf({ from, to, whole: rounds }: NumberParameter): readonly [number, number] {
  return rounds ? [from - 0.5, to + 0.5] : [from, to];
}

export const CANONICAL_COORDINATES: readonly number[] = PARAMETERS.map((parameter) =>
  coordinateOf(parameter, CANONICAL_PLACE[parameter.name]),
);
