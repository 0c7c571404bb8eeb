import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { InvalidInput } from "../model/invalid.ts";

/** The database is away, or has been for too long. */
class DatabaseAway extends Error {
  override readonly name = "DatabaseAway";
}

export interface DatabaseOptions {
  /** What the user calls the address, for messages. */ readonly field: string;
  /** How long an outage is waited out, in milliseconds; Infinity waits until the signal. */ readonly patienceMs: () => number;
  /** Whether a database that does not answer at first is waited for as well; else it is bad input. */ readonly waitAtFirst: boolean;
  /** Told once when the database goes away, and once when it is back. */ readonly onOutage: (line: string) => void;
  /** Once aborted, outages are not waited out any more. */ readonly signal?: AbortSignal | undefined;
}

/** Statements on a PostgreSQL database that outlive its restarts. */
export interface Database {
  /**
   * Runs one statement, again and again while the database is away: whoever asks must be able to bear that it ran twice.
   *
   * @throws DatabaseAway once patience is at its end; the signal's reason; an error of PostgreSQL for what it refuses
   */
  query<Row extends object = object>(text: string, values?: unknown[]): Promise<{ rows: Row[]; rowCount: number | null }>;
  /** A connection of one's own, for locks that last as long as it does. Not yet connected. */ client(): pg.Client;
  /** How many times the database was away and came back. */ outages(): number;
  close(): Promise<void>;
}

/** Beside the one for locks: a cluster's worth of workers should fit into what a PostgreSQL allows. */
const CONNECTIONS = 2;
const FIRST_PAUSE_MS = 100;
const MOST_COLLISIONS = 20;
const COLLISION_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 2_000;
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * @param url  as PostgreSQL writes it; it may hold a password, so no message repeats it
 * @throws InvalidInput for what is no such URL, is refused by the database, or does not answer
 */
export async function openDatabase(url: string, options: DatabaseOptions): Promise<Database> {
  const { field, patienceMs, waitAtFirst, onOutage, signal } = options;
  const settings: pg.PoolConfig = {
    connectionString: checkedUrl(url, field),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    application_name: `harness-lab ${process.pid}`, // so that one sees in pg_stat_activity whose a connection is
  };
  const pool = new pg.Pool({ ...settings, max: CONNECTIONS });
  // A connection was cut, idle or in use: whoever uses it finds out for himself.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => void client.on("error", () => undefined));
  let outages = 0;
  let awaySince: number | undefined;

  const query = async (text: string, values?: unknown[]) => {
    let collisions = 0;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      try {
        const result = await once(pool, text, values);
        if (awaySince !== undefined) {
          awaySince = undefined;
          outages++;
          onOutage("the database is back");
        }
        return result;
      } catch (error) {
        if (isCollision(error) && collisions++ < MOST_COLLISIONS) {
          await pause(Math.random() * COLLISION_PAUSE_MS); // no result depends on it
          continue;
        }
        if (!isAway(error)) throw error;
        signal?.throwIfAborted();
        if (awaySince === undefined) {
          awaySince = Date.now();
          onOutage(`the database is away (${causeOf(error)}); trying again`);
        }
        if (Date.now() - awaySince > patienceMs()) throw new DatabaseAway(`the database has been away too long (${causeOf(error)})`);
        await pause(pauseMs);
      }
    }
  };

  const database: Database = {
    query: query as Database["query"],
    client: () => new pg.Client(settings),
    outages: () => outages,
    close: () => pool.end(),
  };
  try {
    if (waitAtFirst) await query("SELECT 1");
    else await once(pool, "SELECT 1");
  } catch (error) {
    await pool.end();
    if (error instanceof DatabaseAway || signal?.aborted) throw error;
    throw new InvalidInput(field, `must lead to a database that lets us in (${causeOf(error)})`);
  }
  return database;
}

/** On a connection of the pool that is thrown away after an error: it may be left within a transaction. */
async function once(pool: pg.Pool, text: string, values?: unknown[]): Promise<pg.QueryResult> {
  const client = await pool.connect();
  try {
    const result = await (values ? client.query(text, values) : client.query(text));
    client.release();
    return result;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** Serialisation failure, deadlock, lock timeout: PostgreSQL undid the statement in favour of another, and it may be tried again. */
const isCollision = (error: unknown): boolean => /^(40001|40P01|55P03)$/.test((error as { code?: string }).code ?? "");

/** Classes of PostgreSQL's error codes that say "not now": 08 connection, 53 resources, 57P01 to 57P03 shutdown, 25P03 idle too long. */
const AWAY_CODES = /^(08...|53...|57P0[123]|25P03|E(CONN(REFUSED|RESET|ABORTED)|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|HOSTDOWN)|EAI_AGAIN)$/;

function isAway(error: unknown): boolean {
  const { code, message = "" } = error as { code?: string; message?: string };
  if (typeof code === "string" && AWAY_CODES.test(code)) return true;
  if (error instanceof AggregateError) return error.errors.some(isAway);
  return /^(Connection terminated|timeout e(xceeded|xpired)|Client has encountered a connection error|read ECONNRESET)/i.test(message);
}

function causeOf(error: unknown): string {
  const [first] = error instanceof AggregateError ? error.errors : [error];
  const { code, message = "" } = first as { code?: string; message?: string };
  return code?.startsWith("E") ? code : message.split("\n")[0] || String(code);
}

function checkedUrl(url: string, field: string): string {
  const rule = "must be a PostgreSQL URL such as postgresql://user@host:5432/database, or embedded";
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) throw new InvalidInput(field, rule); // the value may hold a password
  return url;
}
