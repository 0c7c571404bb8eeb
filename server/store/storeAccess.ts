import { stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { InvalidInput } from "../../model/invalid.ts";
import { DATABASE_FILE } from "../../store/database.ts";
import { DamagedDatabase, StoreInUse } from "../../store/databaseError.ts";
import { hasJsonRecords } from "../../store/jsonFolder.ts";
import { openStore, type Store } from "../../store/openStore.ts";
import { readStore, type StoredResults, type StoreReader } from "../../store/readStore.ts";
import type { Limits } from "../limits.ts";
import { ServerProblem } from "../problems.ts";

export interface UseOptions {
  /** While another process has the store, it is waited for so long. */ readonly waitMs: number;
  readonly signal: AbortSignal;
}

/** What is open, and for what. One opened for writing serves reading too. */
type Opened = { readonly kind: "read"; readonly store: StoreReader } | { readonly kind: "write"; readonly store: Store };

/**
 * The one store of a server. It is opened when there is work and closed a moment after: in between, commands have it. Writers work side by
 * side; readers one after another, as each makes temporary tables.
 */
export interface StoreAccess {
  /** @throws ServerProblem where the store cannot be used; what the work throws */
  write<T>(work: (store: Store) => Promise<T>, options: UseOptions): Promise<T>;
  /** @returns undefined where there is no store yet */
  read<T>(work: (results: StoredResults, damage: Damage) => Promise<T>, options: UseOptions): Promise<T | undefined>;
  close(): Promise<void>;
}

/** Records that were found damaged, since the reading began. */
export interface Damage {
  readonly count: number;
}

export function accessStore(folder: string, { storeIdleMs }: Pick<Limits, "storeIdleMs">): StoreAccess {
  let opened: Opened | undefined;
  let users = 0;
  let damaged = 0;
  let idle: NodeJS.Timeout | undefined;
  let ended = false;
  /** Opening and closing, one after another. */
  let turn: Promise<unknown> = Promise.resolve();
  let reading: Promise<unknown> = Promise.resolve();
  const everyoneLeft: (() => void)[] = [];
  const onDamaged = () => void damaged++;

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  };

  const shut = async () => {
    clearTimeout(idle);
    if (users > 0) await new Promise<void>((resolve) => everyoneLeft.push(resolve));
    const { store } = opened ?? {};
    opened = undefined;
    await store?.close();
  };

  const open = async (kind: Opened["kind"], { waitMs, signal }: UseOptions): Promise<Opened> => {
    for (const until = Date.now() + waitMs; ; await wait(RETRY_MS, undefined, { signal })) {
      signal.throwIfAborted();
      try {
        return kind === "write"
          ? { kind, store: await openStore(folder, { field: "store", onDamaged }) }
          : { kind, store: await readStore(folder, { field: "store", onDamaged }) };
      } catch (error) {
        if (error instanceof StoreInUse && Date.now() < until) continue;
        throw inWords(error);
      }
    }
  };

  /** Counts its caller as a user before anybody else has a turn. */
  const entered = (kind: Opened["kind"], options: UseOptions): Promise<Opened> =>
    inTurn(async () => {
      if (ended) throw new ServerProblem("closing", "the server is ending");
      if (kind === "write" && opened?.kind === "read") await shut();
      opened ??= await open(kind, options);
      users++;
      clearTimeout(idle);
      return opened;
    });

  const left = () => {
    users--;
    if (users > 0) return;
    for (const tell of everyoneLeft.splice(0)) tell();
    clearTimeout(idle);
    idle = setTimeout(() => void inTurn(async () => (users === 0 ? shut() : undefined)).catch(() => undefined), storeIdleMs);
  };

  return {
    async write(work, options) {
      const { store } = await entered("write", options);
      try {
        return await work(store as Store);
      } catch (error) {
        throw inWords(error);
      } finally {
        left();
      }
    },
    read(work, options) {
      const result = reading.then(async () => {
        options.signal.throwIfAborted();
        if (!opened && !(await exists(folder))) return undefined;
        const now = await entered("read", options);
        try {
          const before = damaged;
          return await work(now.kind === "write" ? now.store.stored : now.store, {
            get count() {
              return damaged - before;
            },
          });
        } finally {
          left();
        }
      });
      reading = result.catch(() => undefined);
      return result;
    },
    async close() {
      ended = true;
      await inTurn(shut);
    },
  };
}

const RETRY_MS = 100;

/** A store of schema 1 is a folder of JSON files; it is taken into a database by whoever opens it first. */
async function exists(folder: string): Promise<boolean> {
  const found = await stat(join(folder, DATABASE_FILE)).catch(() => undefined);
  if (found?.isFile()) return true;
  const isFolder = (await stat(folder).catch(() => undefined))?.isDirectory() === true;
  return isFolder && hasJsonRecords(folder);
}

/** What the store says holds paths of this machine: it is said again without. */
function inWords(error: unknown): unknown {
  if (error instanceof StoreInUse)
    return new ServerProblem("store-busy", "another process uses the store; ask again when it has ended", 2_000);
  if (error instanceof DamagedDatabase)
    return new ServerProblem("store-unusable", "the store's database is damaged; `lab results list` says what can be read of it");
  if (error instanceof InvalidInput && error.field === "store") return new ServerProblem("store-unusable", `the store ${error.rule}`);
  return error;
}
