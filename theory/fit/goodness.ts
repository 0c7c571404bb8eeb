import { type AgentLaw, cdfAt } from "./agent.ts";

/**
 * The Cramér–von Mises distance W² = 1/(12n) + Σ (F(x_i) − (2i − 1)/(2n))² (F.13). It stays finite where a step lies on an end.
 *
 * @param steps  ascending, units of work
 */
export function cramerVonMises(steps: Float64Array, law: AgentLaw): number {
  const n = steps.length;
  let sum = 1 / (12 * n);
  for (let i = 0; i < n; i++) sum += (cdfAt(law, steps[i]) - (2 * i + 1) / (2 * n)) ** 2;
  return sum;
}
