import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { openStore } from "../../store/openStore.ts";
import { temporaryFolder } from "../temporaryFolder.ts";

const KILLS = 5;
const recordsIn = (folder: string) => readdirSync(folder).filter((file) => file.endsWith(".json"));

test("processes killed amid writing leave whole records or none, also where two share the store", async () => {
  const folder = temporaryFolder();
  for (let kill = 0; kill < KILLS; kill++) {
    const writers = ["a", "b"].map((name) =>
      spawn(process.execPath, ["--import", "tsx", join(import.meta.dirname, "writeMany.ts"), folder, name], {
        stdio: ["ignore", "pipe", "inherit"],
      }),
    );
    await Promise.all(writers.map((writer) => once(writer.stdout, "data")));
    // Until each round has added records, however loaded the machine; then to another moment of the write each time.
    while (recordsIn(folder).length < 2 * (kill + 1)) await pause(5);
    await pause(7 * kill);
    for (const writer of writers) writer.kill("SIGKILL");
    await Promise.all(writers.map((writer) => once(writer, "exit")));
  }
  const damaged: string[] = [];
  const store = await openStore(folder, { onDamaged: (file, reason) => damaged.push(`${file}: ${reason}`) });
  const records = recordsIn(folder);
  expect(records.length).toBeGreaterThan(KILLS);
  for (let runs = 0; runs < records.length; runs++) {
    const identity = { experiment: "shared", modelVersion: 1, method: "exact", parameters: {}, runs };
    const { result, reused } = await store.produceOrLoad(identity, () => ({ cell: -1, filling: [] as number[] }));
    expect(reused, `record ${runs}`).toBe(true);
    expect(result.cell).toBe(runs);
    expect(result.filling).toHaveLength(20_000);
  }
  expect(damaged).toEqual([]);
});
