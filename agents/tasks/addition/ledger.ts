import { readResult } from "../../sandbox/readResult.ts";
import { writeInto } from "../../sandbox/writeInto.ts";
import { readDecimal } from "./decimal.ts";

export const LEDGER_FILE = "ledger.txt";
const MOST_BYTES = 2 ** 20;

/** What stands under one mark. */
export interface LedgerAttempt {
  readonly stage: number;
  readonly attempt: number;
  /** In order, up to the first line that is neither number nor mark. */ readonly numbers: readonly number[];
  /** Whether there is such a line. */ readonly broken: boolean;
}

/** The line that begins an attempt. Both from 1. */
export const markOf = (stage: number, attempt: number): string => `# stage ${stage} attempt ${attempt}\n`;

const MARK = /^# stage ([1-9]\d{0,4}) attempt ([1-9]\d{0,4})$/;

/**
 * The attempts in a ledger, which an agent may have written to as it liked. Lines are numbers, marks or empty. Reading ends
 * - at a line that is neither number nor mark: the attempt that it stands in is broken;
 * - at a number before any mark;
 * - at a mark out of order. After attempt a at stage t come attempt a + 1 at t, or attempt 1 at a later stage.
 */
export function attemptsIn(text: string): readonly LedgerAttempt[] {
  const attempts: LedgerAttempt[] = [];
  let open: { stage: number; attempt: number; numbers: number[]; broken: boolean } | undefined;
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const mark = MARK.exec(line);
    if (mark) {
      const [stage, attempt] = [Number(mark[1]), Number(mark[2])];
      const isNext = open?.stage === stage ? attempt === open.attempt + 1 : stage > (open?.stage ?? 0) && attempt === 1;
      if (!isNext) break;
      open = { stage, attempt, numbers: [], broken: false };
      attempts.push(open);
      continue;
    }
    const number = readDecimal(line);
    if (number === undefined && open) open.broken = true;
    if (number === undefined || !open) break;
    open.numbers.push(number);
  }
  return attempts;
}

/**
 * The ledger in a work folder, as the agent left it; "" where it is gone or is no regular file. What is longer than 1 MiB is cut, and
 * ends in a line that breaks it.
 */
export async function readLedger(work: string): Promise<string> {
  const left = await readResult(work, LEDGER_FILE, MOST_BYTES);
  if (left.status !== "read") return "";
  const text = left.bytes.toString("utf8");
  return left.cut ? `${text}\n[cut]\n` : text;
}

/**
 * Writes a ledger and the mark of the next attempt behind it, for a harness told in turns.
 *
 * @param text  the ledger as it is to be kept, which is not always what the agent left
 * @returns the ledger that the agent finds
 */
export async function beginAttempt(work: string, text: string, stage: number, attempt: number): Promise<string> {
  const begun = text + markOf(stage, attempt);
  await writeInto(work, LEDGER_FILE, begun);
  return begun;
}
