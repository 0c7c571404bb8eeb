import type { Command } from "commander";
import { jsonOption, numberText } from "../options.ts";
import { requireQuestion } from "./question.ts";
import { show } from "./show.ts";

interface HalfLifeOptions {
  readonly halfLife: number;
  readonly length?: number;
  readonly target?: number;
  readonly step?: number;
  readonly json?: true;
}

export function addHalfLife(group: Command): void {
  group
    .command("half-life")
    .summary("success against length at a constant failure rate")
    .description("The chance that a task of some length succeeds when an agent fails at a constant rate: 2^(-length / half-life).")
    .requiredOption("--half-life <length>", "length at which half of the attempts succeed, 1e-9 to 1e9", numberText("--half-life"))
    .option("--length <length>", "length of the task, 0 to 1e9, in the same unit", numberText("--length"))
    .option("--target <rate>", "add the longest task that succeeds this often, above 0 and below 1", numberText("--target"))
    .option("--step <length>", "add how often a step of this length succeeds, and how many half get through", numberText("--step"))
    .addOption(jsonOption())
    .addHelpText("after", HELP)
    .action(answer);
}

async function answer({ halfLife, length, target, step, json }: HalfLifeOptions): Promise<void> {
  requireQuestion({ length, target, step });
  const { constantHazard, halfLifeInSteps } = await import("../../theory/relatives/constantHazard.ts");
  const law = constantHazard(halfLife);
  await show(
    {
      halfLife,
      hazard: law.hazard,
      ...(length === undefined ? {} : { length, success: law.success(length), failRate: law.failRate(length) }),
      ...(target === undefined ? {} : { target, horizon: law.horizon(target) }),
      ...(step === undefined ? {} : { step, stepSuccess: law.success(step), stepFailRate: law.failRate(step) }),
      ...(step === undefined ? {} : { halfLifeInSteps: halfLifeInSteps(law.failRate(step)) }),
    },
    {},
    json === true,
  );
}

const HELP = `
hazard is failures per unit of length, horizon the longest task that reaches the target, half life in steps the number of steps that half of
the attempts get through. Docs: docs/theory/relatives.md (R.2) to (R.5).

Example:
  harness-lab relatives half-life --half-life 59 --length 15 --target 0.99 --json`;
