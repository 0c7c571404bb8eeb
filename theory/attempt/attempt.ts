import type { Point } from "../../model/point.ts";
import { type Grid, gridOf, integralOf } from "../grid.ts";
import type { GuidedPool } from "./guidedPool.ts";
import { type IntervalSet, sumOf, unite, within } from "./intervalSet.ts";
import { bendsOf, type Cut, type Panel, panelsOf, requireVisibleWindow, resolved, roughPoints } from "./panels.ts";
import { addStep, type Transfer, transfer } from "./transfer.ts";

/** A sub-density on a grid; its integral is the probability of ending there. */
export interface Density {
  readonly grid: Grid;
  readonly values: Float64Array;
}

/** The law of one attempt's end S_end, split by outcome. Each part integrates to the rate of its outcome. */
export interface AttemptLaw {
  readonly accepted: Density;
  readonly overshoot: Density;
  readonly exhausted: Density;
  /** E[low-level steps of an attempt], in [1, M]. */ readonly meanSteps: number;
}

/** The harness's part in an attempt. */
export type AttemptRules = Pick<Point, "tolerance" | "stepBudget" | "verification">;

/** Panel lists of the positions an attempt can pass through and end in. */
interface Ground {
  readonly inner: readonly Panel[];
  readonly below: readonly Panel[];
  readonly accepted: readonly Panel[];
  readonly above: readonly Panel[];
}

/**
 * The first-passage law of one attempt at a request: the sub-density of S_k below ℓ − ε is carried from step to step, and what
 * crosses ends the attempt. Under `stage-end` a planned number of steps is taken and nothing ends it early.
 *
 * Accuracy: spectral in `order` where panels end at every strong kink; `solve.ts` measures it by a second order.
 *
 * @param request  ℓ, units of work, above the tolerance
 * @param order    Gauss nodes per panel
 * @throws Unresolved when the grid needs more memory than the solver allows itself
 * @see docs/model.md §3, exact solution
 */
export function attemptLaw(pool: GuidedPool, rules: AttemptRules, request: number, order: number): AttemptLaw {
  const solve = rules.verification === "every-step" ? checkedEveryStep : checkedAtEnd;
  return resolved((layers) => solve(pool, rules, request, order, layers));
}

/** Steps that an attempt plans under `stage-end`: round(ℓ / mean of the pool), half up, in [1, M]. */
export function plannedSteps(pool: GuidedPool, rules: AttemptRules, request: number): number {
  return Math.min(rules.stepBudget, Math.max(1, Math.round(request / pool.mean)));
}

function checkedEveryStep(pool: GuidedPool, rules: AttemptRules, request: number, order: number, layers: number): AttemptLaw {
  const low = request - rules.tolerance;
  const high = request + rules.tolerance;
  const steps = stepSet(pool);
  const longest = Math.max(...steps.map((piece) => piece[1]));
  let [inside, passed]: IntervalSet[] = [[], []];
  let reach = steps;
  for (let k = 1; k <= rules.stepBudget && reach.length > 0; k++) {
    const still = within(reach, 0, low);
    inside = unite([...inside, ...still]);
    passed = unite([...passed, ...within(reach, low, Number.POSITIVE_INFINITY)]);
    if (k < rules.stepBudget) reach = sumOf(still, steps);
  }
  const top = low + longest;
  const rough = roughPoints(
    pool,
    [0],
    bendsOf(pool).map((distance) => request - distance),
    top,
  );
  // Mass is cut at ℓ − ε, a jump: one step on it is a kink at ℓ − ε + each step end.
  const breaks = [...rough, low, high, ...pool.members.flatMap((member) => member.support.map((end) => low + end))];
  const atLeast = 1e-11 * top;
  requireVisibleWindow(rules.tolerance, atLeast);
  const cut = panelCutter(pool, request, { breaks, atLeast, layers });
  const inner = cut(inside, [0, low]);
  const ground: Ground = { inner, below: inner, accepted: cut(passed, [low, high]), above: cut(passed, [high, Number.POSITIVE_INFINITY]) };

  const sources = gridOf(ground.inner, order);
  const ends = gridOf([...ground.accepted, ...ground.above], order);
  let now = firstStep(pool, request, sources.nodes);
  const visited = new Float64Array(sources.nodes.length);
  let meanSteps = 1;
  if (rules.stepBudget > 1) {
    const step = stepFrom(pool, request, sources, sources.nodes);
    for (let k = 1; k < rules.stepBudget && now.some((value) => value !== 0); k++) {
      for (let s = 0; s < now.length; s++) visited[s] += now[s];
      const next = new Float64Array(now.length);
      addStep(step, now, next);
      now = next;
    }
    meanSteps += integralOf(sources, visited);
  }
  const ended = firstStep(pool, request, ends.nodes);
  if (rules.stepBudget > 1) addStep(stepFrom(pool, request, sources, ends.nodes), visited, ended);
  return split(ground, order, ended, now, meanSteps);
}

