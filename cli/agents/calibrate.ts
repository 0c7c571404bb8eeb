import { type Command, Option } from "commander";
import type { Calibrated } from "../../experiments/calibration/calibrate.ts";
import type { Prediction } from "../../experiments/calibration/predict.ts";
import type { AdditionTrial, Wanted } from "../../experiments/calibration/sameAgent.ts";
import { DEFAULT_SEED } from "../../experiments/sweep/limits.ts";
import type { Comparison, PredictedPlace } from "../../model/calibration.ts";
import { InvalidInput } from "../../model/invalid.ts";
import type { Recommendation } from "../../model/recommendation.ts";
import { jsonOption, numberText, pathText, pictureText, wholeNumber } from "../options.ts";
import { print, printJson } from "../print.ts";
import { addOptions, agentsFolderOption, concurrencyOption, countsOption } from "./agentOptions.ts";

interface CalibrateOptions {
  readonly from: string;
  readonly agent?: string;
  readonly model?: string;
  readonly only?: Wanted;
  readonly predictK?: readonly number[];
  readonly predictR?: readonly number[];
  readonly chunk?: number;
  readonly holdOut?: true;
  readonly run?: number;
  readonly agents?: string;
  readonly concurrency: number;
  readonly recommend?: true;
  readonly stepsOut?: string;
  readonly picture?: string;
  readonly json?: true;
}

export function addCalibrate(group: Command): void {
  const command = group
    .command("calibrate")
    .summary("the model's agent fitted to trials, and the pass rates that it predicts")
    .description(
      "Fits the model's agent to the numbers that an agent added in its trials, tests what the model assumes of them, predicts pass rates at harnesses that it need not have been seen under, and holds them against trials.",
    );
  addOptions(
    command,
    new Option("--from <dir>", "folder of trials").argParser(pathText("--from")).default("results/trials"),
    new Option("--agent <name>", "only trials of this agent"),
    new Option("--model <name>", "only trials with this model"),
    new Option("--only <field=value>", "only trials whose field has this value, such as goal=100; may be repeated").argParser(wantedText),
    countsOption("--predict-k <list>", "stages K to predict; 1..20 as far as they fit by default", 1, 1_000),
    countsOption("--predict-r <list>", "scaffolded chunks r to predict, with --chunk", 0, 1_000),
    new Option("--chunk <work>", "c, request of a scaffolded chunk").argParser(numberText("--chunk")),
    new Option("--hold-out", "leave trials at the predicted K and r out of the fit: a test of the prediction"),
    new Option("--run <n>", "after predicting, run trials until each K and r has n of them, held out; for the lab's own model").argParser(
      wholeNumber("--run", 1, 100_000),
    ),
    agentsFolderOption(),
    concurrencyOption(),
    new Option("--recommend", "recommend a harness for the fitted agent at the trials' task"),
    new Option("--steps-out <file>", "write the steps there, one a line, as recommend --steps takes them").argParser(
      pathText("--steps-out"),
    ),
    new Option("--picture <file>", "draw it there: .svg or .png, or a folder for both").argParser(pictureText("--picture")),
    jsonOption(),
  )
    .addHelpText("after", HELP)
    .action(calibrateAgent);
}

