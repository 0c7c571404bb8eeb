import type { ActionDistribution, Guidance } from "./point.ts";

/** The three agents of [HITA]: truncated normals (μ, σ, [min, max]), quoted from the paper. */
export const MODEL_1: ActionDistribution = { mu: 6, sigma: 2, min: 4, max: 8 };
export const MODEL_2: ActionDistribution = { mu: 8, sigma: 3, min: 5, max: 11 };
export const MODEL_3: ActionDistribution = { mu: 10, sigma: 6, min: 4, max: 14 };
/** The fourth pool member of the guidance experiment; ours, not the paper's. */
export const MODEL_0: ActionDistribution = { mu: 4, sigma: 2, min: 2, max: 6 };

export const AGENTS = { "Model 1": MODEL_1, "Model 2": MODEL_2, "Model 3": MODEL_3 } as const;

/** The canonical setting: our reconstruction, under which every caption of the paper comes true. */
export const CANONICAL = { goal: 100, tolerance: 2, stepBudget: 8, retryBudget: 5 } as const;
/** Canonical guidance strength λ, per unit of work. */
const CANONICAL_STRENGTH = 3;
export const guided = (kind: Guidance["kind"]): Guidance => ({ kind, strength: kind === "none" ? 0 : CANONICAL_STRENGTH });

/** Bump when the meaning of a figure changes: stored results of another version are then never reused. */
export const MODEL_VERSION = 2;
