import { harmlessLine } from "../../agents/sandbox/harmless.ts";
import type { CalibratedAgent, Calibration, ComparedCell, ComparedMeasure, Comparison, PredictedCell } from "../../model/calibration.ts";
import type { PredictedRate, Recommendation } from "../../model/recommendation.ts";
import { recommendSummary } from "../recommendSummary.ts";
import { table } from "../table.ts";

/** What voids the predictions, if anything does; the agent as fitted; what it predicts. */
export function calibrationText(calibration: Calibration, predicted: readonly PredictedCell[]): string {
  const { of, observed, fixedLaw, fit, warnings } = calibration;
  const { trials, attempts, steps, accepted, overshoots, exhaustions } = observed;
  return [
    ...warnings.map((warning) => `${warning}.\n\n`),
    `${harmlessLine(of.agent)} with ${harmlessLine(of.model)}: ${steps} steps in ${attempts} attempts of ${trials} trials; ` +
      `${accepted} accepted, ${overshoots} overshot, ${exhaustions} exhausted.\n`,
    fit ? `Fit: ${fit.why}.\n` : "",
    fixedLaw.status === "ok" ? `Fixed law: ${fixedLaw.why}.\n` : "",
    agentTable(calibration),
    predicted.length > 0
      ? `\nPredicted, with 95% intervals:\n${table([
          ["", "pass rate", "", "steps a stage", "", "overshoots of attempts", ""],
          ...predicted.map((cell) => [
            placeText(cell),
            ...predictedText(cell.passRate),
            ...predictedText(cell.stepsPerStage),
            ...predictedText(cell.overshootShare),
          ]),
        ])}`
      : "",
  ].join("");
}

/** Prediction against trials, then the recommended harness, as far as there are any. */
export function comparisonText(
  comparison: Comparison | undefined,
  recommendation: Recommendation | undefined,
  { goal, tolerance, stepBudget, retryBudget }: CalibratedAgent,
): string {
  const advice = recommendation ? `\n${recommendSummary(recommendation, { goal, tolerance, stepBudget, retryBudget })}` : "";
  if (!comparison || comparison.cells.length === 0) return advice;
  const { cells, level, agrees } = comparison;
  const rows = cells.flatMap((cell) => [
    row(cell, `pass rate, ${cell.passed} of ${cell.trials}`, cell.passRate),
    row(cell, "steps a stage", cell.stepsPerStage),
    row(cell, "overshoots of attempts", cell.overshootShare),
  ]);
  const said = agrees
    ? `Prediction and trials agree: were the fit right, one disagreement or more would be seen at most ${percent(level)} of the time.`
    : `Prediction and trials DISAGREE: by chance that happens at most ${percent(level)} of the time.`;
  const seen = cells.some(({ fitted }) => fitted) ? " Cells marked + were fitted, so they test the model but are no prediction." : "";
  return `\nAgainst trials:\n${table([["", "", "predicted", "", "observed", "95%", "p", ""], ...rows])}${said}${seen}\n${advice}`;
}

function row(cell: ComparedCell, name: string, { predicted, observed, low, high, pValue, agrees }: ComparedMeasure): string[] {
  return [
    `${placeText(cell)}${cell.fitted ? " +" : ""}`,
    name,
    ...predictedText(predicted),
    short(observed),
    low === undefined || high === undefined ? "-" : `${short(low)} to ${short(high)}`,
    String(Number(pValue.toPrecision(2))),
    agrees ? "agrees" : "DISAGREES",
  ];
}

function agentTable({ agent, fit }: Calibration): string {
  if (!agent || !fit) return "";
  const cell = (value: number, error: number | undefined) => `${short(value)} ± ${error === undefined ? "-" : short(error)}`;
  const rows = agent.pool.map(({ mu, sigma, min, max }, i) => {
    const errors = fit.standardErrors[i];
    return [
      `${i + 1}`,
      cell(agent.weights[i], errors?.weight),
      cell(mu, errors?.mu),
      cell(sigma, errors?.sigma),
      cell(min, errors?.min),
      cell(max, errors?.max),
    ];
  });
  const isLoose = agent.pool.some(({ min, max }, i) => (fit.standardErrors[i]?.mu ?? 0) > (max - min) / 2);
  const loose = isLoose
    ? "mu and sigma are those of a Gaussian before it is cut to [min, max]: here many pairs make nearly the same steps, so neither is known by itself. The predictions need only the cut law.\n"
    : "";
  return `\nAgent, as fitted (± standard error):\n${table([["", "weight", "mu", "sigma", "min", "max"], ...rows])}${loose}`;
}

const placeText = ({ knob, at }: Pick<PredictedCell, "knob" | "at">): string => `${knob === "k" ? "K" : "r"} = ${at}`;
const predictedText = ({ estimate, low, high }: PredictedRate): string[] => [short(estimate), `${short(low)} to ${short(high)}`];
const percent = (share: number): string => `${Number((100 * share).toPrecision(3))}%`;
const short = (value: number): string => String(Number(value.toPrecision(3)));
