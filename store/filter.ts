/** Which results are meant; every condition given must hold. */
export interface Filter {
  readonly experiment?: string | undefined;
  readonly method?: string | undefined;
  /** How the key begins, hex digits. */ readonly keyPrefix?: string | undefined;
  /** Begun then or later, ISO 8601 in UTC. */ readonly since?: string | undefined;
}

/**
 * A filter as conditions on the table `results`, and the values of their placeholders.
 *
 * @param before  placeholders of the query that come before them
 */
export function filterConditions(
  { experiment, method, keyPrefix, since }: Filter,
  before: number,
): { readonly where: readonly string[]; readonly values: readonly string[] } {
  const values: string[] = [];
  const where = [
    ["experiment = ", experiment],
    ["method = ", method],
    ["key ^@ ", keyPrefix],
    ["started_at >= ", since],
  ].flatMap(([condition, value]) => (value === undefined ? [] : [`${condition}$${before + values.push(value)}`]));
  return { where, values };
}
