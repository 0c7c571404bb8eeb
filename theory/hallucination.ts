/**
 * P(a run holds a false claim) = 1 − (1 − b)(1 − h)^K: one claim at task level, one at each stage, all independent.
 *
 * @param taskRate   b, P(the task-level claim lacks evidence), in [0, 1]
 * @param stageRate  h, P(a stage's claim lacks evidence), in [0, 1]; evidence-checking guidance keeps it at 0
 * @param stages     K, integer ≥ 1
 * @throws RangeError naming the parameter, the rule and the value
 * @see docs/model.md §2, hallucinated execution
 */
export function hallucinationRate(taskRate: number, stageRate: number, stages: number): number {
  for (const [name, rate] of Object.entries({ taskRate, stageRate }))
    if (!(rate >= 0 && rate <= 1)) throw new RangeError(`${name} must be in [0, 1], got ${rate}`);
  if (!Number.isInteger(stages) || stages < 1) throw new RangeError(`stages must be an integer >= 1, got ${stages}`);
  if (taskRate === 1 || stageRate === 1) return 1;
  return -Math.expm1(Math.log1p(-taskRate) + stages * Math.log1p(-stageRate)); // keeps the digits of tiny rates
}
