/** Limits that protect the machine. They stand in the JSON schema and so in the error of whoever crosses them. */
export const LIMITS = {
  /** Stages of one run. */ stages: 10_000,
  /** Low-level steps of one attempt, M. */ stepBudget: 1_000,
  /** Attempts at one stage in all, R. */ retryBudget: 10_000,
  /** Action distributions in a pool, n. */ pool: 64,
  /** Largest goal, request, step or location, in units of work: beyond it doubles lose the digits reported. */ magnitude: 1e9,
  /** Smallest scale of a parent normal, in units of work. */ smallestSigma: 1e-9,
  /** Smallest sigma and smallest max − min, as shares of max: narrower laws have no digits left in double precision. */ smallestShare: 1e-8,
  /** Farthest mu from [min, max], in sigmas; beyond it the kept tail is as good as a point. */ sigmasAway: 1e4,
  /** Largest guidance strength λ, per unit of work. */ strength: 1e6,
} as const;
