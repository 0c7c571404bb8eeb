import { type Cell, isSample, type StageRecord, type TrialRecord } from "../../model/trial.ts";
import { exactBinomialInterval } from "../../numerics/binomialInterval.ts";
import type { Interval } from "../../numerics/intervals.ts";

/** What the repeats of one cell came to. */
export interface CellSummary {
  /** The cell, its repeats aside. */ readonly cell: Omit<Cell, "trial">;
  readonly trials: number;
  readonly passed: number;
  /** Exact (Clopper-Pearson), of the pass rate. */ readonly interval: Interval;
  /** Addition: mean of |X − G| over all trials, units of work. */ readonly finalBias?: Mean;
  /** Of the stages that have an attempt: attempts accepted, of attempts made. */ readonly attempts: {
    readonly accepted: number;
    readonly made: number;
  };
  /** Stages that were claimed done, and of these the ones whose last attempt was not accepted: hallucinated execution. */
  readonly claims: { readonly made: number; readonly hallucinated: number };
  /** Trials with a hallucinated stage. */ readonly hallucinatedTrials: number;
  /** Means a trial; absent where a trial did not tell. */ readonly toolCalls?: number;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly cost?: number;
  readonly durationMs: number;
  readonly agentMs?: number;
}

export interface Mean {
  readonly mean: number;
  /** Standard error of the mean; absent for one trial. */ readonly error?: number;
}

/** The samples among records, one of each trial: the first is the one that counts. In the order given. */
export function samplesOf(records: readonly TrialRecord[]): readonly TrialRecord[] {
  const samples = new Map<string, TrialRecord>();
  for (const record of records) if (isSample(record.status) && !samples.has(record.key)) samples.set(record.key, record);
  return [...samples.values()];
}

/**
 * Sums up the samples of one cell.
 *
 * @param records     samples of one cell, one or more
 * @param confidence  of the interval
 */
export function summarise(records: readonly TrialRecord[], confidence = 0.95): CellSummary {
  const [first] = records;
  if (!first) throw new RangeError("records must be one or more");
  const { trial: _, ...cell } = first.cell;
  const passed = records.filter((record) => record.passed === true).length;
  const stages = records.flatMap((record) => record.stages);
  const attempts = stages.flatMap((stage) => stage.attempts);
  const claimed = stages.filter(isClaimed);
  const biases = everyOne(records.map(({ finalBias }) => finalBias));
  return {
    cell,
    trials: records.length,
    passed,
    interval: exactBinomialInterval(passed, records.length, confidence),
    ...(biases ? { finalBias: meanOf(biases) } : {}),
    attempts: { accepted: attempts.filter(({ accepted }) => accepted).length, made: attempts.length },
    claims: { made: claimed.length, hallucinated: claimed.filter(isHallucinated).length },
    hallucinatedTrials: records.filter((record) => record.stages.some(isHallucinated)).length,
    ...known(
      "toolCalls",
      records.map(({ toolCalls }) => toolCalls),
    ),
    ...known(
      "inputTokens",
      records.map(({ usage }) => usage.inputTokens),
    ),
    ...known(
      "outputTokens",
      records.map(({ usage }) => usage.outputTokens),
    ),
    ...known(
      "cost",
      records.map(({ usage }) => usage.cost),
    ),
    durationMs: average(records.map(({ durationMs }) => durationMs)),
    ...known(
      "agentMs",
      records.map(({ agentMs }) => agentMs),
    ),
  };
}

const isClaimed = ({ attempts }: StageRecord): boolean => attempts.at(-1)?.claimed === true;
/** A stage claimed done whose check fails. */
const isHallucinated = (stage: StageRecord): boolean => isClaimed(stage) && !stage.accepted;

const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function meanOf(values: readonly number[]): Mean {
  const mean = average(values);
  if (values.length < 2) return { mean };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (values.length - 1) / values.length) };
}

const everyOne = (values: readonly (number | undefined)[]): readonly number[] | undefined =>
  values.some((value) => value === undefined) ? undefined : (values as readonly number[]);

function known<Name extends string>(name: Name, values: readonly (number | undefined)[]): { readonly [Key in Name]?: number } {
  const all = everyOne(values);
  return (all ? { [name]: average(all) } : {}) as { readonly [Key in Name]?: number };
}
