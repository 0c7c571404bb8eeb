import { chunk } from "./chunk.ts";
import type { Experiment } from "./experiment.ts";
import { granularity } from "./granularity.ts";
import { guidance } from "./guidance.ts";
import { partial } from "./partial.ts";
import { pruning } from "./pruning.ts";
import { retry } from "./retry.ts";
import { tolerance } from "./tolerance.ts";
import { tradeOffs } from "./tradeOffs.ts";

/** Every experiment of docs/model.md §4 that needs no real agent, in the order of the paper's figures. */
export const EXPERIMENTS: readonly Experiment[] = [granularity, guidance, partial, tradeOffs, retry, tolerance, pruning, chunk];
