import { print, printJson } from "../print.ts";
import { figure, inWords, table } from "../table.ts";

/** A figure by its name in the JSON; undefined is left out there and a dash in words. */
export type Figures = Readonly<Record<string, number | undefined>>;

/**
 * Prints figures as JSON or as a table. What does not exist as a number is left out of the JSON and named under `absent`.
 *
 * @param absent  name of a figure → why it is missing
 */
export async function show(figures: Figures, absent: Readonly<Record<string, string>>, json: boolean): Promise<void> {
  const missing = Object.fromEntries(Object.entries(absent).filter(([name]) => figures[name] === undefined));
  const none = Object.keys(missing).length === 0;
  if (json) return printJson({ ...figures, ...(none ? {} : { absent: missing }) });
  const reasons = Object.entries(missing).map(([name, why]) => `${inWords(name)}: ${why}\n`);
  await print(table(Object.entries(figures).map(([name, value]) => [inWords(name), inFull(value)])) + reasons.join(""));
}

/** A count that was asked about is shown as it was given. */
const inFull = (value: number | undefined): string => (Number.isInteger(value) ? String(value) : figure(value));
