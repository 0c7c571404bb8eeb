import type { FixedLawReport, LawCheck } from "../../model/calibration.ts";
import { namedStream } from "../../numerics/streams.ts";
import { apart, attemptGroups, distanceGroups, landings, rankCorrelation, requestGroups } from "./dependence.ts";
import type { ObservedStep } from "./observations.ts";
import { drawAmong, playTrial, type Rules } from "./replay.ts";
import type { AdditionTrial } from "./sameAgent.ts";

/** Probability that a fixed law is called none, all checks together. */
const LEVEL = 0.05;
/** Samples under one fixed law. */
const REPLICATES = 399;
/** Fewer steps tell no dependence from chance. */
const ENOUGH_STEPS = 30;
/** A sample ends with the trial in which it has this many times the steps observed. */
const MOST_TIMES = 3;

type Checked = LawCheck["of"];
const GROUPS = { distance: distanceGroups, request: requestGroups, attempt: attemptGroups } as const;

/**
 * Whether steps can be independent draws of one law, whatever law: they must not depend on the distance left, on the request, on the
 * number of the attempt, and must not land in the window more often than by chance.
 *
 * Steps decide where an attempt ends and what is left, so neither steps nor distances can be shuffled. Each statistic is held against
 * what it is in trials under the same harnesses that draw every step among the observed ones: a bootstrap under the hypothesis.
 *
 * @param seed  names the streams of draws
 */
export function fixedLawReport(
  trials: readonly AdditionTrial[],
  steps: readonly ObservedStep[],
  rules: Rules,
  seed: string,
): FixedLawReport {
  if (steps.length < ENOUGH_STEPS)
    return {
      status: "too few",
      why: `${steps.length} steps tell no dependence from chance: at least ${ENOUGH_STEPS} are wanted`,
      level: LEVEL,
      checks: [],
    };
  const seen = statisticsOf(steps, rules.tolerance);
  const further = new Map([...seen.keys()].map((name) => [name, 0]));
  const values = steps.map(({ value }) => value);
  for (let block = 0; block < REPLICATES; block++) {
    const draw = drawAmong(values, namedStream(seed, block, "one fixed law"));
    const drawn: ObservedStep[] = [];
    // An agent that adapts passes where a fixed law spends a long retry budget.
    for (const { stages } of trials)
      if (drawn.length < MOST_TIMES * steps.length) playTrial(stages, rules, draw, (step) => drawn.push(step));
    const again = statisticsOf(drawn, rules.tolerance);
    for (const [name, count] of further)
      if ((again.get(name) ?? Number.NEGATIVE_INFINITY) >= (seen.get(name) as number)) further.set(name, count + 1);
  }
  const checks = [...further].map(
    ([of, count]): LawCheck => ({ of, pValue: (1 + count) / (1 + REPLICATES), seen: inWords(of, steps, rules.tolerance) }),
  );
  const broken = checks.filter(({ pValue }) => pValue <= LEVEL / checks.length);
  return {
    status: broken.length > 0 ? "adapts" : "ok",
    why: broken.length > 0 ? broken.map(said).join("; ") : `nothing speaks against one fixed law (${checks.map(named).join(", ")})`,
    level: LEVEL,
    checks,
  };
}

/** Of those that vary. A statistic is the larger, the more the steps depend. */
function statisticsOf(steps: readonly ObservedStep[], tolerance: number): ReadonlyMap<Checked, number> {
  const found = new Map<Checked, number>();
  for (const [name, groupsOf] of Object.entries(GROUPS)) {
    const groups = groupsOf(steps);
    if (groups.some((group) => group !== groups[0])) found.set(name as Checked, apart(steps, groups));
  }
  const { seen, expected } = landings(steps, tolerance);
  return found.set("landing", seen - expected);
}

const said = ({ pValue, seen }: LawCheck): string => `${seen} (p = ${short(pValue)})`;
const named = ({ of, pValue }: LawCheck): string => `${of} p = ${short(pValue)}`;

function inWords(of: Checked, steps: readonly ObservedStep[], tolerance: number): string {
  if (of === "request") return "the steps differ with the stage's request";
  if (of === "attempt") return "the steps after a rejection differ from those of first attempts";
  if (of === "distance") {
    const correlation = rankCorrelation(steps);
    return `the steps differ with the distance left${correlation === undefined ? "" : ` (rank correlation ${correlation.toFixed(2)})`}`;
  }
  const { seen, expected } = landings(steps, tolerance);
  return `${seen} of ${steps.length} steps land in the window, where ${short(expected)} would by chance`;
}

const short = (value: number): string => String(Number(value.toPrecision(2)));
