import {
  type Absent,
  type Estimate,
  FIGURES,
  type SimulationResult,
  type Solution,
  STAGE_FIGURES,
  type StageFigureName,
} from "../model/result.ts";
import { figure, inWords, smallFigure, table } from "./table.ts";

const RATES = new Set(["passRate", "failRate"]);
const RUN_FIGURES = [...FIGURES, "meanAttempts", "meanSteps"] as const;
const unitOf = (name: string) => (RATES.has(name) ? "" : /^mean/.test(name) ? "per run" : "units of work");
/** Rows of stages that still read as a table. */
const MAX_STAGES = 24;

/** An exact solution for people. */
export function solutionSummary(solution: Solution): string {
  const names = ["passRate", "failRate", ...RUN_FIGURES.slice(1)] as const;
  const rows = names.map((name) => [inWords(name), figure(solution[name]), smallFigure(solution.error[name]), unitOf(name)]);
  return [
    table([["", "exact", "error", ""], ...rows]),
    absentSummary(solution.absent),
    stagesSummary(solution.stages, (stage, name) => figure(stage[name])),
    quantileSummary(Object.entries(solution.quantiles).map(([level, value]) => [level, figure(value)])),
  ].join("");
}

/** A simulation for people; low and high bound the 95% interval. */
export function simulationSummary(result: SimulationResult): string {
  const rows = RUN_FIGURES.map((name) => [inWords(name), ...estimateCells(result[name]), unitOf(name)]);
  return [
    table([["", "mean", "low", "high", "count", ""], ...rows]),
    absentSummary(result.absent),
    stagesSummary(result.stages, (stage, name) => figure(stage[name]?.mean)),
    quantileSummary(
      Object.entries(result.quantiles).map(([level, { mean, low, high }]) => [level, figure(mean), figure(low), figure(high)]),
    ),
    `\n${result.runs} runs, seed ${JSON.stringify(result.seed)}; intervals at 95%\n`,
  ].join("");
}

const estimateCells = (estimate: Estimate | undefined): string[] => [
  figure(estimate?.mean),
  figure(estimate?.low),
  figure(estimate?.high),
  estimate ? String(estimate.count) : "-",
];

function absentSummary(absent: Absent = {}): string {
  return Object.entries(absent)
    .map(([name, why]) => `no ${inWords(name)}: ${why}\n`)
    .join("");
}

/** Neighbouring stages that read the same share a row. */
function stagesSummary<S extends { readonly request: number }>(
  stages: readonly S[],
  cell: (stage: S, name: StageFigureName) => string,
): string {
  const rows: { from: number; to: number; cells: string[] }[] = [];
  stages.forEach((stage, t) => {
    const cells = [figure(stage.request), ...STAGE_FIGURES.map((name) => cell(stage, name))];
    const last = rows.at(-1);
    if (last && last.cells.join() === cells.join()) last.to = t + 1;
    else rows.push({ from: t + 1, to: t + 1, cells });
  });
  const shown = rows.slice(0, MAX_STAGES).map(({ from, to, cells }) => [from === to ? `${from}` : `${from}-${to}`, ...cells]);
  const more = rows.length > MAX_STAGES ? `... and ${rows.length - MAX_STAGES} rows more; --json has them all\n` : "";
  return `\n${table([["stage", "request", ...STAGE_FIGURES.map(inWords)], ...shown])}${more}`;
}

function quantileSummary(rows: readonly string[][]): string {
  const heads = rows[0]?.length === 4 ? ["final progress", "estimate", "low", "high"] : ["final progress", "quantile"];
  return `\n${table([heads, ...rows.map(([level, ...cells]) => [`${Number(level) * 100}%`, ...cells])])}`;
}
