import type { Absent, Estimate } from "./result.ts";

/** The event whose small chance is asked for: every stage accepted, or some stage unrecovered. */
export type RareEvent = "pass" | "fail";

/** Stages that ask for the same request: a level of the splitting. */
export interface RareLevel {
  /** ℓ, units of work. */ readonly request: number;
  /** How many stages ask for it. */ readonly stages: number;
  /** P(such a stage is accepted), or for `fail` that it is unrecovered, with its 95% interval; left out where no draw met it. */
  readonly rate?: Estimate;
  /** Standard error of the rate over the rate. */ readonly relativeError?: number;
}

/** A small chance, estimated without bias. */
export interface RareEstimate {
  readonly event: RareEvent;
  /** P(event) with its 95% interval; `count` is stage estimates that went into it. Left out where it cannot be told from 0. */
  readonly rate?: Estimate;
  /** Standard error of the rate over the rate. */ readonly relativeError?: number;
  readonly levels: readonly RareLevel[];
  /** Pool subsets that pruning may leave and that were looked at; 1 without pruning. */ readonly subsets: number;
  /** Attempts drawn in all. */ readonly attempts: number;
  readonly effort: number;
  /** Names the random streams; with the point, event and effort it fixes every byte of this record. */ readonly seed: string;
  readonly absent?: Absent;
}
