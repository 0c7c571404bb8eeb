import { InvalidInput } from "../model/invalid.ts";
import { LARGEST_STEP, LEAST_STEPS_GIVEN } from "../theory/fit/observed.ts";

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** A name, or names between commas, as a CSV file begins with. */
const HEADER = /^[^\d+-.][^\d]*$/;

/**
 * Observed steps from text, one a line; blank lines and what follows a # are passed over.
 *
 * @param option  what the user calls the text, such as "--steps"
 * @returns in the order of the lines, units of work
 * @throws InvalidInput naming line, rule and value
 */
export function parseSteps(text: string, option: string): number[] {
  const lines = text
    .split(/\r\n|\r|\n/)
    .map((line, i) => ({ line: i + 1, written: line.replace(/#.*/, "").trim() }))
    .filter(({ written }) => written !== "");
  const found = lines.map(({ line, written }, i) => ({ line, value: stepOf(written, `${option}, line ${line},`, i === 0) }));
  if (found.length < LEAST_STEPS_GIVEN) throw new InvalidInput(option, `must hold at least ${LEAST_STEPS_GIVEN} steps`, found.length);
  const values = found.map(({ value }) => value);
  const [first, last] = [found[0], found[found.length - 1]];
  if (values.every((value) => value === first.value))
    throw new InvalidInput(
      `${option}, lines ${first.line} to ${last.line},`,
      "must not all hold the same step: one value has no law",
      first.value,
    );
  return values;
}

/** @param first  whether nothing but comments stands before it */
function stepOf(written: string, where: string, first: boolean): number {
  const value = Number(written);
  if (first && HEADER.test(written))
    throw new InvalidInput(where, "must hold a number, not a header: remove it, or put a # before it", written);
  if (!NUMBER.test(written) || !Number.isFinite(value)) throw new InvalidInput(where, "must hold one finite number", written);
  if (value < 0) throw new InvalidInput(where, "must hold a step >= 0 (an agent that goes backwards is outside the model)", value);
  if (value > LARGEST_STEP) throw new InvalidInput(where, `must hold a step <= ${LARGEST_STEP}`, value);
  return value;
}
