import { meanDeviation } from "../law/law.ts";
import type { Stage } from "../stage.ts";
import { within } from "./adaptiveOptimum.ts";
import { type CellMasses, cellMasses } from "./cellMasses.ts";
import { type Expectation, follow, integral, nothing } from "./followPolicy.ts";
import { type OnCells, type Policy, type Remaining, STOP } from "./remaining.ts";

/** What a run under an adaptive harness comes to. */
export interface AdaptiveFigures {
  /** P(every stage accepted and the goal met within the tolerance). */ readonly arrivalRate: number;
  /** P(every stage that was asked for is accepted). */ readonly passRate: number;
  /** E|X − G|, units of work. */ readonly finalBias: number;
  /** E[stages asked for]. */ readonly meanStages: number;
  /** E[low-level steps, all attempts]. */ readonly meanSteps: number;
}

/** Value functions of a policy, y-wise; `relief` is the bias less |y|. */
interface Values {
  readonly arrival: OnCells;
  readonly fail: OnCells;
  readonly relief: OnCells;
  readonly stages: OnCells;
  readonly steps: OnCells;
}

interface Setting {
  readonly stages: readonly Stage[];
  readonly tolerance: number;
  readonly carry: boolean;
  readonly grid: Remaining;
}

/**
 * The figures of two policies, each exact for the rule that it states.
 *
 * `homing` stops where it stops asking. `arriving` ends as soon as |y| ≤ ε or y < −ε; once a stage is unrecovered, or no request can
 * arrive any more, it goes on as `homing` does.
 *
 * @param arriving  on cells above ε; what it says below is not looked at
 */
export function adaptiveFigures(
  setting: Setting,
  homing: Policy,
  arriving: Policy,
): { homing: AdaptiveFigures; arriving: AdaptiveFigures } {
  const home = homingValues(setting, homing);
  return { homing: atGoal(setting, home), arriving: atGoal(setting, arrivingValues(setting, arriving, home)) };
}

function homingValues({ stages, tolerance, carry, grid }: Setting, policy: Policy): Values {
  const zero = nothing(grid);
  const passed: Expectation["onward"] = (i) => ({ law: stages[i].passed, weight: stages[i].passRate });
  const onward: Expectation["onward"] = carry ? (i) => ({ law: stages[i].all, weight: 1 }) : passed;
  const bottom = grid.at(0);
  // Where the rule stops within the tolerance the run has arrived; below the lowest node it is counted at once.
  const arrived = nothing(grid);
  for (let c = 0; c < grid.base; c++) if (policy.high[c] === STOP) arrived.low[c] = arrived.high[c] = 1;
  const landing = (i: number, y: number) => {
    const { passed: law, passRate } = stages[i];
    return law === undefined ? 0 : passRate * within(law, y - bottom, y + tolerance);
  };
  const value = (reward: Expectation["reward"], on: Expectation["onward"], stopped = zero) =>
    follow(policy, grid, { reward, onward: on, stopped, floor: 0 });
  return {
    arrival: value(landing, passed, arrived),
    fail: value((i) => stages[i].failRate, passed),
    relief: value((i, y) => meanDeviation(stages[i].all, y) - Math.abs(y), onward),
    stages: value(() => 1, onward),
    steps: value((i) => stages[i].meanSteps, onward),
  };
}

function arrivingValues({ stages, tolerance, carry, grid }: Setting, policy: Policy, home: Values): Values {
  const passed: Expectation["onward"] = (i) => ({ law: stages[i].passed, weight: stages[i].passRate });
  const lost = new Map<number, CellMasses>();
  /** ∫ f(y − S) over the progress of an unrecovered stage. */
  const afterLoss = (f: OnCells, i: number, node: number) => {
    if (!carry) return 0;
    const masses = lost.get(i) ?? cellMasses(stages[i].unrecovered, grid.step, grid.nodes, 1);
    lost.set(i, masses);
    return integral(masses, f, node, 0);
  };
  const value = (reward: Expectation["reward"], stopped: OnCells) =>
    follow(policy, grid, { reward, onward: passed, stopped, floor: grid.base });
  return {
    arrival: value((i, y) => {
      const { passed: law, passRate } = stages[i];
      return law === undefined ? 0 : passRate * within(law, y - tolerance, y + tolerance);
    }, nothing(grid)),
    fail: value((i) => stages[i].failRate, home.fail),
    relief: value((i, y, node) => meanDeviation(stages[i].all, y) - y + afterLoss(home.relief, i, node), home.relief),
    stages: value((i, _, node) => 1 + afterLoss(home.stages, i, node), home.stages),
    steps: value((i, _, node) => stages[i].meanSteps + afterLoss(home.steps, i, node), home.steps),
  };
}

function atGoal({ grid }: Setting, values: Values): AdaptiveFigures {
  const top = grid.nodes - 2;
  return {
    arrivalRate: values.arrival.high[top],
    passRate: 1 - values.fail.high[top],
    finalBias: grid.at(grid.nodes - 1) + values.relief.high[top],
    meanStages: values.stages.high[top],
    meanSteps: values.steps.high[top],
  };
}
