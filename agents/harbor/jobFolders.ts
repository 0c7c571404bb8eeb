import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { InvalidInput } from "../../model/invalid.ts";
import { readResult } from "../sandbox/readResult.ts";

const MOST_ENTRIES = 50_000;
const MOST_BYTES = 32 * 2 ** 20;

/** A trial's folder, or what stands in its place and is none. */
export interface Entry {
  readonly job: string;
  readonly trial?: string;
  /** Path in the folder of jobs. */ readonly where: string;
  /** Why it is not read, where it is no trial. */ readonly reason?: string;
}

/**
 * Every trial in a folder of jobs, by name. Folders are told from files by themselves, never through a link. Files beside the trials,
 * such as a job's log, are passed over.
 *
 * @throws InvalidInput for a folder that cannot be listed, or holds too much
 */
export async function* trialsIn(folder: string): AsyncGenerator<Entry> {
  for (const job of await entriesOf(folder)) {
    if (!job.isDirectory()) {
      if (job.isSymbolicLink()) yield { job: job.name, where: job.name, reason: "is a link" };
      continue;
    }
    let trials = 0;
    const entries = await entriesOf(join(folder, job.name)).catch((error: unknown) => {
      if (error instanceof InvalidInput) return error.rule;
      throw error;
    });
    if (typeof entries === "string") {
      yield { job: job.name, where: job.name, reason: entries };
      continue;
    }
    for (const entry of entries) {
      const where = `${job.name}/${entry.name}`;
      if (entry.isSymbolicLink()) yield { job: job.name, where, reason: "is a link" };
      if (!entry.isDirectory()) continue;
      trials++;
      yield { job: job.name, trial: entry.name, where };
    }
    if (trials === 0) yield { job: job.name, where: job.name, reason: "holds no trial" };
  }
}

async function entriesOf(folder: string) {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => {
    throw new InvalidInput("folder", "must be a folder that can be read", folder);
  });
  if (entries.length > MOST_ENTRIES) throw new InvalidInput("folder", `must hold at most ${MOST_ENTRIES} entries`, folder);
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A file as JSON; undefined where it is not there. @throws InvalidInput naming what is wrong with it */
export async function jsonOf(folder: string, path: string): Promise<unknown> {
  const text = await textOf(folder, path);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new InvalidInput(fileOf(path), text.trim() === "" ? "is empty" : "is no JSON");
  }
}

/** A file as text; undefined where it is not there. @throws InvalidInput naming what is wrong with it */
export async function textOf(folder: string, path: string): Promise<string | undefined> {
  const left = await readResult(folder, path, MOST_BYTES);
  if (left.status === "missing") return undefined;
  if (left.status === "refused") throw new InvalidInput(fileOf(path), left.reason);
  if (left.cut) throw new InvalidInput(fileOf(path), `must be at most ${MOST_BYTES / 2 ** 20} MiB`);
  return left.bytes.toString("utf8");
}

const fileOf = (path: string): string => path.split("/").slice(2).join("/");
