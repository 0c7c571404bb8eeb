import type { Point } from "../model/point.ts";
import type { CappedPlan, Caps } from "../theory/optimal/capped.ts";
import type { Feedback } from "../theory/optimal/feedback.ts";
import type { FixedOptimum } from "../theory/optimal/fixedOptimum.ts";
import type { GuidanceComparison } from "../theory/optimal/optimalGuidance.ts";
import { toldApart } from "../theory/optimal/pareto.ts";
import type { PlanFigures } from "../theory/optimal/planFigures.ts";
import { planText } from "./planText.ts";
import { figure, smallFigure, table } from "./table.ts";

/** Everything that `optimum` may be asked for. */
export interface Optimum extends FixedOptimum {
  readonly caps?: Caps;
  readonly capped?: CappedPlan;
  /** Where no plan found keeps within the caps: the least of each, of the plans searched that can pass. */
  readonly least?: Pick<PlanFigures, "meanSteps" | "finalBias">;
  /** By pass rate, highest first. */ readonly front?: readonly PlanFigures[];
  readonly feedback?: Feedback;
  readonly guidance?: GuidanceComparison;
}

export function optimumSummary(point: Point, optimum: Optimum): string {
  const parts = [fixedPart(optimum), cappedPart(optimum), frontPart(optimum), feedbackPart(point, optimum), guidancePart(point, optimum)];
  return parts.filter((part) => part !== "").join("\n");
}

function fixedPart({ best, uniform, partial, absent }: Optimum): string {
  if (!best) return `${absent?.best ?? "no plan"}\n`;
  const { error, upperBound, failRate } = best;
  const gap = upperBound - best.passRate;
  const rows = [
    ["pass rate", figure(best.passRate), smallFigure(error.passRate), ""],
    ["fail rate", figure(failRate), smallFigure(error.passRate), ""],
    ["final bias", figure(best.finalBias), smallFigure(error.finalBias), "units of work"],
    ["mean steps", figure(best.meanSteps), smallFigure(error.meanSteps), "per run"],
  ];
  const rivals = [
    ["the plan above", figure(best.passRate)],
    ...(uniform ? [[`best uniform: ${uniform.count} equal stages`, figure(uniform.passRate)]] : []),
    ...(partial
      ? [
          [
            `best partial: ${partial.chunks} ${partial.chunks === 1 ? "chunk" : "chunks"} of ${figure(partial.chunk)}, then the rest`,
            figure(partial.passRate),
          ],
        ]
      : []),
  ];
  return [
    `Best fixed plan: ${plan(best.requests)}\n\n`,
    table([["", "exact", "error", ""], ...rows]),
    `\nCertified: no fixed plan passes more often by more than ${atMost(gap)}.\n`,
    `\n${table([["", "pass rate"], ...rivals])}`,
  ].join("");
}

function cappedPart({ caps, capped, least, absent }: Optimum): string {
  if (!caps) return "";
  const limits = [
    ...(caps.maxSteps === undefined ? [] : [`at most ${figure(caps.maxSteps)} expected steps`]),
    ...(caps.maxBias === undefined ? [] : [`a final bias of at most ${figure(caps.maxBias)}`]),
  ].join(" and ");
  if (!capped) {
    const known = least
      ? `of those that can pass, the fewest expected steps are ${figure(least.meanSteps)} and the least final bias is ${figure(least.finalBias)}\n`
      : "";
    return `With ${limits}: ${absent?.capped ?? "no plan"}\n${known}`;
  }
  const bound =
    capped.upperBound === undefined
      ? ""
      : `\nThe best plan within the caps passes no less often than this one and no more often than ${figure(capped.upperBound)}, a bound`;
  return `With ${limits}: ${plan(capped.requests)}\npass rate ${figure(capped.passRate)}, final bias ${figure(capped.finalBias)}, expected steps ${figure(capped.meanSteps)}${bound}\n`;
}

function frontPart({ front, absent }: Optimum): string {
  if (!front) return absent?.front === undefined ? "" : `Pareto front: unresolved, ${absent.front}\n`;
  if (front.length === 0) return "Pareto front: empty, no plan found can pass\n";
  const shown = front.length > MOST_ROWS ? toldApart(front) : front;
  const rest =
    front.length > shown.length
      ? `... and ${front.length - shown.length} plans that differ from these by less than 1e-4 in pass rate and 0.2% in bias and steps; --json has them all\n`
      : "";
  const rows = shown.map(({ requests, passRate, finalBias, meanSteps }) => [
    figure(passRate),
    figure(finalBias),
    figure(meanSteps),
    ` ${plan(requests)}`,
  ]);
  return `Pareto front: no plan found is better in one without being worse in another\n${table([["pass rate", "final bias", "expected steps", " requests"], ...rows])}${rest}`;
}

