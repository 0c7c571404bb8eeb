import { type Command, Option } from "commander";
import type { RareEstimate, RareEvent } from "../model/rare.ts";
import type { Solution } from "../model/result.ts";
import { interruptible } from "./interrupt.ts";
import { jsonOption, pointOption, seedOption, wholeNumber } from "./options.ts";
import { print, printJson } from "./print.ts";
import { readJson } from "./readInput.ts";
import { figure, smallFigure, table } from "./table.ts";

const [LEAST_EFFORT, MOST_EFFORT, DEFAULT_EFFORT] = [1_000, 100_000_000, 20_000];

interface RareOptions {
  readonly point: string;
  readonly event: RareEvent;
  readonly effort: number;
  readonly seed: string;
  readonly json?: true;
}

export function addRare(root: Command): void {
  root
    .command("rare")
    .summary("a small pass or fail rate by simulation, without bias, beside the exact one")
    .description(
      "Estimates a small rate by splitting over stages and importance sampling within them. The cost hardly grows as the rate falls; 1e-12 takes a second.",
    )
    .addOption(pointOption())
    .addOption(
      new Option("--event <event>", "pass: every stage accepted; fail: some stage unrecovered").choices(["pass", "fail"]).default("pass"),
    )
    .addOption(
      new Option("--effort <n>", `stage estimates in all, ${LEAST_EFFORT} to ${MOST_EFFORT.toExponential(0)}`)
        .argParser(wholeNumber("--effort", LEAST_EFFORT, MOST_EFFORT))
        .default(DEFAULT_EFFORT),
    )
    .addOption(seedOption())
    .addOption(jsonOption())
    .addHelpText("after", HELP)
    .action(estimateRate);
}

async function estimateRate({ point: path, event, effort, seed, json }: RareOptions): Promise<void> {
  const { parsePoint } = await import("../model/validate.ts");
  const point = parsePoint(await readJson(path, "--point"));
  const [{ estimateRare }, { progressBar }] = await Promise.all([import("../sim/rare/estimateRare.ts"), import("./progress.ts")]);
  const bar = progressBar("estimating", effort, "estimates");
  const onProgress = (done: number) => bar.update(done);
  const work = (signal: AbortSignal) => estimateRare(point, { event, effort, seed, signal, onProgress });
  const estimate = await interruptible(work, () => "nothing was kept; a part of an estimate is no result").finally(bar.stop);
  const { exactOrReason } = await import("../theory/exactOrReason.ts");
  const exact = exactOrReason(point);
  if (json) return printJson({ ...estimate, exact: typeof exact === "string" ? { absent: exact } : exactRate(exact, event) });
  await print(summary(estimate, exact));
}

const exactRate = (solution: Solution, event: RareEvent) =>
  event === "pass"
    ? { rate: solution.passRate, error: solution.error.passRate }
    : { rate: solution.failRate, error: solution.error.failRate };

function summary(estimate: RareEstimate, exact: Solution | string): string {
  const { event, rate, relativeError, levels, absent } = estimate;
  const known = typeof exact === "string" ? undefined : exactRate(exact, event);
  const head = [[`${event} rate`, "low", "high", "relative error", "exact", "error"]];
  const cells = [rate?.mean, rate?.low, rate?.high].map(figure);
  const row = [...cells, smallFigure(relativeError), figure(known?.rate), smallFigure(known?.error)];
  const word = event === "pass" ? "accepted" : "unrecovered";
  const levelRows = levels.map((level) => [
    `${level.stages} of ${figure(level.request)}`,
    ...[level.rate?.mean, level.rate?.low, level.rate?.high].map(figure),
    smallFigure(level.relativeError),
  ]);
  const shown = levelRows.slice(0, MOST_ROWS);
  return [
    table([...head, row]),
    ...Object.values(absent ?? {}).map((why) => `no ${event} rate: ${why}\n`),
    typeof exact === "string" ? `no exact rate: ${exact}\n` : "",
    `\n${table([["stages", `P(${word})`, "low", "high", "relative error"], ...shown])}`,
    levelRows.length > MOST_ROWS ? `... and ${levelRows.length - MOST_ROWS} rows more; --json has them all\n` : "",
    `\n${estimate.attempts} attempts, effort ${estimate.effort}, seed ${JSON.stringify(estimate.seed)}; intervals at 95%\n`,
  ].join("");
}

/** Levels that still read as a table. */
const MOST_ROWS = 24;

const HELP = `
Rates are probabilities; requests are in units of work. The standard error falls as the root of the effort.
How it is done and why it is unbiased: docs/theory/rare-events.md.

Example:
  harness-lab rare --point point.json --event fail --effort 100000 --json`;
