import type { Command } from "commander";
import { jsonOption, numberText } from "../options.ts";
import { requireQuestion } from "./question.ts";
import { show } from "./show.ts";

interface WeibullOptions {
  readonly halfLife: number;
  readonly shape: number;
  readonly length?: number;
  readonly target?: number;
  readonly json?: true;
}

export function addWeibull(group: Command): void {
  group
    .command("weibull")
    .summary("the same where the failure rate falls or rises along a task")
    .description("Weibull's survival law, exp(-(length / scale)^shape), by its half-life. Shape 1 is the half-life law.")
    .requiredOption("--half-life <length>", "length at which half of the attempts succeed, 1e-9 to 1e9", numberText("--half-life"))
    .requiredOption("--shape <beta>", "below 1 the failure rate falls along a task, above 1 it rises; 0.01 to 100", numberText("--shape"))
    .option("--length <length>", "length of the task, 0 to 1e9, in the same unit", numberText("--length"))
    .option("--target <rate>", "add the longest task that succeeds this often, above 0 and below 1", numberText("--target"))
    .addOption(jsonOption())
    .addHelpText("after", HELP)
    .action(answer);
}

async function answer({ halfLife, shape, length, target, json }: WeibullOptions): Promise<void> {
  requireQuestion({ length, target });
  const { weibull } = await import("../../theory/relatives/weibull.ts");
  const law = weibull(halfLife, shape);
  const at =
    length === undefined ? {} : { length, success: law.success(length), failRate: law.failRate(length), hazard: law.hazard(length) };
  await show(
    { halfLife, shape, scale: law.scale, ...at, ...(target === undefined ? {} : { target, horizon: law.horizon(target) }) },
    {
      ...(length === undefined ? {} : { hazard: "infinite at the start of a task, or beyond double precision" }),
      ...(target === undefined ? {} : { horizon: "beyond double precision" }),
    },
    json === true,
  );
}

const HELP = `
scale is the length that succeeds with probability 1/e, hazard failures per unit of length at that length, horizon the longest task
that reaches the target. Docs: docs/theory/relatives.md (R.6) to (R.8).

Example:
  harness-lab relatives weibull --half-life 59 --shape 0.6 --length 15 --target 0.99`;
