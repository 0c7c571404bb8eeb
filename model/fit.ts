/** What fitting an agent to observed steps says. Lengths are in units of work. */

/** Standard errors of one component's parameters; one that does not exist is left out. */
export interface ComponentErrors {
  readonly mu?: number;
  readonly sigma?: number;
  /** Left out where there is one component. */ readonly weight?: number;
  readonly min: number;
  readonly max: number;
}

/** A test that the steps came from the fitted kind of law. */
export interface GoodnessOfFit {
  /** W², Cramér–von Mises distance of the steps from the fitted law. */ readonly statistic: number;
  /** Share of samples of the fitted law that, fitted in turn, lie at least as far off; in (0, 1]. */ readonly pValue: number;
  /** Samples drawn for it. */ readonly replicates: number;
}

/** `ok`; `too few` steps to decide by; `wrong model`: no mixture of up to 4 truncated normals fits. */
export type FitStatus = "ok" | "too few" | "wrong model";

export interface FitReport {
  readonly status: FitStatus;
  /** What the status means here, in words. */ readonly why: string;
  /** Observed steps, n. */ readonly steps: number;
  /** Components of the fitted mixture, k. */ readonly components: number;
  /** Natural log-likelihood at ends on the outermost steps. */ readonly logLikelihood: number;
  /** −2·logLikelihood + parameters·log n for each number of components tried; lower is better. */
  readonly bic: readonly { readonly components: number; readonly bic: number }[];
  /** In the order of the agent's pool. */ readonly standardErrors: readonly ComponentErrors[];
  readonly goodnessOfFit: GoodnessOfFit;
  /** Errors that do not exist, and why. */ readonly absent?: Readonly<Record<string, string>>;
}
