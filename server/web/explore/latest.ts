/** Answers questions one at a time; of those that come meanwhile only the newest is kept. */
export interface Latest<Q> {
  ask(question: Q): void;
  /** A newer question waits. */ readonly isStale: boolean;
}

/**
 * @param answer  must not throw
 */
export function latestOf<Q extends object>(answer: (question: Q) => Promise<void>): Latest<Q> {
  let waiting: Q | undefined;
  let isBusy = false;
  const work = async () => {
    isBusy = true;
    while (waiting) {
      const question = waiting;
      waiting = undefined;
      await answer(question);
    }
    isBusy = false;
  };
  return {
    ask(question) {
      waiting = question;
      if (!isBusy) void work();
    },
    get isStale() {
      return waiting !== undefined;
    },
  };
}
