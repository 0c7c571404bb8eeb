import { join } from "node:path";
import type { Command } from "commander";
import type { Validation } from "../model/validation.ts";
import { interruptible } from "./interrupt.ts";
import { jsonOption, pathText, seedOption, wholeNumber, workersOption } from "./options.ts";
import { print, printJson } from "./print.ts";
import { smallFigure, table } from "./table.ts";

const MOST_POINTS = 100_000;
/** Repeats of each estimate: what the band of the share of intervals is derived for. */
const REPEATS = 400;

interface ValidateCommandOptions {
  readonly points: number;
  readonly repeats: number;
  readonly seed: string;
  readonly workers: number;
  readonly out?: string;
  readonly json?: true;
}

export function addValidate(root: Command): void {
  root
    .command("validate")
    .summary("every theorem against the exact solution")
    .description(
      "Holds theorems 1, 2 and 3 against the exact solution on every point of the paper's experiments and on searched ones. Exit 1 on any violation.",
    )
    .option("--points <n>", `searched points, 0 to ${MOST_POINTS}`, wholeNumber("--points", 0, MOST_POINTS), 2000)
    .option(
      "--repeats <n>",
      "repeats of theorem 2's estimate from unguided attempts, 1 to 10000",
      wholeNumber("--repeats", 1, 10_000),
      REPEATS,
    )
    .option("--out <dir>", "also write validation.json there, and a figure a theorem as SVG, PNG and Vega-Lite", pathText("--out"))
    .addOption(seedOption())
    .addOption(workersOption())
    .addOption(jsonOption())
    .addHelpText("after", HELP)
    .action(validateTheorems);
}

async function validateTheorems({ points, repeats, seed, workers, out, json }: ValidateCommandOptions): Promise<void> {
  const [{ validate, workOf }, { makeFolder }, { progressBar }] = await Promise.all([
    import("../experiments/validation/validate.ts"),
    import("../store/atomicFile.ts"),
    import("./progress.ts"),
  ]);
  if (out !== undefined) await makeFolder(out, "--out");
  const total = workOf({ points, repeats });
  const bar = progressBar("validating", total, "points and repeats");
  let done = 0;
  const onDone = () => bar.update(++done);
  const work = (signal: AbortSignal) => validate({ points, repeats, seed, workers, signal, onDone });
  const result = await interruptible(work, () => `${done} of ${total} points and repeats done; nothing was kept`).finally(bar.stop);
  if (out !== undefined) await write(out, result);
  const { samples: _, ...record } = result;
  await (json ? printJson(record) : print(summary(result)));
  process.stderr.write(result.violations === 0 ? "no violation\n" : `${result.violations} statements violated\n`);
  if (result.violations > 0) process.exitCode = 1;
}

async function write(out: string, result: Validation): Promise<void> {
  const [{ validationFigures }, { renderFigure }, { writeAtomically }] = await Promise.all([
    import("../figures/validationFigures.ts"),
    import("../figures/render.ts"),
    import("../store/atomicFile.ts"),
  ]);
  await writeAtomically(join(out, "validation.json"), `${JSON.stringify(result, null, 1)}\n`, "--out");
  for (const [name, spec] of Object.entries(validationFigures(result))) {
    const { svg, png, vegaLite } = await renderFigure(spec);
    await writeAtomically(join(out, `${name}.svg`), svg, "--out");
    await writeAtomically(join(out, `${name}.png`), png, "--out");
    await writeAtomically(join(out, `${name}.vl.json`), vegaLite, "--out");
  }
  process.stderr.write(`written to ${out}: validation.json and a figure for each theorem\n`);
}

function summary({ points, seed, statements, coverage }: Validation): string {
  const rows = statements.map((row) => [
    `${row.theorem}  ${row.statement}`,
    String(row.points),
    String(row.violations),
    `${((100 * row.vacuous) / Math.max(1, row.points)).toFixed(0)}%`,
    String(row.unresolved),
    smallFigure(row.slack?.smallest),
    smallFigure(row.slack?.median),
    smallFigure(row.identityError),
  ]);
  const heads = ["", "points", "violations", "vacuous", "unresolved", "least slack", "median", "identity error"];
  const intervals = coverage.map(({ quantity, setting, covered, repeats, refused, holds }) => [
    `${quantity}; ${setting}`,
    `${(100 * covered.share).toFixed(1)}%`,
    `${(100 * covered.low).toFixed(1)} to ${(100 * covered.high).toFixed(1)}%`,
    String(repeats - refused),
    holds ? "nominal" : "NOT NOMINAL",
  ]);
  const below = statements.some(({ slack }) => slack !== undefined && slack.smallest < 0) ? `${ROUNDING}\n` : "";
  return (
    `${table([heads, ...rows])}${below}\n` +
    `${table([["T2 estimated from unguided attempts: 95% intervals that hold the exact value", "share", "band", "repeats", ""], ...intervals])}\n` +
    `${points.canonical} points of the paper's experiments, ${points.searched} searched, seed ${JSON.stringify(seed)}\n`
  );
}

const ROUNDING =
  "A least slack below 0 is rounding, not a violation: allowed are 1e-9, of a rate as a share of 1 + it, and what the exact solver says of its own error.";

const HELP = `
Vacuous: the theorem says nothing there, as a bound of 0. Unresolved: the exact solver's own error is too large to tell. Slack: how far from
violated, in natural logarithms; docs/theory/ says for each statement what it is.
Below 0 by no more than 1e-9 (of a rate: times 1 + it) and the solver's own error it is rounding, and no violation. Identity errors are differences of probabilities.

Example:
  harness-lab validate --points 2000 --out results/validation`;
