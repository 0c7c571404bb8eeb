import { availableParallelism } from "node:os";
import { extname } from "node:path";
import { Option } from "commander";
import { DEFAULT_RUNS, DEFAULT_SEED, MAX_RUNS, MAX_SEED_LENGTH, MIN_RUNS } from "../experiments/sweep/limits.ts";
import { InvalidInput } from "../model/invalid.ts";

/** Options that several commands share, each with its limits in its help. */

const MAX_WORKERS = 256;

export const pointOption = (): Option =>
  new Option("--point <file>", "parameter point as JSON; - reads standard input").makeOptionMandatory();
export const jsonOption = (): Option => new Option("--json", "print the whole result as JSON");

export const runsOption = (): Option =>
  new Option("--runs <n>", `simulated runs, ${MIN_RUNS} to ${MAX_RUNS.toExponential(0)}`)
    .argParser(wholeNumber("--runs", MIN_RUNS, MAX_RUNS))
    .default(DEFAULT_RUNS);

/** For experiments, whose exact side stands alone as well. */
export const simulatedRunsOption = (runs: number, said: string): Option =>
  new Option("--runs <n>", `simulated runs per point, 0 or ${MIN_RUNS} to ${MAX_RUNS.toExponential(0)}`)
    .argParser((text) => (text === "0" ? 0 : wholeNumber("--runs", MIN_RUNS, MAX_RUNS)(text)))
    .default(runs, said);

export const seedOption = (): Option =>
  new Option("--seed <text>", "names the random streams; the same seed gives the same bytes").argParser(seedText).default(DEFAULT_SEED);

export const workersOption = (): Option =>
  new Option("--workers <n>", `threads, 1 to ${MAX_WORKERS}; no effect on results`)
    .argParser(wholeNumber("--workers", 1, MAX_WORKERS))
    .default(availableParallelism(), "one per processor");

export const queueOption = (said: string): Option =>
  new Option("--queue <url>", `PostgreSQL that hands the work to workers: ${said}`).env("HARNESS_LAB_QUEUE");

/** @throws InvalidInput naming the option; "1e3", " 7" and "0x10" are typing errors, not numbers */
export function wholeNumber(option: string, low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^[+-]?\d+$/.test(text) || value < low || value > high)
      throw new InvalidInput(option, `must be a whole number from ${low} to ${high}`, text);
    return value;
  };
}

/** "1,2,5" or "1..10", or both mixed; in the order given, each once. @throws InvalidInput naming the option */
export function numberList(option: string, low: number, high: number): (text: string) => readonly number[] {
  const one = wholeNumber(option, low, high);
  return (text) => {
    const numbers = text.split(",").flatMap((part) => {
      const [from, to, ...more] = part.trim().split("..");
      if (to === undefined) return [one(from as string)];
      const [first, last] = [one(from as string), one(to)];
      if (more.length > 0 || last < first) throw new InvalidInput(option, "must be numbers or ranges such as 1,2,5..8", text);
      return Array.from({ length: last - first + 1 }, (_, i) => first + i);
    });
    return [...new Set(numbers)];
  };
}

/** @throws InvalidInput naming the option; the range is the business of what takes the number */
export function numberText(option: string): (text: string) => number {
  return (text) => {
    if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) || !Number.isFinite(Number(text)))
      throw new InvalidInput(option, "must be a number, such as 0.99 or 1e6", text);
    return Number(text);
  };
}

/** @throws InvalidInput for an empty path: joined to a file's name it would be the folder one happens to stand in */
export function pathText(option: string): (text: string) => string {
  return (text) => {
    if (text === "") throw new InvalidInput(option, "must name a file or a folder", text);
    return text;
  };
}

const PICTURE = /\.(svg|png)$/;
/** Whether a path names one picture, not a folder for both kinds. */
export const isPicture = (path: string): boolean => PICTURE.test(path);

/** A picture or a folder. @throws InvalidInput for a file of another kind, which would become a folder of that name */
export function pictureText(option: string): (text: string) => string {
  return (text) => {
    const path = pathText(option)(text);
    const ending = extname(path);
    if (ending !== "" && !isPicture(path)) throw new InvalidInput(option, "must end in .svg or .png, or be a folder for both", path);
    return path;
  };
}

function seedText(text: string): string {
  if (text.length === 0 || text.length > MAX_SEED_LENGTH)
    throw new InvalidInput("--seed", `must have 1 to ${MAX_SEED_LENGTH} characters`, text);
  return text;
}
