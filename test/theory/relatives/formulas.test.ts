import { evaluate } from "mathjs";
import { expect, test } from "vitest";
import { FORMULAS } from "../../../theory/formulas.ts";
import { constantHazard, halfLifeInSteps } from "../../../theory/relatives/constantHazard.ts";
import { independentStages } from "../../../theory/relatives/independentStages.ts";
import { leastLead } from "../../../theory/relatives/leastLead.ts";
import { passAtK } from "../../../theory/relatives/passAtK.ts";
import { logOdds, votingLaw } from "../../../theory/relatives/votingLaw.ts";
import { weibull } from "../../../theory/relatives/weibull.ts";

/** What the page shows, evaluated as it stands. */
const shown = (id: string, scope: Record<string, number>): number => evaluate(FORMULAS[id].right, { ...scope }) as number;

const [len, T50, beta, target] = [23, 59, 0.6, 0.8];
const [p, k, s] = [0.93, 4, 1000];
const [n, c] = [20, 7];
const H = 2.3;
const law = weibull(T50, beta);
const checks: [string, Record<string, number>, number][] = [
  ["R.2", { len, T50 }, constantHazard(T50).success(len)],
  ["R.4", { q_step: 0.99 }, halfLifeInSteps(0.01)],
  ["R.5", { T50, target }, constantHazard(T50).horizon(target)],
  ["R.6", { len, T50, beta }, law.success(len)],
  ["R.7", { T50, beta }, law.scale],
  ["R.8", { len, T50, beta }, law.hazard(len) as number],
  ["R.11", { p, k }, votingLaw(p, s, k).stepSuccess],
  ["R.13", { p, k, s }, votingLaw(p, s, k).success],
  ["R.14", { target, s, lambda: logOdds(p) }, leastLead(p, s, target).ahead],
  ["R.16", { k, lambda: logOdds(p) }, votingLaw(p, s, k).votesPerStep],
  ["R.18", { n, c, k }, passAtK(n, c, k).passAtK.mean],
  ["R.19", { n, c, k }, passAtK(n, c, k).passHatK.mean],
  ["R.25", { H, K: 9, R: 5 }, independentStages(H, 9, { kind: "retries", retryBudget: 5 }).passRate],
  ["R.26", { H, K: 9, k }, independentStages(H, 9, { kind: "voting", ahead: k }).passRate],
];

// The formulas are written to be read: (1 + x)^-s loses s roundings of 1.1e-16, a thousand of them here.
test.each(checks)("%s is what the code computes", (id, scope, computed) => expect(computed / shown(id, scope)).toBeCloseTo(1, 11));

test("every formula of the page is held to code", () => {
  const ours = Object.keys(FORMULAS).filter((id) => id.startsWith("R."));
  expect(checks.map(([id]) => id)).toEqual(ours);
});

test("the comparison has teeth: another lead is another number", () =>
  expect(Math.abs(votingLaw(p, s, k).success / shown("R.13", { p, k: k + 1, s }) - 1)).toBeGreaterThan(1e-3));
