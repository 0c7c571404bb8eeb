/** A quantity as the pages speak of it. */
export interface Word {
  /** For a label or an axis. */ readonly title: string;
  /** Letter of the papers; "" where there is none. */ readonly symbol: string;
  /** Unit, or "" for a count or a rate. */ readonly unit: string;
  /** One sentence without formulas. */ readonly plain: string;
  /** What it is, to the letter. */ readonly definition: string;
}

const WORK = "units of work";

/** One home for the words of all pages: label, sentence, definition. @see docs/model.md §2 */
export const WORDS = {
  goal: {
    title: "goal",
    symbol: "G",
    unit: WORK,
    plain: "How much progress a whole run should make.",
    definition: "G > 0. A run's final progress X is compared with it: final bias is E|X − G|.",
  },
  count: {
    title: "stages",
    symbol: "K",
    unit: "",
    plain: "Into how many equal stages the harness cuts the goal.",
    definition: "Uniform requests ℓ = G / K. Each stage is verified by itself before the next begins.",
  },
  chunk: {
    title: "chunk",
    symbol: "c",
    unit: WORK,
    plain: "What each scaffolded stage of a partial harness asks for.",
    definition: "A partial harness asks for r chunks of c, then for the tail G − rc in one stage.",
  },
  chunks: {
    title: "scaffolded chunks",
    symbol: "r",
    unit: "",
    plain: "How many chunks are scaffolded before the harness lets go.",
    definition: "r ≥ 0 with rc ≤ G; r = 0 leaves the whole goal to one stage.",
  },
  requests: {
    title: "requests",
    symbol: "ℓ",
    unit: WORK,
    plain: "What each stage asks for, one after another.",
    definition: "ℓ₁, …, ℓ_K > ε, with sum G where the stages cover the goal. A request is an increment, not a milestone.",
  },
  tolerance: {
    title: "tolerance",
    symbol: "ε",
    unit: WORK,
    plain: "How far a stage may end from its request and still be accepted.",
    definition: "Half the width of the accepted window [ℓ − ε, ℓ + ε]; below every request.",
  },
  stepBudget: {
    title: "step budget",
    symbol: "M",
    unit: "",
    plain: "Low-level steps that one attempt may take.",
    definition: "An attempt that has not reached its window after M steps is rejected: exhaustion.",
  },
  retryBudget: {
    title: "retry budget",
    symbol: "R",
    unit: "",
    plain: "Attempts at a stage in all; 1 means no retry.",
    definition: "A stage with R rejected attempts is unrecovered, and the run does not pass.",
  },
  pool: {
    title: "agent",
    symbol: "F",
    unit: WORK,
    plain: "How long the agent's single steps are: one law for each way it may act.",
    definition: "Normal laws with mean μ and deviation σ, truncated to [min, max]; each step draws a member of the pool by its weight.",
  },
  mu: {
    title: "mean",
    symbol: "μ",
    unit: WORK,
    plain: "Around which length a member's steps lie.",
    definition: "Mean of the normal law before it is truncated to [min, max]; it may lie outside of them.",
  },
  sigma: {
    title: "deviation",
    symbol: "σ",
    unit: WORK,
    plain: "How widely a member's steps are spread.",
    definition: "Standard deviation of the normal law before it is truncated; σ > 0.",
  },
  weights: {
    title: "weights",
    symbol: "q",
    unit: "",
    plain: "How often each member is drawn, before guidance.",
    definition: "Only their ratios count; equal unless given. A member of weight 0 is never drawn.",
  },
  guidance: {
    title: "guidance",
    symbol: "λ",
    unit: "per unit of work",
    plain: "How strongly the harness leans on the choice of the next step.",
    definition:
      "Members are reweighted by exp(λψ): aligned guidance favours the member whose mean is nearest to what is still missing, misaligned the farthest. No member is removed.",
  },
  prune: {
    title: "pruning",
    symbol: "m",
    unit: "",
    plain: "How many ways of acting the harness takes away at random.",
    definition: "m of the n members are removed at the start of a run, every subset equally likely; figures are means over subsets.",
  },
  verification: {
    title: "verification",
    symbol: "",
    unit: "",
    plain: "Whether progress is checked after every step or at the end of the stage.",
    definition:
      "Every step: an attempt ends when it first reaches ℓ − ε. Stage end: it takes the steps planned for the request, and is checked once.",
  },
  onUnrecovered: {
    title: "after an unrecovered stage",
    symbol: "",
    unit: "",
    plain: "Whether a run goes on after a stage that no attempt has met.",
    definition: "Carry: the last attempt's progress is kept and the next stage begins. Abort: the run ends there.",
  },
  passRate: {
    title: "pass rate",
    symbol: "P",
    unit: "",
    plain: "The share of runs in which every stage was accepted.",
    definition: "P(all stages accepted within their retry budget), of a whole run. Exact, with an estimated error.",
  },
  finalBias: {
    title: "final bias",
    symbol: "E|X − G|",
    unit: WORK,
    plain: "How far runs end from the goal, on average, either way.",
    definition: "The mean of |X − G| over all runs, X the final progress.",
  },
  finalBiasPassed: {
    title: "final bias, passed",
    symbol: "E(|X − G| | pass)",
    unit: WORK,
    plain: "The same over the runs that pass.",
    definition: "The mean of |X − G| given that every stage was accepted; it does not exist where no run can pass.",
  },
  signedBias: {
    title: "signed bias",
    symbol: "E(X − G)",
    unit: WORK,
    plain: "Whether runs end short of the goal (below 0) or beyond it.",
    definition: "The mean of X − G over all runs.",
  },
  meanAttempts: {
    title: "attempts",
    symbol: "",
    unit: "",
    plain: "Attempts that a run makes, over all its stages.",
    definition: "The mean number of attempts of a run, accepted or not.",
  },
  meanSteps: {
    title: "steps",
    symbol: "",
    unit: "",
    plain: "Low-level steps that a run takes: what it costs.",
    definition: "The mean number of low-level steps of a run, those of rejected attempts included.",
  },
} as const satisfies Readonly<Record<string, Word>>;

export type WordName = keyof typeof WORDS;
