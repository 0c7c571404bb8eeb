import { InvalidInput } from "../../model/invalid.ts";
import type { Cell, TrialRecord } from "../../model/trial.ts";
import { textAt } from "../json.ts";
import { harmlessLine } from "../sandbox/harmless.ts";
import { readAtif } from "../trace/readAtif.ts";
import type { Trajectory } from "../trace/trajectory.ts";
import { foreignCell, harborTask } from "./foreignCell.ts";
import type { HarborCell } from "./jobConfig.ts";
import { jsonOf, textOf, trialsIn } from "./jobFolders.ts";
import { recordOf, type UnnumberedRecord } from "./trialRecord.ts";

export interface ImportOptions {
  /** Name of a job → its cell, as the export wrote them. */ readonly cells: ReadonlyMap<string, HarborCell>;
  /** The key of a trial, as the lab makes it. */ readonly keyOf: (cell: Cell) => string;
  readonly lab: TrialRecord["lab"];
  /** Trials that the lab has already: numbers that are taken, and imports that keep theirs. */ readonly known?: readonly TrialRecord[];
}

/** What a folder of jobs came to. Names in it are harmless to show. */
export interface ImportedJobs {
  /** In order of their end, so that a later import adds behind. */ readonly trials: readonly ImportedTrial[];
  /** "job/trial" of those without a result: they ran when Harbor was stopped, or still run. */ readonly unfinished: readonly string[];
  /** What was not read, each with its reason. */ readonly skipped: readonly { readonly where: string; readonly reason: string }[];
}

export interface ImportedTrial {
  readonly record: TrialRecord;
  /** The job belongs to no cell of the index. */ readonly foreign: boolean;
  /** Reads its trace again; undefined where it left none that can be read. */ readonly trace: () => Promise<Trajectory | undefined>;
}

type Read = { readonly record: UnnumberedRecord } & Pick<ImportedTrial, "foreign" | "trace">;

/**
 * Reads a folder of Harbor's jobs. Nothing in it is trusted: no link is followed, files are bounded, and what is damaged is named and left
 * out while the rest is read. A trial without a cell gets one from its own config.
 */
export async function importJobs(jobsFolder: string, options: ImportOptions): Promise<ImportedJobs> {
  const [trials, unfinished, skipped]: [Read[], string[], { where: string; reason: string }[]] = [[], [], []];
  const checksums = new Map<string, string>();
  for await (const { job, trial, where, reason } of trialsIn(jobsFolder)) {
    if (trial === undefined) {
      skipped.push({ where: harmlessLine(where), reason: reason ?? "is no job" });
      continue;
    }
    try {
      const result = await jsonOf(jobsFolder, `${where}/result.json`);
      if (result === undefined) unfinished.push(harmlessLine(where));
      else {
        trials.push(await readTrial(jobsFolder, job, where, result, options));
        const task = harborTask(result);
        const id = `${job} ${task?.kind === "folder" ? task.name : ""}`;
        const checksum = textAt(result, "task_checksum") ?? "";
        if ((checksums.get(id) ?? checksum) !== checksum)
          skipped.push({ where: harmlessLine(where), reason: "was read, but ran another version of the task than others of its job" });
        checksums.set(id, checksums.get(id) ?? checksum);
      }
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      skipped.push({ where: harmlessLine(where), reason: harmlessLine(error.message) });
    }
  }
  return { trials: numbered(trials, options), unfinished, skipped };
}

async function readTrial(folder: string, job: string, where: string, result: unknown, { cells, lab }: ImportOptions): Promise<Read> {
  const planned = cells.get(job);
  const cell = planned ?? foreignCell(await jsonOf(folder, `${where}/config.json`), result);
  const { trajectory, notices } = await traceOf(folder, where);
  const foreign = planned === undefined;
  const record = recordOf(result, trajectory, { cell, foreign, origin: `harbor ${job}/${where.slice(job.length + 1)}`, lab });
  return {
    record: { ...record, notices: [...record.notices, ...notices] },
    foreign,
    trace: async () => (await traceOf(folder, where)).trajectory,
  };
}

async function traceOf(folder: string, where: string): Promise<{ readonly trajectory?: Trajectory; readonly notices: readonly string[] }> {
  try {
    const text = await textOf(folder, `${where}/agent/trajectory.json`);
    return text === undefined ? { notices: ["Harbor kept no trace of it."] } : readAtif(text);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return { notices: [harmlessLine(`Its trace cannot be read: ${error.message}.`)] };
  }
}

/** Trials with their numbers: of a cell, those that are free, in order of the trials' end; one that was imported before keeps its own. */
function numbered(trials: readonly Read[], { keyOf, known = [] }: ImportOptions): ImportedTrial[] {
  const taken = new Set(known.map(({ key }) => key));
  const before = new Map(known.flatMap(({ origin, cell }) => (origin === undefined ? [] : [[origin, cell.trial] as const])));
  const next = new Map<string, number>();
  const inOrder = [...trials].sort(
    (a, b) => a.record.finishedMs - b.record.finishedMs || ((a.record.origin ?? "") < (b.record.origin ?? "") ? -1 : 1),
  );
  return inOrder.map(({ record: { finishedMs: _, ...record }, ...rest }) => {
    const group = keyOf({ ...record.cell, trial: 1 });
    let trial = before.get(record.origin ?? "");
    if (trial === undefined) {
      trial = next.get(group) ?? 1;
      while (taken.has(keyOf({ ...record.cell, trial }))) trial++;
      next.set(group, trial + 1);
    }
    const cell = { ...record.cell, trial };
    return { record: { ...record, cell, key: keyOf(cell) }, ...rest };
  });
}
