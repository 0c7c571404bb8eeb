import { InvalidInput } from "../../../model/invalid.ts";
import { readLink } from "./link.ts";

/** The fields of an address, from anyone. */
export interface LinkFields<N extends string> {
  /** What was wrong with the address, told as fields are read. */ readonly faults: readonly string[];
  /**
   * @param otherwise  where the address does not have the field, or what it has breaks a rule, which is told
   * @param check      throws InvalidInput
   */
  field<T>(name: N, otherwise: T, check: (given: unknown) => T): T;
}

/** @param known  fields of the page; others are told of */
export function linkFields<N extends string>(search: string, known: readonly N[]): LinkFields<N> {
  const link = readLink(search);
  const strangers = Object.keys(link).filter((name) => !(known as readonly string[]).includes(name));
  const faults = strangers.map((name) => `${name} is not a field of this page`);
  return {
    faults,
    field(name, otherwise, check) {
      if (link[name] === undefined) return otherwise;
      try {
        return check(link[name]);
      } catch (error) {
        if (!(error instanceof InvalidInput)) throw error;
        faults.push(error.message);
        return otherwise;
      }
    },
  };
}
