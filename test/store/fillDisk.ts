/** Mounts a small disk in a folder, fills a store on it, and says what came of it; see fullDisk.test.ts. */
import { spawnSync } from "node:child_process";
import { openStore } from "../../store/openStore.ts";
import { readStore } from "../../store/readStore.ts";

const [disk = ""] = process.argv.slice(2);
if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=3m", "tmpfs", disk]).status !== 0) process.exit(77);
const folder = `${disk}/store`;
const identity = (runs: number) => ({ experiment: "full", modelVersion: 1, method: "exact", parameters: {}, runs });
const store = await openStore(folder, { field: "--store" });
let stored = 0;
let refusal: unknown;
while (refusal === undefined) {
  const filling = Array.from({ length: 400 }, (_, i) => Math.sin(stored * 400 + i));
  await store
    .produceOrLoad(identity(stored), () => ({ stored, filling }))
    .then(
      () => stored++,
      (error: unknown) => {
        refusal = error;
      },
    );
}
await store.close();
const reader = await readStore(folder, { field: "--store", onDamaged: (what) => process.stderr.write(`damaged: ${what}\n`) });
let readable = 0;
for await (const { record } of reader.records()) if (record.identity.runs === readable) readable++;
await reader.close();
process.stdout.write(JSON.stringify({ stored, readable, refusal: (refusal as Error).message, name: (refusal as Error).name }));