function checkedAtEnd(pool: GuidedPool, rules: AttemptRules, request: number, order: number, layers: number): AttemptLaw {
  const low = request - rules.tolerance;
  const high = request + rules.tolerance;
  const planned = plannedSteps(pool, rules, request);
  const steps = stepSet(pool);
  let reach = steps;
  let visitable: IntervalSet = [];
  for (let k = 1; k < planned; k++) {
    visitable = unite([...visitable, ...reach]);
    reach = sumOf(reach, steps);
  }
  const top = Math.max(...reach.map((piece) => piece[1]));
  const breaks = [
    ...roughPoints(
      pool,
      [0],
      bendsOf(pool).map((distance) => request - distance),
      top,
    ),
    low,
    high,
  ];
  const atLeast = 1e-11 * top;
  requireVisibleWindow(rules.tolerance, atLeast);
  const cut = panelCutter(pool, request, { breaks, atLeast, layers });
  const everywhere: Panel = [0, Number.POSITIVE_INFINITY];
  const ground: Ground = {
    inner: cut(visitable, everywhere),
    below: cut(reach, [0, low]),
    accepted: cut(reach, [low, high]),
    above: cut(reach, [high, Number.POSITIVE_INFINITY]),
  };
  const ends = gridOf([...ground.below, ...ground.accepted, ...ground.above], order);
  let ended = firstStep(pool, request, ends.nodes);
  if (planned > 1) {
    const sources = gridOf(ground.inner, order);
    let now = firstStep(pool, request, sources.nodes);
    const step = planned > 2 ? stepFrom(pool, request, sources, sources.nodes) : undefined;
    for (let k = 2; step && k < planned; k++) {
      const next = new Float64Array(now.length);
      addStep(step, now, next);
      now = next;
    }
    ended = new Float64Array(ends.nodes.length);
    addStep(stepFrom(pool, request, sources, ends.nodes), now, ended);
  }
  const belowNodes = ground.below.length * order;
  return split(ground, order, ended.subarray(belowNodes), ended.subarray(0, belowNodes), planned);
}

/** Panels of positions; a density jumps at the start and, cut there or drawn from there, at every step end. */
function panelCutter(pool: GuidedPool, request: number, how: Pick<Cut, "breaks" | "atLeast" | "layers">) {
  const switches = pool.switches.map((distance) => request - distance);
  const starts = [0, ...pool.members.flatMap(({ support }) => support)];
  return (reachable: IntervalSet, range: Panel) => panelsOf(pool, { ...how, reachable, range, switches, starts });
}

/** The next step is drawn with the weights of the position before it. */
function stepFrom(pool: GuidedPool, request: number, sources: Grid, targets: Float64Array): Transfer {
  return transfer(pool, { of: "source", at: (position, out) => pool.weightsAt(request - position, out) }, sources, targets);
}

/** The law of S_1 at given positions: the first step is taken at remaining distance ℓ. */
function firstStep(pool: GuidedPool, request: number, positions: Float64Array): Float64Array {
  const weights = new Float64Array(pool.members.length);
  pool.weightsAt(request, weights);
  return positions.map((x) => pool.members.reduce((sum, member, i) => sum + weights[i] * member.density(x), 0));
}

function stepSet(pool: GuidedPool): IntervalSet {
  return unite(pool.members.map((member) => member.support));
}

function split(ground: Ground, order: number, ended: Float64Array, below: Float64Array, meanSteps: number): AttemptLaw {
  const part = (panels: readonly Panel[], values: Float64Array): Density => ({ grid: gridOf(panels, order), values });
  const acceptedNodes = ground.accepted.length * order;
  return {
    accepted: part(ground.accepted, ended.subarray(0, acceptedNodes)),
    overshoot: part(ground.above, ended.subarray(acceptedNodes)),
    exhausted: part(ground.below, below),
    meanSteps,
  };
}
