/** What passes between a page and a worker that solves for it. */

/** A task begins with `task` and its input; `cancel` ends it: it is told that it was heard, and no other answer follows. */
export type Order = { readonly id: number } & ({ readonly task: string; readonly input: unknown } | { readonly cancel: true });

/** Parts may come before the result; each id is answered by one result or one failure, unless it was cancelled. */
export type Answer = { readonly id: number } & (
  | { readonly part: unknown }
  | { readonly cancelled: true }
  /** Said once, of no order: the worker has started. */
  | { readonly ready: true }
  | { readonly result: unknown }
  /** `invalid`: the input breaks a rule or cannot be resolved, so the words are meant for the user. */
  | { readonly failure: string; readonly invalid: boolean }
);

/**
 * A task that can be cancelled yields between its parts, which should take some milliseconds each; a short one just returns its result.
 */
export type Task<I, P, R> = (input: I) => R | Generator<P, R>;
