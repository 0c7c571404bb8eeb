import type { Command } from "commander";
import type { Estimate } from "../../model/result.ts";
import { jsonOption, numberText } from "../options.ts";
import { print, printJson } from "../print.ts";
import { figure, table } from "../table.ts";

interface PassAtKOptions {
  readonly trials: number;
  readonly passed: number;
  readonly k: number;
  readonly json?: true;
}

export function addPassAtK(group: Command): void {
  group
    .command("pass-at-k")
    .summary("pass@k and pass^k of one task from n trials")
    .description("Unbiased estimates of pass@k (one of k trials passes, or more) and pass^k (all k pass), with 95% intervals.")
    .requiredOption("--trials <n>", "trials made of one task, 1 to 1e6", numberText("--trials"))
    .requiredOption("--passed <c>", "how many of them passed", numberText("--passed"))
    .requiredOption("--k <k>", "trials asked about, at most --trials", numberText("--k"))
    .addOption(jsonOption())
    .addHelpText("after", HELP)
    .action(answer);
}

async function answer({ trials, passed, k, json }: PassAtKOptions): Promise<void> {
  const { passAtK } = await import("../../theory/relatives/passAtK.ts");
  const estimates = passAtK(trials, passed, k);
  if (json) return printJson({ trials, passed, k, ...estimates });
  const row = (name: string, { mean, low, high }: Estimate) => [name, figure(mean), figure(low), figure(high)];
  await print(
    table([
      ["", "estimate", "95% low", "95% high"],
      row("pass rate", estimates.passRate),
      row(`pass@${k}`, estimates.passAtK),
      row(`pass^${k}`, estimates.passHatK),
    ]),
  );
}

const HELP = `
Trials are taken for independent with one pass rate. The intervals are Wilson's for the pass rate, mapped by 1 - (1 - p)^k and p^k;
the estimates are unbiased, 1 - C(n - c, k)/C(n, k) and C(c, k)/C(n, k), and can lie outside of the interval where k is near n.
Docs: docs/theory/relatives.md (R.17) to (R.23).

Example:
  harness-lab relatives pass-at-k --trials 20 --passed 7 --k 4 --json`;
