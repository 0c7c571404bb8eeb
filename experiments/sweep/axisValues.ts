import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";
import { InvalidInput } from "../../model/invalid.ts";
import { requireSchema } from "../../model/schemaError.ts";

/** Points of one sweep, and values of one axis: beyond this a sweep is no longer a thing to wait for. */
export const MAX_POINTS = 1_000_000;

const RangeSchema = Type.Object(
  {
    from: Type.Number(),
    to: Type.Number(),
    step: Type.Optional(Type.Number({ description: "between neighbours; or count" })),
    count: Type.Optional(Type.Integer({ description: "values in all, both ends included; or step", minimum: 1, maximum: MAX_POINTS })),
    scale: Type.Optional(Type.Enum(["linear", "log"], { description: "log spaces by equal ratios; needs count", default: "linear" })),
  },
  { additionalProperties: false },
);
const AxisSchema = Type.Object(
  {
    field: Type.Optional(Type.String({ description: "path into the point, such as pool[0].mu; the axis' own name unless given" })),
    values: Type.Optional(Type.Array(Type.Unknown(), { minItems: 1, maxItems: MAX_POINTS })),
    range: Type.Optional(RangeSchema),
  },
  { additionalProperties: false },
);
const schema = Compile(AxisSchema);

export type Range = Static<typeof RangeSchema>;
/** An axis as the spec writes it; a bare list stands for `{values: list}`. */
export type AxisInput = Static<typeof AxisSchema>;

/** @param within  where in the spec the axis stands, such as "vary.K" */
export function parseAxis(input: unknown, within: string): AxisInput {
  const axis = Array.isArray(input) ? { values: input } : input;
  requireSchema(schema, axis, within);
  const { values, range } = axis as AxisInput;
  if ((values === undefined) === (range === undefined)) throw new InvalidInput(within, "must have either values or range");
  return axis as AxisInput;
}

/**
 * The values of an axis in order.
 *
 * @param integer  the field takes whole numbers: evenly spaced values are then rounded, and repeats dropped
 */
export function axisValues({ values, range }: AxisInput, integer: boolean, within: string): readonly unknown[] {
  if (values) return values;
  const { from, to, step, count, scale = "linear" } = range as Range;
  const field = `${within}.range`;
  if ((step === undefined) === (count === undefined)) throw new InvalidInput(field, "must have either step or count");
  if (step !== undefined) {
    if (scale === "log") throw new InvalidInput(`${field}.step`, "must be left out for scale log: give count", step);
    if (step === 0) throw new InvalidInput(`${field}.step`, "must not be 0", step);
    return stepped(from, to, step, field);
  }
  if (scale === "log" && !(from > 0 && to > 0)) throw new InvalidInput(field, "must have from and to > 0 for scale log", range);
  const spaced = Array.from({ length: count as number }, (_, i) => spacedValue(from, to, i, count as number, scale));
  return integer ? [...new Set(spaced.map(Math.round))] : spaced;
}

function stepped(from: number, to: number, step: number, field: string): number[] {
  const count = Math.floor((to - from) / step + 1e-9) + 1;
  if (!(count >= 1)) throw new InvalidInput(field, "must hold at least one value: from, from + step, ... up to to", { from, to, step });
  if (count > MAX_POINTS) throw new InvalidInput(field, `must hold at most ${MAX_POINTS} values`, count);
  // 0.1 + 2 · 0.1 is 0.30000000000000004: a reader who wrote tenths wants tenths back.
  const digits = Math.max(decimalsOf(from), decimalsOf(step));
  return Array.from({ length: count }, (_, i) => (digits > 15 ? from + i * step : Number((from + i * step).toFixed(digits))));
}

/** Both ends exactly as given; between them 14 digits, so that powers of two come out whole. */
function spacedValue(from: number, to: number, i: number, count: number, scale: "linear" | "log"): number {
  if (i === 0) return from;
  if (i === count - 1) return to;
  const share = i / (count - 1);
  return Number((scale === "log" ? from * (to / from) ** share : from + (to - from) * share).toPrecision(14));
}

function decimalsOf(value: number): number {
  const [digits = "", exponent = "0"] = String(value).split("e");
  return Math.max(0, (digits.split(".")[1]?.length ?? 0) - Number(exponent));
}
