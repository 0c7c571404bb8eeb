import type { Calibration, FixedLawReport, KnownLawReport, ObservedCounts } from "../../model/calibration.ts";
import { InvalidInput } from "../../model/invalid.ts";
import type { Agent } from "../../theory/fit/agent.ts";
import { type FitOptions, type FittedAgent, fitAgent } from "../../theory/fit/fitAgent.ts";
import { fitWarnings } from "../../theory/recommend/warnings.ts";
import { fixedLawReport } from "./fixedLaw.ts";
import { knownLawReport, servedPoint } from "./knownLaw.ts";
import { observationsOf } from "./observations.ts";
import type { AdditionTrial } from "./sameAgent.ts";

/** A calibration, and what predictions are made from. */
export interface Calibrated {
  readonly report: Calibration;
  /** In the order taken, units of work. */ readonly steps: readonly number[];
  /** Refits of samples of the fitted agent; empty where nothing was fitted. */ readonly replicates: readonly Agent[];
}

/**
 * Fits the model's agent to the steps of trials, and tests what the model assumes of them.
 *
 * @param trials  of one agent at one task, one or more (`trialsOfOneAgent`)
 * @see docs/calibration.md
 */
export function calibrate(trials: readonly AdditionTrial[], options: FitOptions): Calibrated {
  const [{ of }] = trials;
  const observed = observationsOf(trials);
  const steps = observed.steps.map(({ value }) => value);
  const fixedLaw = fixedLawReport(trials, observed.steps, of, options.seed);
  const served = observed.steps.length > 0 ? servedPoint(of.source, of) : undefined;
  const knownLaw = served ? knownLawReport(observed.steps, served, options.seed) : undefined;
  const fitted = fittedOrWhy(steps, options);
  const fit = "why" in fitted ? { absent: { fit: fitted.why } } : { agent: fitted.agent, fit: fitted.report };
  return {
    steps,
    replicates: "why" in fitted ? [] : fitted.replicates,
    report: {
      of,
      observed: observed.counts,
      ...fit,
      fixedLaw,
      ...(knownLaw ? { knownLaw } : {}),
      warnings: [
        ...adaptation(fixedLaw, knownLaw),
        ...departures(observed.counts),
        ...("why" in fitted ? [`NO FIT: ${fitted.why}`] : fitWarnings(fitted.report)),
      ],
    },
  };
}

function fittedOrWhy(steps: readonly number[], options: FitOptions): FittedAgent | { readonly why: string } {
  try {
    return fitAgent(steps, options);
  } catch (error) {
    if (error instanceof InvalidInput) return { why: error.message };
    throw error;
  }
}

function adaptation({ status, why }: FixedLawReport, knownLaw: KnownLawReport | undefined): string[] {
  if (status === "ok") return [];
  if (status === "too few") return [`NOT TESTED: whether the agent adapts its steps cannot be told: ${why}`];
  const explained = knownLaw?.agrees
    ? `. The law that the lab's own model was served with explains it (${knownLaw.law}; p = ${short(knownLaw.pValue)}): that law predicts this agent, by solve or agents demo, and the fit below does not`
    : "";
  return [
    `ADAPTS: the agent adapts its steps to where it stands, and predictions by a fixed law are not to be trusted: ${why}${explained}`,
  ];
}

/** What the model's agent never does. */
function departures({ attempts, givenUp, surplus, rewritten }: ObservedCounts): string[] {
  const seen = [
    ...(givenUp > 0 ? [`gave up ${givenUp} of ${attempts} attempts with steps to spend`] : []),
    ...(surplus > 0 ? [`wrote ${surplus} steps after an attempt had ended`] : []),
    ...(rewritten > 0 ? [`changed the ledger by other means in ${rewritten} attempts`] : []),
  ];
  return seen.length > 0 ? [`DEPARTS: the agent ${seen.join(", and ")}; the model's agent never does, so its pass rate is lower`] : [];
}

const short = (value: number): string => String(Number(value.toPrecision(2)));
