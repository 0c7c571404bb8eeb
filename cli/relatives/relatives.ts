import type { Command } from "commander";
import { addFigure } from "./figure.ts";
import { addHalfLife } from "./halfLife.ts";
import { addPassAtK } from "./passAtK.ts";
import { addVoting } from "./voting.ts";
import { addWeibull } from "./weibull.ts";

export function addRelatives(root: Command): void {
  const group = root
    .command("relatives")
    .summary("other laws of success: half-life, voting, pass@k")
    .description("Laws that answer a neighbouring question, in closed form, and a figure that sets two assumptions side by side.")
    .addHelpText("after", HELP);
  for (const add of [addHalfLife, addWeibull, addVoting, addPassAtK, addFigure]) add(group);
}

const HELP = `
Each law with its proof: docs/theory/relatives.md. Rates are probabilities; lengths are in any one unit (minutes, steps, units of work).

Examples:
  harness-lab relatives half-life --half-life 59 --length 15
  harness-lab relatives weibull --half-life 59 --shape 0.6 --target 0.99
  harness-lab relatives voting --accuracy 0.99 --steps 1e6 --target 0.9
  harness-lab relatives pass-at-k --trials 20 --passed 7 --k 4
  harness-lab relatives figure --out results/relatives`;
