import { InvalidInput } from "../../model/invalid.ts";
import { PointSchema } from "../../model/point.ts";

/** Keys from the point down to one of its fields, such as ["pool", 0, "mu"]. */
export type PointPath = readonly (string | number)[];

interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

/**
 * Reads a dotted path such as `stages.count` or `pool[0].mu`.
 *
 * @param field  where in the spec the path stands, for the message
 */
export function parsePath(text: string, field: string): PointPath {
  if (!/^[A-Za-z]\w*(\[\d{1,6}\])*(\.[A-Za-z]\w*(\[\d{1,6}\])*)*$/.test(text))
    throw new InvalidInput(field, "must be a path into the point, such as stages.count or pool[0].mu", text);
  return [...text.matchAll(/(\w+)/g)].map(([key]) => (/^\d/.test(key) ? Number(key) : key));
}

/**
 * Holds a path against the schema of a point and against one point that it is meant for.
 *
 * @param field  where in the spec the path stands, for the message
 * @returns the type of the field in the words of JSON schema, such as "integer"; undefined where it is a choice
 * @throws InvalidInput naming the first key that leads nowhere and what could stand there
 */
export function requirePath(path: PointPath, point: unknown, field: string): string | undefined {
  let schema = PointSchema as unknown as JsonSchema;
  let value = point;
  path.forEach((key, depth) => {
    const here = shownPath(path.slice(0, depth)) || "the point";
    if (value === undefined) throw new InvalidInput(field, `needs ${here} in base, which is missing there`, shownPath(path));
    const branch = branchFor(schema, value);
    const next = typeof key === "number" ? branch.items : (own(branch.properties, key) as JsonSchema | undefined);
    if (!next) throw new InvalidInput(field, `must name a field of ${here} (${choices(branch)})`, shownPath(path));
    if (typeof key === "number" && !(Array.isArray(value) && key < value.length))
      throw new InvalidInput(
        field,
        `must stay within ${here}, which has ${Array.isArray(value) ? value.length : 0} members`,
        shownPath(path),
      );
    schema = next;
    value = own(value, key);
  });
  return schema.type;
}

/**
 * Writes a value into a point, in place.
 *
 * @throws InvalidInput when this point lacks the object or member that the path goes through
 */
export function setAt(point: unknown, path: PointPath, value: unknown): void {
  const parents = path.slice(0, -1);
  const last = path.at(-1) as string | number;
  const parent = parents.reduce<unknown>((at, key) => own(at, key), point);
  if (typeof parent !== "object" || parent === null || (typeof last === "number" && own(parent, last) === undefined))
    throw new InvalidInput(shownPath(path), "is not there at this point");
  (parent as Record<string | number, unknown>)[last] = value;
}

export function shownPath(path: PointPath): string {
  return path.reduce<string>((text, key) => (typeof key === "number" ? `${text}[${key}]` : text === "" ? key : `${text}.${key}`), "");
}

export const getAt = (point: unknown, path: PointPath): unknown => path.reduce<unknown>((at, key) => own(at, key), point);

function own(value: unknown, key: string | number): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string | number, unknown>)[key]
    : undefined;
}

/** The branch of a union that the value's `kind` names. */
function branchFor(schema: JsonSchema, value: unknown): JsonSchema {
  if (!schema.anyOf) return schema;
  return schema.anyOf.find((branch) => branch.properties?.kind?.const === own(value, "kind")) ?? (schema.anyOf[0] as JsonSchema);
}

function choices(schema: JsonSchema): string {
  if (schema.items) return "a member, such as [0]";
  return Object.keys(schema.properties ?? {}).join(", ") || "which has none";
}
