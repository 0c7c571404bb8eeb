import type { Agent } from "./agent.ts";
import { type AttemptRule, ceilingOf, endingMass, type Wanted } from "./attemptRule.ts";

/**
 * A guess at the chance that an attempt ends as wanted, by progress and steps left, from a coarse lattice. It only says where to
 * look: any guess leaves the estimate unbiased, and a good one makes its variance small.
 */
export interface Guide {
  readonly agent: Agent;
  readonly rule: AttemptRule;
  readonly wanted: Wanted;
  /** Spacing of the lattice, units of work. */ readonly spacing: number;
  /** The guess at progress `at` with `left` ≥ 1 steps left; linear between lattice places. */
  value(at: number, left: number): number;
  /** Share of steps drawn by the agent's own law, in (0, 1]. */ readonly natural: number;
}

/** Lattice places per length over which a step density changes by a factor of e, and per width of a step's support. */
const PER_SCALE = 4;
const PER_SUPPORT = 32;
const FEWEST_PLACES = 64;
/** Products of the recursion, and values kept: about a second, and 64 MB. Where they bind, the lattice is coarser and the variance larger. */
const MOST_WORK = 3e8;
const MOST_VALUES = 8e6;
/** Largest share of natural steps, and natural steps that a whole attempt may expect. */
const NATURAL_SHARE = 0.5;
const NATURAL_STEPS = 1;

/**
 * Works the guess out by recursion over the steps left: what ends at once, and what goes on to a place of the lattice.
 *
 * @param rule  with a step budget ≥ 1
 */
export function makeGuide(agent: Agent, rule: AttemptRule, wanted: Wanted): Guide {
  const ceiling = ceilingOf(rule);
  const depth = depthOf(agent, rule, ceiling);
  const places = placesOf(agent, ceiling, depth);
  const spacing = ceiling / places;
  const values = valuesOf(agent, rule, wanted, depth, places, spacing);
  const value = (at: number, left: number) => {
    const row = values[Math.min(left, depth) - 1];
    const cell = Math.min(places - 1, Math.max(0, Math.floor(at / spacing)));
    const share = Math.min(1, at / spacing - cell);
    return row[cell] + (row[cell + 1] - row[cell]) * share;
  };
  return { agent, rule, wanted, spacing, value, natural: Math.min(NATURAL_SHARE, NATURAL_STEPS / depth) };
}

/** Steps left from which more make no difference: each adds at least the smallest step. */
function depthOf(agent: Agent, { everyStep, stepBudget }: AttemptRule, ceiling: number): number {
  const smallest = Math.min(...agent.members.map((member) => member.support[0]));
  return everyStep && smallest > 0 ? Math.min(stepBudget, Math.ceil(ceiling / smallest) + 1) : stepBudget;
}

function placesOf({ members }: Agent, ceiling: number, depth: number): number {
  const widths = members.map(({ support: [low, high] }) => high - low);
  const finest = Math.min(...members.map(({ scale }, i) => Math.min(scale / PER_SCALE, widths[i] / PER_SUPPORT)));
  const wanted = Math.max(FEWEST_PLACES, ceiling / finest);
  // A place sees `reach` times the places there are, so the work grows with their square.
  const reach = widths.reduce((sum, width) => sum + Math.min(1, width / ceiling), 0);
  return Math.ceil(Math.min(wanted, Math.sqrt(MOST_WORK / depth / reach), MOST_VALUES / depth));
}

/** Shape [depth][places + 1]: row k − 1 is for k steps left. */
function valuesOf(agent: Agent, rule: AttemptRule, wanted: Wanted, depth: number, places: number, spacing: number): Float64Array[] {
  const { members } = agent;
  const weights = Array.from({ length: places + 1 }, (_, place) => {
    const out = new Float64Array(members.length);
    agent.weightsAt(rule.request - place * spacing, out);
    return out;
  });
  const ending = (left: number) =>
    weights.map((weight, place) =>
      members.reduce((sum, member, i) => sum + weight[i] * endingMass(rule, wanted, member, place * spacing, left), 0),
    );
  // The mass of each cell ahead of a place is the same at every place; from the nearer tail, so that a small one keeps its digits.
  const cells = members.map((member) => {
    const first = Math.max(0, Math.floor(member.support[0] / spacing));
    const last = Math.min(places - 1, Math.floor(member.support[1] / spacing));
    const masses = Array.from({ length: Math.max(0, last - first + 1) }, (_, j) => {
      const [from, to] = [(first + j) * spacing, (first + j + 1) * spacing];
      return from > member.mean ? member.survival(from) - member.survival(to) : member.cdf(to) - member.cdf(from);
    });
    return { first, masses };
  });
  const rows = [Float64Array.from(ending(1))];
  const endingEarly = depth > 1 ? ending(2) : [];
  while (rows.length < depth) {
    const next = rows[rows.length - 1];
    const row = Float64Array.from(endingEarly);
    for (const [i, { first, masses }] of cells.entries())
      for (let place = 0; place <= places; place++) {
        let sum = 0;
        for (let j = 0, cell = place + first; j < masses.length && cell < places; j++, cell++)
          sum += masses[j] * (next[cell] + next[cell + 1]);
        row[place] += (weights[place][i] * sum) / 2;
      }
    rows.push(row);
  }
  return rows;
}
