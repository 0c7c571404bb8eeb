import { chunkAt } from "./chunk.ts";
import type { Experiment } from "./experiment.ts";
import { granularityAt } from "./granularity.ts";
import { guidanceAt } from "./guidance.ts";
import { partialAt } from "./partial.ts";
import { pruningAt } from "./pruning.ts";
import { retryAt } from "./retry.ts";
import { CANONICAL_SETTING, type Setting } from "./setting.ts";
import { toleranceAt } from "./tolerance.ts";
import { tradeOffsAt } from "./tradeOffs.ts";

/** Every experiment of docs/model.md §4 that needs no real agent, in the order of the paper's figures, as a function of its setting. */
const FORMS: readonly ((setting: Setting) => Experiment)[] = [
  granularityAt,
  guidanceAt,
  partialAt,
  tradeOffsAt,
  retryAt,
  toleranceAt,
  pruningAt,
  chunkAt,
];

export const experimentsAt = (setting: Setting): Experiment[] => FORMS.map((form) => form(setting));

/** The paper's: all experiments at the canonical setting. */
export const EXPERIMENTS: readonly Experiment[] = experimentsAt(CANONICAL_SETTING);