function feedbackPart({ goal, tolerance }: Point, { feedback, absent }: Optimum): string {
  if (!feedback) return absent?.feedback === undefined ? "" : `With feedback: unresolved, ${absent.feedback}\n`;
  const { arriving, homing, fixed, worth, rule } = feedback;
  const rivals = fixed ? [fixed.passing, fixed.arriving, fixed.homing] : [];
  const row = (name: string, key: "arrivalRate" | "passRate" | "finalBias" | "meanSteps") => [
    name,
    ...rivals.map((one) => figure(one[key])),
    measured(arriving.figures[key], arriving.error[key]),
    measured(homing.figures[key], homing.error[key]),
  ];
  const asked = rule.map(({ left, arriving: now, homing: near }) => [figure(left), figure(now), figure(near)]);
  return [
    `With feedback: each request is chosen from what is really left of the goal of ${figure(goal)}\n`,
    "Arrival: every stage accepted, and the run ends within the tolerance of the goal.\n",
    "Pass rate with feedback is that of the stages asked for; such a harness promises no sum of requests.\n",
    fixed
      ? `Fixed plans, of ${fixed.searched} searched: passes most ${plan(fixed.passing.requests)}; arrives most ${plan(fixed.arriving.requests)}; ends nearest ${plan(fixed.homing.requests)}\n\n`
      : "\n",
    table([
      ["", ...rivals.map((_, i) => (i === 0 ? "fixed plans:" : "")), "feedback:", ""],
      ["", ...(fixed ? ["passes most", "arrives most", "ends nearest"] : []), "arrives most", "ends nearest"],
      row("arrival rate", "arrivalRate"),
      row("pass rate", "passRate"),
      row("final bias", "finalBias"),
      row("mean steps", "meanSteps"),
    ]),
    `\nGreatest arrival rate of any rule ${known(feedback.arrivalRate)}, least final bias ${known(feedback.finalBias)} units of work;\n` +
      "the two rules attain them, and what a rule comes to is known a little less well\n",
    worth
      ? `Worth of feedback, each against the fixed plan best at it: ${signed(worth.arrivalRate, feedback.arrivalRate.error)} arrival rate, ${signed(worth.biasSaved, feedback.finalBias.error)} units of final bias saved, ${signed(worth.passRate, arriving.error.passRate)} pass rate\n`
      : "",
    `\n${table([["left", "ask to arrive", "ask to end near"], ...asked])}`,
    `${rule.some(({ arriving: now, homing: near }) => now === undefined || near === undefined) ? "- is where the run ends; " : ""}within ${figure(tolerance)} of the goal a run has arrived\n`,
  ].join("");
}

function guidancePart({ weights }: Point, { guidance }: Optimum): string {
  if (!guidance) return "";
  const { requests, rules } = guidance;
  if (weights.filter((weight) => weight > 0).length === 1)
    return `Guidance: one pool member is all there is to draw from, so there is nothing to steer; pass rate ${figure(rules[0].passRate)} under every rule\n`;
  const shown = requests.slice(0, MOST_SHOWN);
  const rows = rules.map(({ rule, acceptRates, passRate, error }) => [
    rule,
    ...shown.map((_, t) => figure(acceptRates[t])),
    figure(passRate),
    smallFigure(error.passRate),
  ]);
  return [
    "Guidance of the point's own harness: P(an attempt is accepted) by request, and its pass rate\n",
    table([["rule", ...shown.map((request) => `at ${figure(request)}`), "pass rate", "error"], ...rows]),
    requests.length > MOST_SHOWN ? `... and ${requests.length - MOST_SHOWN} requests more; --json has them all\n` : "",
    "optimal draws the member most likely to lead to acceptance, given the distance and the steps left: no guidance accepts more often\n",
  ].join("");
}

const MOST_SHOWN = 5;
/** Rows of a front that still read as a table. */
const MOST_ROWS = 30;

/** The front as CSV (RFC 4180), requests separated by spaces. */
export function frontCsv(front: readonly PlanFigures[]): string {
  const rows = front.map(({ passRate, finalBias, meanSteps, requests }) => [
    passRate,
    finalBias,
    meanSteps,
    requests.length,
    requests.join(" "),
  ]);
  return [["passRate", "finalBias", "meanSteps", "stages", "requests"], ...rows].map((cells) => `${cells.join(",")}\n`).join("");
}

const plan = (requests: readonly number[]) => planText(requests, figure);
const known = ({ value, error }: { readonly value: number; readonly error: number }) => measured(value, error);
/** What is smaller than its error is no difference. */
const signed = (value: number, error: number) =>
  Math.abs(value) <= error ? `0 (within ${atMost(error)})` : `${value > 0 ? "+" : ""}${measured(value, error)}`;

/** "0.6826 ± 4e-3": no digit below the first one of the error, and six at most. */
function measured(value: number, error: number): string {
  if (!(error > 0)) return figure(value);
  const place = Math.floor(Math.log10(error));
  const digits = value === 0 ? 1 : Math.min(6, Math.max(1, Math.floor(Math.log10(Math.abs(value))) - place + 1));
  return `${Number(value.toPrecision(digits))} ± ${atMost(error)}`;
}

/** One digit, rounded up: a bound stays one. */
function atMost(value: number): string {
  if (value <= 0) return "0";
  const unit = 10 ** Math.floor(Math.log10(value));
  return (Math.ceil(value / unit) * unit).toExponential(0);
}
