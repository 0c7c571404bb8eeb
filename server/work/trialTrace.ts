import { readResult } from "../../agents/sandbox/readResult.ts";
import { traceHtml } from "../../agents/trace/html.ts";
import { readAtif } from "../../agents/trace/readAtif.ts";
import { InvalidInput } from "../../model/invalid.ts";
import type { TrialRecord } from "../../model/trial.ts";

interface TraceInput {
  readonly record: TrialRecord;
  /** Of the trial's files. */ readonly folder: string;
  readonly format: "html" | "atif";
}

/** Longest trace that is read, bytes. */
const MOST_BYTES = 64 * 2 ** 20;

/** A trial with its trace as a page, or the trace alone as JSON; where there is none, `absent` says why. */
export type TraceAnswer = { readonly text: string } | { readonly absent: string };

export default async function trialTrace({ record, folder, format }: TraceInput): Promise<TraceAnswer> {
  const read = await readTrace(folder);
  if (format === "html") {
    if ("trajectory" in read) return { text: traceHtml(record, read.trajectory, read.notices) };
    return { text: traceHtml(record, undefined, read.isBroken ? [read.absent] : []) };
  }
  return "trajectory" in read ? { text: JSON.stringify(read.trajectory) } : { absent: read.absent };
}

async function readTrace(folder: string): Promise<ReturnType<typeof readAtif> | { readonly absent: string; readonly isBroken: boolean }> {
  const left = await readResult(folder, "trajectory.json", MOST_BYTES);
  if (left.status === "missing") return { absent: "The trial left no trace.", isBroken: false };
  if (left.status === "refused") return { absent: `The trial's trace is not shown: its file ${left.reason}.`, isBroken: true };
  if (left.cut) return { absent: `The trial's trace is not shown: it is longer than ${MOST_BYTES} bytes.`, isBroken: true };
  try {
    return readAtif(left.bytes.toString("utf8"));
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return { absent: `The trial's trace cannot be read: ${error.message}.`, isBroken: true };
  }
}
