import { InvalidInput } from "../model/invalid.ts";

/** What a user writes to say which results are meant. */

/** @throws InvalidInput for what no key begins with */
export function keyPrefix(field: string): (text: string) => string {
  return (text) => {
    if (!/^[0-9a-f]{1,64}$/i.test(text)) throw new InvalidInput(field, "must be the beginning of a key, 1 to 64 hex digits", text);
    return text.toLowerCase();
  };
}

/**
 * A date means its first moment in UTC.
 *
 * @returns ISO 8601 in UTC
 * @throws InvalidInput for what is no date
 */
export function instant(field: string): (text: string) => string {
  return (text) => {
    const at = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(text) ? new Date(text) : new Date(Number.NaN);
    if (Number.isNaN(at.getTime())) throw new InvalidInput(field, "must be a date, or a date and time with its zone", text);
    return at.toISOString();
  };
}

/** Enough of a key to tell results apart, and to name one by. */
export const shortKey = (key: string): string => key.slice(0, 12);