async function calibrateAgent(options: CalibrateOptions): Promise<void> {
  const trials = await trialsFrom(options);
  const places = await placesOf(trials[0].of, options);
  if (options.run !== undefined) await requireRunnable(options, places, trials[0]);
  const [{ samePlan, compare }, { calibrate }, { predict }, say] = await Promise.all([
    import("../../experiments/calibration/compare.ts"),
    import("../../experiments/calibration/calibrate.ts"),
    import("../../experiments/calibration/predict.ts"),
    import("./calibrateSummary.ts"),
  ]);
  const { of } = trials[0];
  const isHeldOut = ({ stages }: Pick<AdditionTrial, "stages">) =>
    (options.holdOut === true || options.run !== undefined) && places.some((place) => samePlan(place.stages, stages, of.goal));
  const fitted = trials.filter((trial) => !isHeldOut(trial));
  if (fitted.length === 0)
    throw new InvalidInput("--from", "must hold trials at other K or r than those predicted, which are held out of the fit");
  const calibrated = calibrate(fitted, { seed: DEFAULT_SEED });
  const { agent } = calibrated.report;
  const predictions = agent ? predict(of, agent, calibrated.replicates, places) : [];
  const predicted = predictions.map(({ cell }) => cell);
  if (options.stepsOut !== undefined) await writeSteps(calibrated, options.stepsOut);
  // What is predicted is said before any trial of it is run.
  if (!options.json) await print(say.calibrationText(calibrated.report, predicted));
  const ran = options.run === undefined ? trials : await runMore(options, predictions, trials[0]);
  const isFitted = (trial: AdditionTrial) => !isHeldOut(trial);
  const comparison = agent ? compare(predictions, ran, isFitted, { of, agent, seed: DEFAULT_SEED }) : undefined;
  const recommendation = agent && options.recommend ? await recommended(calibrated) : undefined;
  if (options.json) await printJson(await asJson(calibrated, predicted, comparison, recommendation));
  else await print(say.comparisonText(comparison, recommendation, of));
  if (agent && options.picture !== undefined) await draw(calibrated, predictions, comparison, options.picture);
}

async function trialsFrom({ from, agent, model, only = {} }: CalibrateOptions): Promise<readonly AdditionTrial[]> {
  const [{ TrialFolder }, { trialsOfOneAgent }] = await Promise.all([
    import("../../store/trials.ts"),
    import("../../experiments/calibration/sameAgent.ts"),
  ]);
  const { trials, damaged } = await new TrialFolder(from, "--from").list();
  for (const { folder, damage } of damaged) process.stderr.write(`left out ${folder}: ${damage}\n`);
  const wanted = { ...only, ...(agent === undefined ? {} : { agent }), ...(model === undefined ? {} : { model }) };
  return trialsOfOneAgent(
    trials.map(({ record }) => record),
    wanted,
    "--from",
  );
}

/** As far as K were not asked for, those whose stages are longer than the tolerance. */
async function placesOf(of: AdditionTrial["of"], { predictK, predictR = [], chunk }: CalibrateOptions): Promise<readonly PredictedPlace[]> {
  if (predictR.length > 0 && chunk === undefined) throw new InvalidInput("--chunk", "must be given with --predict-r");
  const counts = predictK ?? (predictR.length > 0 ? [] : DEFAULT_K.filter((count) => of.goal / count > of.tolerance));
  const places: PredictedPlace[] = [
    ...counts.map((at) => ({ knob: "k" as const, at, stages: { kind: "uniform" as const, count: at } })),
    ...predictR.map((at) => ({ knob: "r" as const, at, stages: { kind: "partial" as const, chunk: chunk as number, chunks: at } })),
  ];
  const { placedPoint } = await import("../../experiments/calibration/predict.ts");
  for (const place of places) placedPoint(of, place, ANY_AGENT); // refuses what does not fit, before any work
  return places;
}

const DEFAULT_K = Array.from({ length: 20 }, (_, i) => i + 1);
const ANY_AGENT = { pool: [{ mu: 1, sigma: 1, min: 0, max: 2 }], weights: [1] };

async function requireRunnable(options: CalibrateOptions, places: readonly PredictedPlace[], like: AdditionTrial): Promise<void> {
  if (options.predictK === undefined && options.predictR === undefined)
    throw new InvalidInput("--predict-k", "must be given with --run: which K to run");
  (await import("./calibrateRun.ts")).requireServed(places, like, options);
}

