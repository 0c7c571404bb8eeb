import type { FigureName } from "../../model/result.ts";

/** `GET results?experiment&method&key&since&text&offset=0&limit=50`, the latest first. `key` is how keys begin, `text` a part of the name. */
export interface ResultsAnswer {
  /** Results that fit the filter. */ readonly total: number;
  readonly offset: number;
  readonly limit: number;
  readonly results: readonly ResultEntry[];
  /** What there is to filter by, over the whole store. */
  readonly experiments: readonly string[];
  readonly methods: readonly string[];
  /** Records that are damaged and left out. */ readonly damaged: number;
}
/** A figure with what is known of its error: estimated absolute error where exact; 95% interval and count where simulated. */
export interface KnownFigure {
  readonly value: number;
  readonly error?: number;
  readonly low?: number;
  readonly high?: number;
  readonly count?: number;
}
export interface ResultEntry {
  /** 64 hex digits. */ readonly key: string;
  readonly name: string;
  readonly experiment: string;
  readonly method: string;
  readonly modelVersion: number;
  readonly seed?: string;
  readonly runs?: number;
  /** ISO 8601, UTC. */ readonly startedAt: string;
  readonly durationMs: number;
  readonly labVersion: string;
  /** As resolved; left out where its JSON is longer than 4,000 characters. */ readonly parameters?: unknown;
  readonly headline: Readonly<Partial<Record<FigureName, KnownFigure>>>;
}
/** `GET results/:key`; how the key begins is enough. */
export interface ResultAnswer {
  readonly key: string;
  readonly name: string;
  readonly identity: {
    readonly experiment: string;
    readonly modelVersion: number;
    readonly method: string;
    readonly parameters: unknown;
    readonly seed?: string;
    readonly runs?: number;
  };
  /** The parameters as the user passed them. */ readonly passed: unknown;
  readonly provenance: {
    readonly code: { readonly status: string; readonly commit?: string; readonly dirty?: boolean };
    readonly labVersion: string;
    readonly modelVersion: number;
    readonly node: string;
    readonly platform: string;
    readonly commandLine: readonly string[];
    readonly startedAt: string;
    readonly durationMs: number;
  };
  readonly result: unknown;
  /** The same in long form, a row a figure. */
  readonly figures: readonly (KnownFigure & { readonly figure: string; readonly unit?: string })[];
}
/** `GET results/compare?first=KEY&second=KEY`: as `lab results compare --json`. */
export interface ResultComparison {
  readonly first: string;
  readonly second: string;
  readonly figures: readonly {
    readonly figure: string;
    readonly unit?: string;
    readonly first: number;
    readonly second: number;
    /** Second less first, with its interval. */ readonly difference: number;
    readonly low: number;
    readonly high: number;
  }[];
  readonly notes: readonly string[];
}
/** `GET results/export?format=csv` with the filter of `results`: a file. csv and parquet hold figures in long form, json whole records. */
export type ExportFormat = "csv" | "parquet" | "json";
