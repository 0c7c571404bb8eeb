import type { Connection } from "./database.ts";

/** Work inside of a transaction. It may be run again after a rollback, so it must change nothing but the database. */
type Work<T> = (connection: Connection) => Promise<T>;

interface Waiting {
  readonly work: Work<unknown>;
  /** Whether the work is one statement, which is a transaction by itself. */ readonly single: () => boolean;
  readonly done: (value: unknown) => void;
  readonly failed: (error: unknown) => void;
}

/** Commits work one transaction after another. */
export interface Commits {
  /**
   * @param single  asked just before: whether the work is one statement, which is spared a transaction around it when it is alone
   * @returns what the work returns, once it is committed to the disk
   */
  commit<T>(work: Work<T>, single?: () => boolean): Promise<T>;
  /** Once everything asked for is done. */ idle(): Promise<void>;
}

/**
 * Whatever is asked for while a transaction is on its way to the disk shares the next one: waiting for the disk is what a write costs.
 * Work that fails takes nothing else down with it: the others are then done one by one.
 */
export function commitsOn(connection: Connection): Commits {
  let waiting: Waiting[] = [];
  let running: Promise<void> | undefined;

  const transaction = async (batch: readonly Waiting[]): Promise<unknown[]> => {
    if (batch.length === 1 && batch[0].single()) return [await batch[0].work(connection)];
    await connection.all("begin transaction");
    try {
      const values: unknown[] = [];
      for (const { work } of batch) values.push(await work(connection));
      await connection.all("commit");
      return values;
    } catch (error) {
      await connection.all("rollback").catch(() => undefined); // a failed commit has rolled back already
      throw error;
    }
  };

  const settle = async (batch: readonly Waiting[]): Promise<void> => {
    try {
      const values = await transaction(batch);
      for (const [i, { done }] of batch.entries()) done(values[i]);
    } catch (error) {
      if (batch.length === 1) batch[0].failed(error);
      else for (const one of batch) await settle([one]);
    }
  };

  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await settle(batch);
    }
    running = undefined;
  };

  return {
    commit: <T>(work: Work<T>, single = () => false) =>
      new Promise<T>((resolve, reject) => {
        waiting.push({ work, single, done: resolve as (value: unknown) => void, failed: reject });
        running ??= drain();
      }),
    idle: async () => running,
  };
}
