import type { AdditionHarness, AdditionTask, AttemptRecord, Rejection, StageRecord } from "../../../model/trial.ts";
import { attemptsIn, type LedgerAttempt } from "./ledger.ts";
import { hasArrived, isBeyond, type StageTerms, stagesOf } from "./stages.ts";

/** What a ledger comes to. */
export interface AdditionVerdict {
  readonly stages: readonly StageRecord[];
  /** Every stage was accepted. */ readonly passed: boolean;
  /** X: the numbers of each stage's last attempt that counts, units of work. */ readonly progress: number;
  /** |X − G|. */ readonly finalBias: number;
}

/**
 * Judges one attempt by the model's rules with verification at every step. It ends at the first sum of ℓ − ε or more, or with its M-th
 * number; accepted where that sum is within ε of ℓ and nothing comes after it. One that was given up short of its end is an exhaustion,
 * one without numbers no attempt.
 */
export function judgeAttempt({ numbers, broken }: Pick<LedgerAttempt, "numbers" | "broken">, terms: StageTerms): AttemptRecord {
  const rejection = broken ? "rewritten" : rejectionOf(numbers, terms);
  return { accepted: rejection === undefined, ...(rejection === undefined ? {} : { rejection }), steps: numbers };
}

function rejectionOf(numbers: readonly number[], terms: StageTerms): Rejection | undefined {
  if (numbers.length === 0) return "no attempt";
  let sum = 0;
  for (const [index, number] of numbers.entries()) {
    if (hasArrived(sum, terms) || index === terms.stepBudget) return "too many steps";
    sum += number;
  }
  if (isBeyond(sum, terms)) return "overshoot";
  return hasArrived(sum, terms) ? undefined : "exhaustion";
}

/**
 * Judges a turn: the agent may only have added numbers behind what it found.
 *
 * @param found  the ledger as `beginAttempt` left it
 * @param left   the ledger after the turn
 * @returns the record, and the ledger to go on with: what the agent left, or what it found where it changed anything else
 */
export function judgeTurn(found: string, left: string, terms: StageTerms): { readonly record: AttemptRecord; readonly ledger: string } {
  const [before, after] = [attemptsIn(found), attemptsIn(left)];
  const last = after.at(-1);
  const isAdded =
    left.startsWith(found) && last !== undefined && after.length === before.length && !last.broken && !hasMark(left.slice(found.length));
  if (!isAdded) return { record: { accepted: false, rejection: "rewritten" }, ledger: found };
  return { record: judgeAttempt(last, terms), ledger: left.endsWith("\n") ? left : `${left}\n` };
}

const hasMark = (text: string): boolean => text.includes("#");

/**
 * Judges the ledger of a harness told in one prompt. A stage ends with its first accepted attempt or its R-th; attempts begun after that
 * are not counted, neither are stages after an unrecovered one that the run was to stop at, which have no attempts in their record. A stage
 * that was never begun has one record of "no attempt".
 *
 * @param text    untrusted
 * @param claims  what the agent said of its stages, by number; held against the stage's last attempt that counts
 */
export function judgeLedger(
  text: string,
  task: AdditionTask,
  harness: AdditionHarness,
  claims: ReadonlyMap<number, boolean> = new Map(),
): AdditionVerdict {
  const attempts = attemptsIn(text);
  let stopped = false;
  const stages = stagesOf(task, harness).map((stage): StageRecord => {
    const judged = attempts.filter((attempt) => attempt.stage === stage.number).map((attempt) => judgeAttempt(attempt, stage));
    const first = judged.findIndex(({ accepted }) => accepted);
    const counted = stopped ? [] : judged.slice(0, first < 0 ? harness.retryBudget : Math.min(first + 1, harness.retryBudget));
    if (counted.length === 0 && !stopped) counted.push({ accepted: false, rejection: "no attempt" });
    const record = stageRecord(stage.number, stage.request, withClaim(counted, claims.get(stage.number)));
    stopped ||= !record.accepted && harness.onUnrecovered === "abort";
    return record;
  });
  return verdictOf(stages, task);
}

function withClaim(attempts: readonly AttemptRecord[], claimed: boolean | undefined): readonly AttemptRecord[] {
  const last = attempts.at(-1);
  return claimed === undefined || last === undefined ? attempts : [...attempts.slice(0, -1), { ...last, claimed }];
}

/** The record of a stage from its attempts. @param number  from 1 */
export const stageRecord = (number: number, request: number, attempts: readonly AttemptRecord[]): StageRecord => ({
  name: `stage ${number}`,
  request,
  attempts,
  accepted: attempts.some(({ accepted }) => accepted),
});

/** The verdict from records of all stages; what a harness told in turns ends with. */
export function verdictOf(stages: readonly StageRecord[], { goal }: Pick<AdditionTask, "goal">): AdditionVerdict {
  const sumOf = ({ attempts }: StageRecord) => (attempts.at(-1)?.steps ?? []).reduce((sum, step) => sum + step, 0);
  const progress = stages.reduce((sum, stage) => sum + sumOf(stage), 0);
  return { stages, passed: stages.every(({ accepted }) => accepted), progress, finalBias: Math.abs(progress - goal) };
}
