import { InvalidInput } from "../model/invalid.ts";
import { LARGEST_STEP, LEAST_STEPS_GIVEN } from "../theory/fit/observed.ts";

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Observed steps from text, one a line; blank lines and what follows a # are passed over.
 *
 * @param option  what the user calls the text, such as "--steps"
 * @returns in the order of the lines, units of work
 * @throws InvalidInput naming line, rule and value
 */
export function parseSteps(text: string, option: string): number[] {
  const found = text.split(/\r\n|\r|\n/).flatMap((line, i) => {
    const written = line.replace(/#.*/, "").trim();
    return written === "" ? [] : [{ line: i + 1, value: stepOf(written, `${option}, line ${i + 1},`) }];
  });
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

function stepOf(written: string, where: string): number {
  const value = Number(written);
  if (!NUMBER.test(written) || !Number.isFinite(value)) throw new InvalidInput(where, "must hold one finite number", written);
  if (value < 0) throw new InvalidInput(where, "must hold a step >= 0", value);
  if (value > LARGEST_STEP) throw new InvalidInput(where, `must hold a step <= ${LARGEST_STEP}`, value);
  return value;
}
