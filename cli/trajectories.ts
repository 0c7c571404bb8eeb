import { type Command, Option } from "commander";
import { jsonOption, pictureText, pointOption, seedOption, wholeNumber } from "./options.ts";
import { print, printJson } from "./print.ts";
import { readJson } from "./readInput.ts";
import { table } from "./table.ts";

const DEFAULT_RUNS = 40;
const MOST_RUNS = 10_000;

interface TrajectoriesOptions {
  readonly point: string;
  readonly runs: number;
  readonly seed: string;
  readonly json?: true;
  readonly out?: string;
}

export function addTrajectories(root: Command): void {
  root
    .command("trajectories")
    .summary("a handful of simulated runs, step by step, to look at")
    .description("Simulates whole runs and keeps every step: drawn through the tolerance windows, as JSON, or counted.")
    .addOption(pointOption())
    .addOption(new Option("--runs <n>", `how many, 1 to ${MOST_RUNS}`).argParser(wholeNumber("--runs", 1, MOST_RUNS)).default(DEFAULT_RUNS))
    .addOption(seedOption())
    .addOption(jsonOption())
    .option("--out <file>", "draw them there: .svg or .png, or a folder for both", pictureText("--out"))
    .addHelpText("after", HELP)
    .action(drawTrajectories);
}

async function drawTrajectories({ point: path, runs, seed, json, out }: TrajectoriesOptions): Promise<void> {
  const [{ parsePoint }, { sampleTrajectories }] = await Promise.all([import("../model/validate.ts"), import("../sim/trajectories.ts")]);
  const point = parsePoint(await readJson(path, "--point"));
  const sample = sampleTrajectories(point, { runs, seed });
  if (out !== undefined) {
    const [{ fanSvg }, { renderDrawing }, { writePicture }] = await Promise.all([
      import("../figures/fan.ts"),
      import("../figures/render.ts"),
      import("./writePicture.ts"),
    ]);
    const written = await writePicture(renderDrawing(fanSvg(sample, point)), out, "trajectories");
    process.stderr.write(`written: ${written.join(", ")}\n`);
  }
  if (json) return printJson(sample);
  if (out !== undefined) return;
  const rows = sample.runs.map(({ passed, attempts }, run) => {
    const reached = attempts.at(-1)?.path.at(-1) ?? 0;
    const steps = attempts.reduce((sum, attempt) => sum + attempt.path.length - 1, 0);
    return [
      String(run + 1),
      passed ? "passed" : "not passed",
      String(attempts.length),
      String(steps),
      String(Number(reached.toPrecision(6))),
    ];
  });
  await print(table([["run", "", "attempts", "steps", "final progress"], ...rows]));
}

const HELP = `
Progress is in units of work. JSON: {stages: [{request, from}], runs: [{passed, attempts: [{stage, accepted, path}]}]}; a path is the
progress at the start of an attempt and after each of its steps.

Example:
  harness-lab trajectories --point point.json --runs 40 --out trajectories.svg`;
