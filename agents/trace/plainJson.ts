import { InvalidInput } from "../../model/invalid.ts";

const MOST_DEPTH = 64;

/**
 * Parsed JSON, checked for its depth: what is nested deeper cannot be written again without filling the stack.
 *
 * @param field  to be named
 * @throws InvalidInput above 64 levels
 */
export function plainJson(field: string, value: object): object {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_DEPTH) throw new InvalidInput(field, `must be nested at most ${MOST_DEPTH} deep`);
    level = level.flatMap((item) => (item !== null && typeof item === "object" ? Object.values(item) : []));
  }
  return value;
}
