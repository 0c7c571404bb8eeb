import { FIGURES, type FigureName } from "../../model/result.ts";
import { type Filter, filterConditions } from "../../store/filter.ts";
import type { StoredResults } from "../../store/readStore.ts";
import { type ResultRecord, unsealed } from "../../store/record.ts";
import { text } from "../../store/results.ts";
import type { KnownFigure, ResultEntry, ResultsAnswer } from "../api.ts";

/** Longer parameters, such as thousands of requests, are asked for by the key. */
const MOST_PARAMETERS = 4_000;

/** One page of what is stored, the latest first; only the records of the page are read and held against their checksums. */
export async function listResults(
  { connection }: StoredResults,
  filter: Filter,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<ResultsAnswer> {
  const { where: all, values } = filterConditions(filter, 0);
  const where = all.length > 0 ? `where ${all.join(" and ")}` : "";
  const [{ n }] = await connection.all(`select count(*) as n from results ${where}`, values);
  const page = `${where} order by started_at desc, key limit ${limit} offset ${offset}`;
  const rows = await connection.all(`select key, name, record from results ${page}`, values);
  const results: ResultEntry[] = [];
  for (const row of rows) {
    const record = unsealed(text(row, "record"), text(row, "key"));
    if (typeof record !== "string") results.push(entryOf(text(row, "name"), record));
  }
  const each = async (column: "experiment" | "method") =>
    (await connection.all(`select distinct ${column} as one from results order by one`)).map((row) => text(row, "one"));
  const [experiments, methods] = [await each("experiment"), await each("method")];
  return { total: Number(n), offset, limit, results, experiments, methods, damaged: rows.length - results.length };
}

function entryOf(name: string, { key, identity, provenance, result }: ResultRecord): ResultEntry {
  const { experiment, method, modelVersion, parameters, seed, runs } = identity;
  const { startedAt, durationMs, labVersion } = provenance;
  const small = JSON.stringify(parameters).length <= MOST_PARAMETERS;
  return {
    key,
    name,
    experiment,
    method,
    modelVersion,
    ...(seed === undefined ? {} : { seed }),
    ...(runs === undefined ? {} : { runs }),
    startedAt,
    durationMs,
    labVersion,
    ...(small ? { parameters } : {}),
    headline: headlineOf(result),
  };
}

/** The headline figures of whatever kind of result: exact as a number with its error beside it or within, simulated as an estimate. */
function headlineOf(result: unknown): ResultEntry["headline"] {
  if (typeof result !== "object" || result === null) return {};
  const whole = result as Record<string, unknown> & { readonly error?: Readonly<Record<string, unknown>> };
  const found = FIGURES.flatMap((name): [FigureName, KnownFigure][] => {
    const figure = knownFigure(whole[name], whole.error?.[name]);
    return figure ? [[name, figure]] : [];
  });
  return Object.fromEntries(found);
}

function knownFigure(found: unknown, error: unknown): KnownFigure | undefined {
  if (typeof found === "number") return { value: found, ...(typeof error === "number" ? { error } : {}) };
  if (typeof found !== "object" || found === null) return undefined;
  const { mean, value = mean, ...rest } = found as Record<string, unknown>;
  if (typeof value !== "number") return undefined;
  const numbers = Object.entries(rest).filter(
    ([name, number]) => ["error", "low", "high", "count"].includes(name) && typeof number === "number",
  );
  return { value, ...Object.fromEntries(numbers) };
}
