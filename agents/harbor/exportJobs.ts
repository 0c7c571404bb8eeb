import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { stringify } from "yaml";
import { InvalidInput } from "../../model/invalid.ts";
import { CELLS_FILE, cellsText, readCells } from "./cellsFile.ts";
import { type HarborCell, type HarborOptions, jobOf } from "./jobConfig.ts";
import { RUN_FILE, runScript } from "./runScript.ts";

/** What an export wrote. */
export interface HarborExport {
  /** Names of jobs, in the order of the cells. */ readonly jobs: readonly string[];
  /** What runs them all, to be given to a shell. */ readonly command: string;
}

/** Name of the folder in an export where Harbor puts its jobs. */
export const JOBS_FOLDER = "jobs";

/**
 * Writes a folder from which Harbor runs a sweep: a JobConfig and a prompt template for each cell, an index of them, and a script. The
 * folder may hold an earlier export: its jobs stay, so that more cells or more attempts can be added.
 *
 * @throws InvalidInput for what Harbor cannot run, before anything is written, and for a job that is there with other options
 */
export async function exportJobs(cells: readonly HarborCell[], options: HarborOptions, folder: string): Promise<HarborExport> {
  if (cells.length === 0) throw new InvalidInput("cells", "must be one or more");
  const out = resolve(folder);
  const jobsFolder = join(out, JOBS_FOLDER);
  const jobs = new Map(cells.map((cell) => [jobOf(cell, options).name, jobOf(cell, options)] as const));
  const files = [...jobs].flatMap(([name, { template, config }]) => {
    const templateName = `templates/${createHash("sha256").update(template).digest("hex").slice(0, 12)}.md.j2`;
    const yaml = stringify({ job_name: name, ...config({ jobsFolder, templateFile: join(out, templateName) }) });
    return [[`configs/${name}.yaml`, yaml] as const, [templateName, template] as const];
  });
  for (const [path, text] of files) {
    const there = await readFile(join(out, path), "utf8").catch(() => undefined);
    if (there !== undefined && there !== text)
      throw new InvalidInput(
        "out",
        "must be another folder: this one holds the job with other options, and Harbor would not go on with it",
        path,
      );
  }
  const known = await readCells(out);
  const all = new Map([...known, ...[...jobs].map(([name, { cell }]) => [name, cell] as const)]);
  const last = [[CELLS_FILE, cellsText(all)] as const, [RUN_FILE, runScript([...all.keys()])] as const];
  for (const [path, text] of [...files, ...last]) {
    await mkdir(dirname(join(out, path)), { recursive: true });
    await writeFile(join(out, path), text);
  }
  return { jobs: [...jobs.keys()], command: `sh ${shellWord(join(out, RUN_FILE))}` };
}

const shellWord = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
