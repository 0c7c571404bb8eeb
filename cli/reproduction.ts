import { join } from "node:path";
import { agreementOf } from "../figures/coverage.ts";
import { resultCsv } from "../figures/csv.ts";
import { fanSvg } from "../figures/fan.ts";
import type { PaperFigure } from "../figures/paperFigures.ts";
import { renderDrawing, renderFigure } from "../figures/render.ts";
import { type ReportFigure, reportHtml } from "../figures/report.ts";
import { CANONICAL, MODEL_3 } from "../model/canonical.ts";
import type { ExperimentResult } from "../model/experiment.ts";
import { parsePoint } from "../model/validate.ts";
import { sampleTrajectories } from "../sim/trajectories.ts";
import { makeFolder, writeAtomically } from "../store/atomicFile.ts";
import { provenanceOf } from "../store/provenance.ts";

export interface RunRecord {
  readonly runs: number;
  readonly seed: string;
  readonly startedAt: Date;
}

/** Makes the folders, so that a path that cannot be written is known before the work. */
export async function prepareFolders(out: string): Promise<void> {
  for (const folder of ["figures", "data"]) await makeFolder(join(out, folder), "--out");
}

type Results = ReadonlyMap<string, ExperimentResult>;

/**
 * Draws figures and writes them with their data, claims and report. Each file appears whole or not at all.
 *
 * @returns the files written, below `out`
 * @throws InvalidInput when `out` cannot be written
 */
export async function writeReproduction(out: string, figures: readonly PaperFigure[], results: Results, run: RunRecord): Promise<string[]> {
  const files: string[] = [];
  const write = async (name: string, content: string | Uint8Array) => {
    await writeAtomically(join(out, name), content, "--out");
    files.push(name);
  };
  for (const result of results.values()) {
    await write(`data/${result.id}.csv`, resultCsv(result));
    await write(`data/${result.id}.json`, json(result));
  }
  const claims = [...results.values()].flatMap((result) => result.claims);
  await write("claims.json", json(claims));
  const drawn: ReportFigure[] = [];
  for (const { id, title, caption, spec } of figures) {
    const { svg, png, vegaLite } = await renderFigure(spec(results));
    await write(`figures/${id}.svg`, svg);
    await write(`figures/${id}.png`, png);
    await write(`figures/${id}.vl.json`, vegaLite);
    drawn.push({ id, title, caption, svg });
  }
  if (results.has("partial")) {
    const { svg, png } = renderDrawing(trajectoriesSvg(run.seed));
    await write("figures/trajectories.svg", svg);
    await write("figures/trajectories.png", png);
    drawn.push({ ...TRAJECTORIES, svg });
  }
  const agreement = agreementOf(results.values());
  const compared = agreement.compared > 0 ? { agreement } : {};
  await write("report.html", reportHtml({ figures: drawn, claims, provenance: await provenanceRows(run), ...compared }));
  return files;
}

const TRAJECTORIES = {
  id: "trajectories",
  title: "Runs through a partial harness",
  caption:
    "Forty simulated runs of Model 3 with four scaffolded chunks of 10, then the rest in one stage: above, progress of whole runs against the goal; below, every attempt at each stage against its gate. No figure of the paper; it shows what a stage, an attempt and a gate are.",
};
const DRAWN_RUNS = 40;

function trajectoriesSvg(seed: string): string {
  const point = parsePoint({ ...CANONICAL, pool: [MODEL_3], stages: { kind: "partial", chunk: 10, chunks: 4 } });
  return fanSvg(sampleTrajectories(point, { runs: DRAWN_RUNS, seed }), point);
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;

/** What a reader of the report asks first. */
async function provenanceRows({ runs, seed, startedAt }: RunRecord): Promise<Record<string, string>> {
  const { code, labVersion, modelVersion, node, platform, commandLine } = await provenanceOf(startedAt);
  return {
    "runs per simulated point": runs > 0 ? String(runs) : "none: exact only",
    seed,
    commit: code.commit ? `${code.commit}${code.dirty ? ", with changes" : ""}` : code.status,
    "lab version": labVersion,
    "model version": String(modelVersion),
    node,
    platform,
    command: commandLine.join(" "),
    started: startedAt.toISOString(),
  };
}
