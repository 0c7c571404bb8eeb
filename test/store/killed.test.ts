import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { openStore } from "../../store/openStore.ts";
import { resultKey } from "../../store/resultKey.ts";
import { temporaryFolder } from "../temporaryFolder.ts";

const KILLS = 5;
const loader = join(import.meta.dirname, "../../node_modules/tsx/dist/loader.mjs");

/** Runs a writer until it is killed. @returns the last part and the last result that it said were stored; −1 for none */
async function writeUntilKilled(folder: string, first: number, forMs: number): Promise<{ part: number; result: number }> {
  const writer = spawn(process.execPath, ["--import", loader, join(import.meta.dirname, "writeMany.ts"), folder, String(first)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  writer.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
  await once(writer.stdout, "data");
  await pause(forMs);
  writer.kill("SIGKILL");
  await once(writer, "close");
  const last = (what: string) => Number([...said.matchAll(new RegExp(`^${what} (\\d+)\\n`, "gm"))].at(-1)?.[1] ?? -1);
  return { part: last("part"), result: last("result") };
}

test("processes killed amid writing lose nothing that was said to be stored, and leave nothing half", async () => {
  const folder = temporaryFolder();
  const damaged: string[] = [];
  let next = 0;
  let results = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    // Kills at the very beginning, which may be amid the making of the database, and later ones, past the first checkpoint.
    const { part, result } = await writeUntilKilled(folder, next, 150 * kill);
    const store = await openStore(folder, { onDamaged: (what, reason) => damaged.push(`${what}: ${reason}`) });
    const identity = (runs: number) => ({ experiment: "killed", modelVersion: 1, method: "simulate", parameters: {}, runs });
    for (let runs = next; runs <= result; runs++) {
      const record = await store.load(resultKey(identity(runs)));
      expect(record?.result, `result ${runs}`).toMatchObject({ runs, filling: { length: 15_000 } });
      expect(await store.loadParts(resultKey(identity(runs)))).toEqual([]); // gone with the save
      results++;
    }
    // The part said last is there, unless its result was stored without being said.
    const open = Math.max(part, next);
    const left = await store.loadParts(resultKey(identity(open)));
    if (part > result && !(await store.load(resultKey(identity(part)))))
      expect(left).toEqual([{ firstBlock: part, blocks: 2, tally: `[${part}]` }]);
    await store.close();
    next = open + 1;
  }
  expect(damaged).toEqual([]);
  expect(results).toBeGreaterThan(KILLS);
});
