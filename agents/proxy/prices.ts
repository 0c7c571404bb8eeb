import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { InvalidInput } from "../../model/invalid.ts";
import type { TokenUsage } from "../wire/wire.ts";

/** Prices of one model, per million tokens. */
export interface Price {
  /** Of input that is neither read from a cache nor written to it. */ readonly input: number;
  /** Of input read from a cache; absent where it costs as any other. */ readonly cached?: number;
  /** Of input written to a cache; without it, what a request costs that wrote to one is unknown. */ readonly cacheWrite?: number;
  readonly output: number;
  /** Input tokens of one request up to which these prices hold; what a longer one costs is unknown. */ readonly upToInputTokens?: number;
}

export interface Prices {
  /** As the table has it: "USD". */ readonly currency: string;
  /** By the name that agents ask for. */ readonly models: ReadonlyMap<string, Price>;
}

const DEFAULT_FILE = fileURLToPath(new URL("./prices.yaml", import.meta.url));

/**
 * Reads a price table, YAML or JSON: {currency, models: {NAME: {input, cached?, cacheWrite?, output, upToInputTokens?}}}.
 * @param file  the lab's own by default
 * @throws InvalidInput naming field and rule; Error where the file cannot be read
 */
export const readPrices = (file: string = DEFAULT_FILE): Prices => pricesIn(readFileSync(file, "utf8"));

/** The same from text. @throws InvalidInput naming field and rule */
export function pricesIn(text: string): Prices {
  let table: unknown;
  try {
    table = parse(text);
  } catch (error) {
    throw new InvalidInput("prices", `must be YAML or JSON: ${(error as Error).message.split("\n")[0]}`);
  }
  const { currency, models } = fieldsOf("prices", table, ["currency", "models"]);
  if (typeof currency !== "string" || !/^[A-Z]{3}$/.test(currency))
    throw new InvalidInput("prices.currency", "must be three capital letters, such as USD", currency);
  const entries = Object.entries(fieldsOf("prices.models", models ?? {}));
  return { currency, models: new Map(entries.map(([name, price]) => [name, priceOf(`prices.models.${name}`, price)])) };
}

function priceOf(field: string, given: unknown): Price {
  const price = fieldsOf(field, given, ["input", "cached", "cacheWrite", "output", "upToInputTokens"]);
  for (const [name, value] of Object.entries(price)) {
    if (typeof value !== "number" || !Number.isFinite(value) || value < 0)
      throw new InvalidInput(`${field}.${name}`, "must be a number of 0 or more", value);
    if (name === "upToInputTokens" && !Number.isSafeInteger(value)) throw new InvalidInput(`${field}.${name}`, "must be whole", value);
  }
  for (const name of ["input", "output"]) if (!Object.hasOwn(price, name)) throw new InvalidInput(`${field}.${name}`, "must be given");
  return price as unknown as Price;
}

/** Own fields of an object; with names given, of these names only. */
function fieldsOf(field: string, value: unknown, names?: readonly string[]): Readonly<Record<string, unknown>> {
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw new InvalidInput(field, "must have fields", value);
  for (const name of Object.keys(value))
    if (names && !names.includes(name)) throw new InvalidInput(`${field}.${name}`, `is unknown; known are ${names.join(", ")}`);
  return value as Readonly<Record<string, unknown>>;
}

/** What a request cost, in the currency of the table; undefined where price or tokens are not known well enough. */
export function costOf(price: Price | undefined, usage: TokenUsage | undefined): number | undefined {
  if (!price) return undefined;
  const { input, cached = input, cacheWrite = input, output, upToInputTokens = Number.POSITIVE_INFINITY } = price;
  if ([input, cached, cacheWrite, output].every((each) => each === 0)) return 0;
  if (usage?.inputTokens === undefined || usage.outputTokens === undefined || usage.inputTokens > upToInputTokens) return undefined;
  // Where a cache makes no difference to the price, it need not be told.
  if (cached !== input && usage.cachedTokens === undefined) return undefined;
  if (price.cacheWrite !== undefined && usage.cacheWriteTokens === undefined) return undefined;
  const [read, written] = [usage.cachedTokens ?? 0, usage.cacheWriteTokens ?? 0];
  if (price.cacheWrite === undefined && written > 0) return undefined;
  const rest = usage.inputTokens - read - written;
  return rest < 0 ? undefined : (rest * input + read * cached + written * cacheWrite + usage.outputTokens * output) / 1e6;
}
