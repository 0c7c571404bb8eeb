import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import type { Database } from "./database.ts";

/**
 * Locks that say which parts are being made. PostgreSQL drops them with the connection, so those of a killed worker are gone
 * at once, where pg-boss alone would wait for the job's expiry.
 */
export interface PartLocks {
  hold(key: string): Promise<void>;
  release(key: string): Promise<void>;
  close(): Promise<void>;
}

const RECONNECT_MS = 250;
/** A worker whose machine vanished is noticed after some 25 s: the server asks whether it is still there. */
const KEEPALIVE = "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3";

export function openPartLocks(database: Database): PartLocks {
  /** What is held, how often, and by which connection: PostgreSQL's locks add up, and each is taken and released once. */
  const held = new Map<string, { times: number; by: pg.Client | undefined }>();
  let closed = false;
  let connection: Promise<pg.Client | undefined> | undefined;

  /** The one connection of this worker; after an outage a new one takes the same locks again. */
  const connected = (): Promise<pg.Client | undefined> => {
    connection ??= connect();
    return connection;
  };
  const connect = async (): Promise<pg.Client | undefined> => {
    while (!closed) {
      const client = database.client();
      let ended = false;
      client.on("error", () => undefined);
      client.once("end", () => {
        ended = true;
      });
      try {
        await client.connect();
        await client.query(KEEPALIVE);
        for (const key of held.keys()) await lock(client, key);
        if (ended) continue;
        client.once("end", () => {
          connection = undefined;
          if (!closed && held.size > 0) void connected();
        });
        return client;
      } catch {
        await client.end().catch(() => undefined);
        await pause(RECONNECT_MS);
      }
    }
    return undefined;
  };

  const lock = async (client: pg.Client, key: string): Promise<void> => {
    const holding = held.get(key);
    if (!holding || holding.by === client) return;
    holding.by = client;
    await client.query("SELECT pg_advisory_lock_shared($1)", [lockOf(key)]);
  };
  /** A statement that fails ends its connection, and the next connection sets right what is held. */
  const orEnd = (client: pg.Client, statement: Promise<unknown>) => statement.catch(() => client.end().catch(() => undefined));
  return {
    async hold(key) {
      const holding = held.get(key);
      held.set(key, { times: (holding?.times ?? 0) + 1, by: holding?.by });
      const client = await connected();
      if (client) await orEnd(client, lock(client, key));
    },
    async release(key) {
      const holding = held.get(key);
      if (!holding || --holding.times > 0) return;
      held.delete(key);
      if (holding.by) await orEnd(holding.by, holding.by.query("SELECT pg_advisory_unlock_shared($1)", [lockOf(key)]));
    },
    async close() {
      closed = true;
      await (await connection?.catch(() => undefined))?.end().catch(() => undefined);
    },
  };
}

/** Which of some parts a living worker holds. */
export async function heldParts(database: Database, keys: readonly string[]): Promise<Set<string>> {
  const { rows } = await database.query<{ lock: string }>(
    `SELECT DISTINCT ((classid::bigint << 32) | objid::bigint)::text AS lock FROM pg_locks
     WHERE locktype = 'advisory' AND objsubid = 1 AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  const locks = new Set(rows.map(({ lock }) => lock));
  return new Set(keys.filter((key) => locks.has(lockOf(key))));
}

/** 64 bits of a part's key as PostgreSQL's signed integer. */
const lockOf = (key: string): string => BigInt.asIntN(64, BigInt(`0x${key.slice(0, 16)}`)).toString();
