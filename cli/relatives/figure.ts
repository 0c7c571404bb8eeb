import { join } from "node:path";
import type { Command } from "commander";
import { jsonOption, pathText } from "../options.ts";
import { printJson } from "../print.ts";

interface FigureOptions {
  readonly out: string;
  readonly json?: true;
}

export function addFigure(group: Command): void {
  group
    .command("figure")
    .summary("the same task under two assumptions, drawn")
    .description(
      "One task over its number of stages: where steps are verifiable and independent, and where a step cannot stop at its request.",
    )
    .option("--out <dir>", "folder for picture and data", pathText("--out"), "results/relatives")
    .addOption(jsonOption())
    .addHelpText("after", HELP)
    .action(draw);
}

async function draw({ out, json }: FigureOptions): Promise<void> {
  const [{ twoAssumptions }, { RELATIVES_FIGURE, relativesCaption, relativesSpec }, { renderFigure }, { resultCsv }, files] =
    await Promise.all([
      import("../../experiments/relatives.ts"),
      import("../../figures/relativesFigure.ts"),
      import("../../figures/render.ts"),
      import("../../figures/csv.ts"),
      import("../../store/atomicFile.ts"),
    ]);
  await files.makeFolder(out, "--out");
  const assumptions = twoAssumptions();
  const { svg, png, vegaLite } = await renderFigure(relativesSpec(assumptions));
  const results = assumptions.calibrations.map(({ result }) => result);
  const contents = {
    svg: svg,
    png: png,
    "vl.json": vegaLite,
    json: `${JSON.stringify(assumptions, null, 1)}\n`,
    txt: `${relativesCaption(assumptions)}\n`,
  };
  const written: string[] = [];
  const write = async (name: string, content: string | Uint8Array) => {
    await files.writeAtomically(join(out, name), content, "--out");
    written.push(name);
  };
  for (const [ending, content] of Object.entries(contents)) await write(`${RELATIVES_FIGURE.id}.${ending}`, content);
  for (const result of results) await write(`${result.id}.csv`, resultCsv(result));
  const claims = results.flatMap(({ claims }) => claims);
  const failed = claims.filter(({ holds }) => !holds).map(({ id }) => id);
  if (json) await printJson({ out, files: written, halfLives: halfLives(assumptions), claims });
  process.stderr.write(
    `${claims.length - failed.length} of ${claims.length} claims hold; open ${join(out, `${RELATIVES_FIGURE.id}.png`)}\n`,
  );
  if (failed.length > 0) process.exitCode = 1;
}

const halfLives = ({ calibrations }: { calibrations: readonly { equalAt: number; halfLife: number }[] }) =>
  calibrations.map(({ equalAt, halfLife }) => ({ equalAt, halfLife }));

const HELP = `
Model 3, goal 100, tolerance 2, step budget 8, retry budget 5; 1 to 49 stages, solved exactly. The independent agent's half-life, in
units of work, is set so that one attempt at a stage is accepted equally often under both: once at 1 stage, once at the best number.
Written below --out: relatives.svg, .png, .vl.json, .json, .txt (caption) and a CSV for each calibration. Exit 1 if a claim fails.

Example:
  harness-lab relatives figure --out results/relatives`;
