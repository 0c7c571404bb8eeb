import type { ClaimResult, ExperimentResult, SweptQuantity } from "../../model/experiment.ts";
import type { PointInput } from "../../model/point.ts";

/** `GET experiments` */
export interface ExperimentsAnswer {
  readonly experiments: readonly ExperimentEntry[];
}
export interface ExperimentEntry {
  readonly id: string;
  readonly title: string;
  /** Of the paper, such as "2a". */ readonly figures: readonly string[];
  readonly sweep: SweptQuantity;
  readonly claims: readonly { readonly id: string; readonly figure: string; readonly statement: string }[];
  /** Curves with the points they go through, as `POST solve` takes them; the curve of false claims has none. */
  readonly curves: readonly {
    readonly name: string;
    readonly points: readonly { readonly at: number; readonly point?: PointInput }[];
  }[];
}
/** `GET experiments/:id?runs=0&seed=lab`: solved, and simulated where runs > 0 (at most 2,000 here; more is a job). */
export type ExperimentAnswer = ExperimentResult;

/** `GET claims?runs=0&seed=lab`: as `lab claims --json`. */
export type ClaimsAnswer = readonly ClaimResult[];

/** `GET figures` */
export interface FiguresAnswer {
  readonly figures: readonly FigureEntry[];
}
/** Its files are `figures/<id>.svg`, `.png`, `.csv`, `.json` and `.vl.json`, each with `?runs=0&seed=lab`. */
export interface FigureEntry {
  /** Such as "figure-5". */ readonly id: string;
  readonly title: string;
  readonly caption: string;
  /** Experiments it shows. */ readonly experiments: readonly string[];
  /** Where Explore opens from it; left out for a figure without points. */ readonly point?: PointInput;
  /** The command that makes it. */ readonly command: string;
}
export type FigureFormat = "svg" | "png" | "csv" | "json" | "vl.json";
