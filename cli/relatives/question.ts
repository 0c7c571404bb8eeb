import { InvalidInput } from "../../model/invalid.ts";

/** @throws InvalidInput where none of the options is given: there is nothing to answer */
export function requireQuestion(options: Readonly<Record<string, number | undefined>>): void {
  if (Object.values(options).some((value) => value !== undefined)) return;
  const [first, ...others] = Object.keys(options).map((name) => `--${name}`);
  throw new InvalidInput(first, `${["", ...others].join(" or ").trim()} must be given: there is nothing to answer`);
}
