import type { Command } from "commander";
import { InvalidInput } from "../../model/invalid.ts";
import { jsonOption, numberText } from "../options.ts";
import { show } from "./show.ts";

interface VotingOptions {
  readonly accuracy: number;
  readonly steps: number;
  readonly ahead?: number;
  readonly target?: number;
  readonly json?: true;
}

export function addVoting(group: Command): void {
  group
    .command("voting")
    .summary("a long task whose every step is put to the vote")
    .description("A task of s independent steps, each decided by votes until one answer is k ahead: (1 + ((1 - p)/p)^k)^(-s).")
    .requiredOption("--accuracy <p>", "chance that one vote is right, 0 to 1", numberText("--accuracy"))
    .requiredOption("--steps <s>", "steps of the task, 1 to 1e15", numberText("--steps"))
    .option("--ahead <k>", "lead that ends a vote, 1 to 1e9", numberText("--ahead"))
    .option("--target <rate>", "in place of --ahead: the least lead that succeeds this often, above 0 and below 1", numberText("--target"))
    .addOption(jsonOption())
    .addHelpText("after", HELP)
    .action(answer);
}

async function answer({ accuracy, steps, ahead, target, json }: VotingOptions): Promise<void> {
  const [{ votingLaw }, { leastLead }] = await Promise.all([
    import("../../theory/relatives/votingLaw.ts"),
    import("../../theory/relatives/leastLead.ts"),
  ]);
  const law = () => {
    if (ahead !== undefined && target === undefined) return { ahead, ...votingLaw(accuracy, steps, ahead) };
    if (ahead === undefined && target !== undefined) return { target, ...leastLead(accuracy, steps, target) };
    throw new InvalidInput("--ahead", "or --target must be given, and not both");
  };
  const { risk, ...figures } = law();
  const finite = Number.isFinite(risk) ? risk : undefined;
  await show({ accuracy, steps, ...figures, risk: finite }, { risk: "infinite: no vote is right" }, json === true);
}

const HELP = `
success is the chance that every step is decided rightly, fail rate 1 - success and risk -log(success), each with digits of its own;
votes are expected counts. Wrong votes are taken to agree with each other, the worst case; votes are taken to be independent.
At an accuracy of 0.5 or less no lead helps, and --target is refused. Docs: docs/theory/relatives.md (R.10) to (R.16).

Examples:
  harness-lab relatives voting --accuracy 0.99 --steps 1e6 --ahead 4
  harness-lab relatives voting --accuracy 0.9 --steps 1000 --target 0.98 --json`;
