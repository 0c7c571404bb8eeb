import type { TokenUsage } from "../wire/wire.ts";
import type { CountedUsage } from "./budget.ts";

/** Sums what the requests of a trial used. A sum is absent once an answered request did not tell its part. */
export class Meter {
  #requests = 0;
  #failed = 0;
  readonly #sums = new Map<keyof TokenUsage | "cost", number | undefined>(COUNTED.map((name) => [name, 0]));

  /** Before a request is sent: it counts whatever comes of it. */
  sent(): void {
    this.#requests++;
  }

  /** A request that the server began to answer well. */
  answered(usage: TokenUsage | undefined, cost: number | undefined): void {
    for (const name of COUNTED) {
      const [sum, part] = [this.#sums.get(name), name === "cost" ? cost : usage?.[name]];
      this.#sums.set(name, sum === undefined || part === undefined ? undefined : sum + part);
    }
  }

  failed(): void {
    this.#failed++;
  }

  /** Requests that were sent and not answered well. */
  get failures(): number {
    return this.#failed;
  }

  usage(): CountedUsage {
    const told = [...this.#sums].filter(([, sum]) => sum !== undefined);
    return { requests: this.#requests, ...(Object.fromEntries(told) as Omit<CountedUsage, "requests">) };
  }
}

const COUNTED = ["inputTokens", "cachedTokens", "outputTokens", "cost"] as const;
