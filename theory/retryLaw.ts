/** What a retry budget makes of a stage whose attempts are independent. Rates are probabilities. */
export interface RetryLaw {
  /** P(some attempt within the budget is accepted). */ readonly passRate: number;
  /** P(every attempt rejected), with digits of its own. */ readonly failRate: number;
  /** log passRate, with digits where passRate rounds to 1; −Infinity where no attempt can be accepted. */ readonly logPassRate: number;
  /** E[attempts spent, accepted or not], in [1, R]. */ readonly meanAttempts: number;
}

/**
 * The law of up to R independent attempts: 1 − (1 − p)^R and its mean. p and 1 − p are both taken, since near 0 and 1 only one
 * of them has digits.
 *
 * @param acceptRate   p, one attempt accepted, in [0, 1]
 * @param rejectRate   1 − p, in [0, 1]
 * @param retryBudget  R, attempts in all, integer ≥ 1
 * @see docs/model.md §3, product form
 */
export function retryLaw(acceptRate: number, rejectRate: number, retryBudget: number): RetryLaw {
  const logReject = acceptRate < 0.5 ? Math.log1p(-acceptRate) : Math.log(rejectRate);
  const failRate = Math.exp(retryBudget * logReject);
  const passRate = -Math.expm1(retryBudget * logReject);
  return {
    passRate,
    failRate,
    logPassRate: failRate < 0.5 ? Math.log1p(-failRate) : Math.log(passRate),
    // One attempt is one attempt: the quotient would round.
    meanAttempts: retryBudget === 1 || acceptRate === 0 ? retryBudget : passRate / acceptRate,
  };
}