async function runMore(
  options: CalibrateOptions,
  predictions: readonly Prediction[],
  like: AdditionTrial,
): Promise<readonly AdditionTrial[]> {
  const { runPredicted } = await import("./calibrateRun.ts");
  await runPredicted(
    predictions.map(({ cell }) => cell),
    like,
    options,
  );
  return trialsFrom({ ...options, only: Object.fromEntries(Object.entries(like.of).map(([name, value]) => [name, String(value)])) });
}

async function writeSteps({ steps, report: { of } }: Calibrated, file: string): Promise<void> {
  const { writeAtomically } = await import("../../store/atomicFile.ts");
  const { harmlessLine } = await import("../../agents/sandbox/harmless.ts");
  const head = `# steps of ${harmlessLine(of.agent)} with ${harmlessLine(of.model)}, in the order taken, units of work\n`;
  await writeAtomically(file, `${head}${steps.map((step) => `${step}\n`).join("")}`, "--steps-out");
  process.stderr.write(`written: ${file}\n`);
}

async function recommended({ report: { of, agent, fit }, replicates }: Calibrated): Promise<Recommendation> {
  const { recommend } = await import("../../theory/recommend/recommend.ts");
  const { goal, tolerance, stepBudget, retryBudget, onUnrecovered } = of;
  const known = { agent: { ...(agent as NonNullable<typeof agent>), onUnrecovered }, ...(fit ? { fit } : {}), replicates };
  return recommend(known, { goal, tolerance, stepBudget, retryBudget });
}

async function asJson(
  { report }: Calibrated,
  predicted: readonly Prediction["cell"][],
  comparison: Comparison | undefined,
  recommendation: Recommendation | undefined,
): Promise<object> {
  const { reported } = await import("../../theory/recommend/reported.ts");
  return {
    ...report,
    predicted,
    ...(comparison && comparison.cells.length > 0 ? { comparison } : {}),
    ...(recommendation ? { recommendation: reported(recommendation) } : {}),
  };
}

async function draw(
  { report: { of, agent }, steps }: Calibrated,
  predictions: readonly Prediction[],
  comparison: Comparison | undefined,
  out: string,
): Promise<void> {
  const [{ calibrationMarks }, { calibrationFigure }, { renderFigure }, { writePicture }] = await Promise.all([
    import("../../experiments/calibration/marks.ts"),
    import("../../figures/calibration.ts"),
    import("../../figures/render.ts"),
    import("../writePicture.ts"),
  ]);
  const predicted = predictions.map(({ cell }) => cell);
  const marks = calibrationMarks(of, agent as NonNullable<typeof agent>, steps, predicted, comparison?.cells ?? []);
  const written = await writePicture(await renderFigure(calibrationFigure(marks)), out, "calibration");
  process.stderr.write(`written: ${written.join(", ")}\n`);
}

/** Adds to what was given before. @throws InvalidInput */
function wantedText(text: string, before: Wanted = {}): Wanted {
  const [, name, value] = /^([A-Za-z]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidInput("--only", "must be FIELD=VALUE, such as goal=100", text);
  return { ...before, [name]: value };
}

const HELP = `
Trials must be of one agent, model, source, task, retry budget and telling; --only chooses where a folder holds several. Rates are
probabilities, intervals are 95% and carry what the fit does not know. Trials at the predicted K count in the fit unless they are held out.
What voids the predictions is said first: an agent that adapts its steps to where it stands has no fixed law. Exit code 0 either way; the
JSON tells: {of, observed, agent, fit, fixedLaw, knownLaw, warnings, predicted, comparison, recommendation}.

Examples:
  harness-lab agents demo --agent codex --k 2,5 --trials 20
  harness-lab agents calibrate --agent codex --predict-k 1..20 --picture calibration.svg
  harness-lab agents calibrate --agent codex --predict-k 10 --run 20
  harness-lab agents calibrate --agent codex --recommend
  harness-lab agents calibrate --steps-out steps.txt && harness-lab recommend --steps steps.txt --goal 100 --tolerance 2`;
