import type { Point } from "../model/point.ts";
import type { CappedPlan, Caps } from "../theory/optimal/capped.ts";
import type { Feedback } from "../theory/optimal/feedback.ts";
import type { FixedOptimum } from "../theory/optimal/fixedOptimum.ts";
import type { GuidanceComparison } from "../theory/optimal/optimalGuidance.ts";
import type { PlanFigures } from "../theory/optimal/planFigures.ts";
import { figure, smallFigure, table } from "./table.ts";

/** Everything that `optimum` may be asked for. */
export interface Optimum extends FixedOptimum {
  readonly caps?: Caps;
  readonly capped?: CappedPlan;
  /** By pass rate, highest first. */ readonly front?: readonly PlanFigures[];
  readonly feedback?: Feedback;
  readonly guidance?: GuidanceComparison;
}

export function optimumSummary(point: Point, optimum: Optimum): string {
  const parts = [fixedPart(optimum), cappedPart(optimum), frontPart(optimum), feedbackPart(point, optimum), guidancePart(optimum)];
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
    ...(partial ? [[`best partial: ${partial.chunks} chunks of ${figure(partial.chunk)}, then the rest`, figure(partial.passRate)]] : []),
  ];
  return [
    `Best fixed plan: ${plan(best.requests)}\n\n`,
    table([["", "exact", "error", ""], ...rows]),
    `\nNo fixed plan passes more often than ${figure(upperBound)}: this one is within ${smallFigure(gap)} of that.\n`,
    `\n${table([["", "pass rate"], ...rivals])}`,
  ].join("");
}

function cappedPart({ caps, capped, absent }: Optimum): string {
  if (!caps) return "";
  const limits = [
    ...(caps.maxSteps === undefined ? [] : [`at most ${figure(caps.maxSteps)} expected steps`]),
    ...(caps.maxBias === undefined ? [] : [`a final bias of at most ${figure(caps.maxBias)}`]),
  ].join(" and ");
  if (!capped) return `With ${limits}: ${absent?.capped ?? "no plan"}\n`;
  const bound = capped.upperBound === undefined ? "" : `; no plan within the caps passes more often than ${figure(capped.upperBound)}`;
  return `With ${limits}: ${plan(capped.requests)}\npass rate ${figure(capped.passRate)}, final bias ${figure(capped.finalBias)}, expected steps ${figure(capped.meanSteps)}${bound}\n`;
}

function frontPart({ front }: Optimum): string {
  if (!front) return "";
  if (front.length === 0) return "Pareto front: empty, no plan found can pass\n";
  const rows = front.map(({ requests, passRate, finalBias, meanSteps }) => [
    figure(passRate),
    figure(finalBias),
    figure(meanSteps),
    ` ${plan(requests)}`,
  ]);
  return `Pareto front: no plan found is better in one without being worse in another\n${table([["pass rate", "final bias", "expected steps", " requests"], ...rows])}`;
}

function feedbackPart({ goal, tolerance }: Point, { feedback, absent }: Optimum): string {
  if (!feedback) return absent?.feedback === undefined ? "" : `With feedback: unresolved, ${absent.feedback}\n`;
  const { arriving, homing, fixed, worth, rule } = feedback;
  const columns = [fixed, arriving.figures, homing.figures];
  const row = (name: string, key: "arrivalRate" | "passRate" | "finalBias" | "meanSteps") => [
    name,
    ...columns.map((one) => figure(one?.[key])),
    smallFigure(Math.max(arriving.error[key], homing.error[key])),
  ];
  const asked = rule.map(({ left, arriving: now, homing: near }) => [figure(left), figure(now), figure(near)]);
  return [
    `With feedback: each request is chosen from what is really left of the goal of ${figure(goal)}\n`,
    "Arrival: every stage accepted, and the run ends within the tolerance of the goal.\n",
    "Pass rate with feedback is that of the stages asked for; such a harness promises no sum of requests.\n\n",
    table([
      ["", "fixed plan", "arrives most", "ends nearest", "error"],
      row("arrival rate", "arrivalRate"),
      row("pass rate", "passRate"),
      row("final bias", "finalBias"),
      row("mean steps", "meanSteps"),
    ]),
    `\nGreatest arrival rate of any rule ${known(feedback.arrivalRate)}, least final bias ${known(feedback.finalBias)} units of work\n`,
    worth
      ? `Worth of feedback: ${signed(worth.arrivalRate)} arrival rate, ${figure(worth.biasSaved)} units of final bias saved, ${signed(worth.passRate)} pass rate\n`
      : "",
    `\n${table([["left", "ask to arrive", "ask to end near"], ...asked])}`,
    `- is where the run ends; within ${figure(tolerance)} of the goal it has arrived\n`,
  ].join("");
}

function guidancePart({ guidance }: Optimum): string {
  if (!guidance) return "";
  const { requests, rules } = guidance;
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

/** "2 x 4, 3.5": equal neighbours together. */
function plan(requests: readonly number[]): string {
  const groups: { readonly text: string; count: number }[] = [];
  for (const request of requests) {
    const text = figure(request);
    const last = groups.at(-1);
    if (last?.text === text) last.count++;
    else groups.push({ text, count: 1 });
  }
  return groups.map(({ text, count }) => (count === 1 ? text : `${count} x ${text}`)).join(", ");
}

const known = ({ value, error }: { readonly value: number; readonly error: number }) => `${figure(value)} (error ${smallFigure(error)})`;
const signed = (value: number) => `${value >= 0 ? "+" : ""}${figure(value)}`;
