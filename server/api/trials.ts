import type { CellSummary } from "../../agents/trial/summary.ts";
import type { PointInput } from "../../model/point.ts";
import type { AdditionTask, Cell, GuidanceText, Telling, TrialRecord, TrialStatus } from "../../model/trial.ts";

/** `GET trials?agent&model&task&status&offset=0&limit=50`: cells, the one with the latest trial first. Texts of records are not to be trusted. */
export interface TrialsAnswer {
  /** Cells that fit the filter. */ readonly total: number;
  readonly offset: number;
  readonly limit: number;
  readonly cells: readonly TrialCell[];
  /** Records that are kept, over all cells. */ readonly kept: number;
  /** What there is to filter by, over all cells. */
  readonly agents: readonly string[];
  readonly models: readonly string[];
  readonly tasks: readonly string[];
  /** Records that cannot be read and are left out: how many, and the first of them. */
  readonly damaged: { readonly count: number; readonly first: readonly DamagedEntry[] };
}
export interface DamagedEntry {
  readonly key: string;
  readonly number: number;
  /** One sentence. */ readonly damage: string;
}

/** A cell: what its trials are repeats of. */
export interface TrialCell extends Pick<Cell, "agent" | "version" | "model"> {
  /** 64 hex digits; no trial's key. */ readonly key: string;
  /** Where the model comes from; "harness-lab" for the lab's own. */ readonly source: string;
  readonly task: AdditionTask | { readonly kind: "folder"; readonly name: string; readonly checksum: string };
  readonly harness: HarnessEntry;
  /** Records of each status, also of trials that were run again since. */ readonly statuses: Readonly<
    Partial<Record<TrialStatus, number>>
  >;
  /** When the latest began: ISO 8601, UTC. */ readonly latest: string;
  /** Of the samples; left out where there is none. */ readonly summary?: Omit<CellSummary, "cell">;
  /** What the model says it is: addition by the lab's own model. */ readonly point?: PointInput;
}

/** A harness without its texts. */
export interface HarnessEntry {
  readonly kind: "uniform" | "partial" | "explicit" | "workflow";
  /** K: stages asked for, a tail included; of a workflow its steps. */ readonly stages: number;
  /** r: stages or steps that are scaffolded, where it is partial. */ readonly extent?: number;
  /** c of a partial harness of addition, units of work. */ readonly chunk?: number;
  readonly retryBudget: number;
  readonly onUnrecovered: "carry" | "abort";
  readonly telling: Telling;
  readonly guidance: GuidanceText;
}

/** `GET trials/cells/:key?offset=0&limit=50`: the trials of a cell, the latest first. */
export interface CellTrialsAnswer {
  readonly cell: TrialCell;
  readonly total: number;
  readonly offset: number;
  readonly limit: number;
  readonly trials: readonly TrialEntry[];
}
export interface TrialEntry extends Pick<TrialRecord, "status" | "passed" | "finalBias" | "startedAt" | "durationMs"> {
  readonly key: string;
  /** Of the record, from 1: a trial that was no sample is run again. */ readonly number: number;
  /** Of the repeat, from 1. */ readonly trial: number;
  /** Cut to 500 characters. */ readonly reason?: string;
  readonly stages: number;
  readonly accepted: number;
}

/** `GET trials/:key`: the records of a trial, failed ones included. */
export interface TrialAnswer {
  /** Of all trials, as the server was told of it: for commands. */ readonly folder: string;
  readonly cell: string;
  readonly records: readonly { readonly number: number; readonly record: TrialRecord }[];
  readonly damaged: readonly DamagedEntry[];
}

/** What a curve of trials runs over: equal stages of addition or steps of a workflow; scaffolded ones; attempts. */
export type TrialKnob = "k" | "extent" | "retryBudget";

/** `GET trials/curve?over=k&agent&model&task&kind&cell`: cells that differ in the knob alone, as series. */
export interface TrialCurveAnswer {
  /** Of all trials, as the server was told of it: for commands. */ readonly folder: string;
  readonly over: TrialKnob;
  /** Those with most places first. */ readonly series: readonly TrialSeries[];
  /** Series beyond those that are shown. */ readonly more: number;
}
export interface TrialSeries extends Pick<TrialCell, "agent" | "version" | "model" | "source" | "task" | "harness"> {
  /** In order of the knob. Intervals hold with 95% each: exact for shares, normal for means. */ readonly marks: readonly TrialMark[];
  /** What the model says, in order; left out where the model is not the lab's own. */ readonly exact?: readonly ExactPlace[];
}
export interface TrialMark {
  /** Of the knob. */ readonly at: number;
  /** Of the cell. */ readonly key: string;
  readonly trials: number;
  readonly passed: number;
  readonly low: number;
  readonly high: number;
  /** Mean |X − G|, units of work. */ readonly finalBias?: { readonly mean: number; readonly low?: number; readonly high?: number };
  /** Trials with a stage that was claimed done and is not; left out where no stage was spoken of. */
  readonly hallucinated?: { readonly trials: number; readonly low: number; readonly high: number };
}
export interface ExactPlace {
  readonly at: number;
  readonly passRate: number;
  readonly finalBias: number;
  /** P(a trial holds a false claim). */ readonly hallucinated: number;
}
