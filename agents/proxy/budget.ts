import { InvalidInput } from "../../model/invalid.ts";
import type { TrialUsage } from "../../model/trial.ts";
import { harmlessLine } from "../sandbox/harmless.ts";
import type { Prices } from "./prices.ts";

/** What a trial may use. Looked at before each request, so that tokens, money and time may be passed by what one request uses. */
export interface Budget {
  /** Requests for an answer, failed ones included. */ readonly requests?: number;
  /** Cached ones included. */ readonly inputTokens?: number;
  readonly outputTokens?: number;
  /** In the currency of the price table. */ readonly money?: number;
  /** From the start of the proxy. */ readonly wallMs?: number;
}

/** Usage of a trial whose requests were counted here. */
export type CountedUsage = TrialUsage & { readonly requests: number };

/** @throws InvalidInput naming the budget */
export function checkBudget(budget: Budget): void {
  for (const name of ["requests", "inputTokens", "outputTokens"] as const) {
    const value = budget[name];
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 0))
      throw new InvalidInput(`budget.${name}`, "must be a whole number of 0 or more", value);
  }
  for (const name of ["money", "wallMs"] as const) {
    const value = budget[name];
    if (value !== undefined && !(Number.isFinite(value) && value >= 0))
      throw new InvalidInput(`budget.${name}`, "must be a number of 0 or more", value);
  }
}

/** @throws InvalidInput for a budget of money that could not be held: the model has no price */
export function checkPriced({ money }: Budget, model: string, { models }: Prices): void {
  if (money !== undefined && !models.has(model))
    throw new InvalidInput("budget.money", `cannot be held: the price table has no ${harmlessLine(model, 100)} (give one by --prices)`);
}

/** Whether what one request uses must be known before the next is sent. */
export const isMetered = ({ inputTokens, outputTokens, money }: Budget): boolean =>
  inputTokens !== undefined || outputTokens !== undefined || money !== undefined;

/** Which budget leaves nothing for another request, such as "40 requests"; undefined where none. */
export function spentBudget(budget: Budget, used: CountedUsage, elapsedMs: number, currency: string): string | undefined {
  const { requests, inputTokens, outputTokens, money, wallMs } = budget;
  if (requests !== undefined && used.requests >= requests) return `${requests} requests`;
  if (inputTokens !== undefined && (used.inputTokens ?? 0) >= inputTokens) return `${inputTokens} input tokens`;
  if (outputTokens !== undefined && (used.outputTokens ?? 0) >= outputTokens) return `${outputTokens} output tokens`;
  if (money !== undefined && (used.cost ?? 0) >= money) return `${money} ${currency}`;
  return wallMs !== undefined && elapsedMs >= wallMs ? `${wallMs} ms` : undefined;
}

/** Which budget cannot be held any more, since an answer did not tell what it used; undefined where all can. */
export function untoldBudget(budget: Budget, used: TrialUsage): string | undefined {
  if (budget.inputTokens !== undefined && used.inputTokens === undefined) return "input tokens";
  if (budget.outputTokens !== undefined && used.outputTokens === undefined) return "output tokens";
  return budget.money !== undefined && used.cost === undefined ? "money" : undefined;
}
