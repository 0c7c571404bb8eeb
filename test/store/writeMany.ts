/** Stores results without end until it is killed; see killed.test.ts. */
import { openStore } from "../../store/openStore.ts";

const [folder = "", writer = ""] = process.argv.slice(2);
const store = await openStore(folder);
process.stdout.write("ready\n");
const filling = Array.from({ length: 20_000 }, (_, i) => i / 7);
for (let runs = 0; ; runs++) {
  // Both writers go through the same keys, so they write the same files at the same time.
  const identity = { experiment: "shared", modelVersion: 1, method: "exact", parameters: {}, runs };
  await store.produceOrLoad(identity, () => ({ cell: runs, writer, filling }));
}
