/** Which results are meant; every condition given must hold. */
export interface Filter {
  readonly experiment?: string | undefined;
  readonly method?: string | undefined;
  /** How the key begins, hex digits. */ readonly keyPrefix?: string | undefined;
  /** Begun then or later, ISO 8601 in UTC. */ readonly since?: string | undefined;
  /** A part of the readable name, in any case of letters. */ readonly namePart?: string | undefined;
}

/**
 * A filter as conditions on the table `results`, and the values of their placeholders.
 *
 * @param before  placeholders of the query that come before them
 */
export function filterConditions(
  { experiment, method, keyPrefix, since, namePart }: Filter,
  before: number,
): { readonly where: readonly string[]; readonly values: readonly string[] } {
  const values: string[] = [];
  const given: readonly (readonly [(place: string) => string, string | undefined])[] = [
    [(place) => `experiment = ${place}`, experiment],
    [(place) => `method = ${place}`, method],
    [(place) => `key ^@ ${place}`, keyPrefix],
    [(place) => `started_at >= ${place}`, since],
    [(place) => `contains(lower(name), lower(${place}))`, namePart],
  ];
  const where = given.flatMap(([condition, value]) => (value === undefined ? [] : [condition(`$${before + values.push(value)}`)]));
  return { where, values };
}
