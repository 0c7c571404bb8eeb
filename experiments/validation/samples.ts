import type { BoundSample, OddsSample, StoppingSample, TheoremId } from "../../model/validation.ts";

/** A statement of a theorem, by its place in `STATEMENTS`. */
export type StatementId = keyof typeof STATEMENTS;

/** Every statement that is tested, in the order in which it is printed, and what its slack is. */
export const STATEMENTS = {
  quadratic: { theorem: "T1", statement: "−log pass rate is at least the quadratic bound", slack: "by how much, natural log" },
  chernoff: { theorem: "T1", statement: "… at least the Chernoff bound", slack: "by how much, natural log" },
  summed: { theorem: "T1", statement: "… at least the summed Chernoff bound", slack: "by how much, natural log" },
  ordered: { theorem: "T1", statement: "quadratic ≤ Chernoff", slack: "Chernoff less quadratic rate of a stage" },
  reachability: { theorem: "T1", statement: "pass rate is 0 exactly where a request is out of reach", slack: "" },
  decomposition: { theorem: "T1", statement: "pass rate = exp(−K·execution cost − Σ penalties), penalties ≥ 0", slack: "least penalty" },
  odds: { theorem: "T2", statement: "odds under guidance = odds without · e^Γ", slack: "" },
  helps: { theorem: "T2", statement: "guidance helps exactly where Γ > 0", slack: "|change of log-odds|" },
  product: { theorem: "T3", statement: "pass(r) = P(c)^r · Q(G − rc)", slack: "" },
  marginal: {
    theorem: "T3",
    statement: "where pass(r) is unimodal the marginal rule names the best extent",
    slack: "log pass(r*) less the next best",
  },
  local: { theorem: "T3", statement: "at the best extent the last chunk pays and the next does not", slack: "the nearer of the two" },
  convex: { theorem: "T3", statement: "convex tail risk makes pass(r) unimodal", slack: "" },
  shift: { theorem: "T3", statement: "a finer chunk that is no dearer scaffolds as far, up to one coarse chunk", slack: "units of work" },
} as const satisfies Readonly<Record<string, { readonly theorem: TheoremId; readonly statement: string; readonly slack: string }>>;

/** What became of one statement at one point. */
export interface Sample {
  readonly of: StatementId;
  readonly verdict: "holds" | "violated" | "vacuous" | "unresolved";
  /** How far from violated, where that is a finite number. */ readonly slack?: number;
  /** Of an identity, ≥ 0. */ readonly identityError?: number;
}

/** What a point adds to the record, structured-clonable. */
export interface PointSamples {
  readonly samples: readonly Sample[];
  readonly bound?: BoundSample;
  readonly odds: readonly OddsSample[];
  readonly stopping?: StoppingSample;
}

/** A slack is left out where it is not finite. */
export function finite(slack: number): { readonly slack?: number } {
  return Number.isFinite(slack) ? { slack } : {};
}
