import { openBoard } from "./board.ts";
import { cutsOf, keptJobs } from "./cuts.ts";
import { openDatabase } from "./database.ts";
import { type Asked, jobKey } from "./order.ts";
import { makeTables } from "./tables.ts";

/**
 * Asks the workers at a queue to stop some simulations; their submitters end and say so. Parts that are done stay.
 *
 * @param asked  told one by one, as there may be many
 * @returns how many of them were under way
 * @throws InvalidInput for an address that leads to no database
 */
export async function cancelJobs(url: string, asked: Iterable<Asked>, field = "queue"): Promise<number> {
  const database = await openDatabase(url, { field, patienceMs: () => 0, waitAtFirst: false, onOutage: () => undefined });
  try {
    await makeTables(database, field);
    const board = await openBoard(database, false);
    const kept = await keptJobs(database);
    let cancelled = 0;
    for (const each of asked) {
      const key = jobKey(each);
      if (!kept.has(key)) continue;
      const sent = (await cutsOf(database, key)).map((cut) => cut.sent);
      const states = await board.states(sent);
      const live = sent.filter((id) => /created|retry|active/.test(states.get(id)?.state ?? ""));
      await board.cancel(live);
      if (live.length > 0) cancelled++;
    }
    await board.close();
    return cancelled;
  } finally {
    await database.close();
  }
}
