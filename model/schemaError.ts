import { InvalidInput } from "./invalid.ts";

interface SchemaError {
  readonly keyword: string;
  readonly schemaPath: string;
  readonly instancePath: string;
  readonly params: object;
  readonly message: string;
}
interface Checker {
  Check(value: unknown): boolean;
  Errors(value: unknown): SchemaError[];
}

/** A field that is present and wrong says more than one that is missing; a union's own error says least. */
const RANK: Readonly<Record<string, number>> = { additionalProperties: 0, required: 2, boolean: 3, const: 3, anyOf: 4 };

/**
 * Holds a value against a compiled schema and speaks of the most telling error only.
 *
 * @param within  dotted path of the value inside what the user passed; "" when it is the whole
 * @throws InvalidInput with the dotted field, the rule in words and the value found
 */
export function requireSchema(schema: Checker, value: unknown, within = ""): void {
  if (schema.Check(value)) return;
  const worst = schema.Errors(value).toSorted((a, b) => (RANK[a.keyword] ?? 1) - (RANK[b.keyword] ?? 1))[0];
  if (!worst) throw new InvalidInput(within, "must fit its schema");
  const keys = worst.instancePath.split("/").slice(1);
  const params = worst.params as Record<string, string[] | undefined>;
  const field = (...more: string[]) => dotted(within, [...keys, ...more]);
  switch (worst.keyword) {
    case "additionalProperties": {
      const extra = params.additionalProperties?.[0] ?? "";
      throw new InvalidInput(field(extra), "is not a field of this input", at(value, [...keys, extra]));
    }
    case "required":
      throw new InvalidInput(field(params.requiredProperties?.[0] ?? ""), "is required and missing");
    case "enum":
      throw new InvalidInput(field(), `must be one of ${params.allowedValues?.join(", ")}`, at(value, keys));
    case "anyOf":
      throw new InvalidInput(field(), "must be an object that its schema lists", at(value, keys));
    default:
      throw new InvalidInput(field(), worst.message, at(value, keys));
  }
}

function at(root: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], root);
}

function dotted(within: string, keys: readonly string[]): string {
  return keys.reduce((path, key) => (/^\d+$/.test(key) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`), within);
}
