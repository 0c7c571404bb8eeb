import Type from "typebox";
import { Compile } from "typebox/compile";
import { InvalidInput } from "../../model/invalid.ts";
import { requireSchema } from "../../model/schemaError.ts";
import { DEFAULT_RUNS, DEFAULT_SEED, MAX_RUNS, MAX_SEED_LENGTH, MIN_RUNS } from "./limits.ts";

const SpecSchema = Type.Object(
  {
    name: Type.Optional(Type.String({ description: "begins file names", minLength: 1, maxLength: 80, default: "sweep" })),
    base: Type.Object({}, { description: "the parameter point that the axes start from" }),
    vary: Type.Optional(Type.Object({}, { description: "name → axis; the first varies slowest" })),
    zip: Type.Optional(
      Type.Array(Type.Array(Type.String(), { minItems: 2 }), { description: "names that vary together, not against each other" }),
    ),
    set: Type.Optional(Type.Object({}, { description: "field → expression, evaluated at each point in the order written" })),
    method: Type.Optional(Type.Enum(["exact", "simulate", "both"], { default: "exact" })),
    runs: Type.Optional(Type.Integer({ description: "per simulated point", minimum: MIN_RUNS, maximum: MAX_RUNS, default: DEFAULT_RUNS })),
    seed: Type.Optional(Type.String({ minLength: 1, maxLength: MAX_SEED_LENGTH, default: DEFAULT_SEED })),
  },
  { additionalProperties: false, title: "harness-lab sweep" },
);
const schema = Compile(SpecSchema);

export type Method = "exact" | "simulate" | "both";

/** A sweep's spec with its defaults, its parts not yet held against each other. */
export interface SweepSpec {
  readonly name: string;
  readonly base: object;
  readonly vary: Readonly<Record<string, unknown>>;
  readonly zip: readonly (readonly string[])[];
  readonly set: Readonly<Record<string, string | number>>;
  readonly method: Method;
  readonly runs: number;
  readonly seed: string;
}

/** @throws InvalidInput naming the spec's field that has the wrong shape */
export function parseSpec(input: unknown): SweepSpec {
  requireSchema(schema, input);
  const { name = "sweep", vary = {}, zip = [], set = {}, method = "exact", ...rest } = input as Partial<SweepSpec> & { base: object };
  for (const [field, expression] of Object.entries(set))
    if (typeof expression !== "string" && typeof expression !== "number")
      throw new InvalidInput(`set.${field}`, "must be an expression or a number", expression);
  return { name, base: rest.base, vary, zip, set, method, runs: rest.runs ?? DEFAULT_RUNS, seed: rest.seed ?? DEFAULT_SEED };
}
