/** Stores parts and results without end until it is killed, and says of each when it is stored; see killed.test.ts. */
import { openStore } from "../../store/openStore.ts";
import { resultKey } from "../../store/resultKey.ts";

const [folder = "", first = "0"] = process.argv.slice(2);
const store = await openStore(folder);
process.stdout.write("ready\n");
/** As text 300 kB: a checkpoint comes every 50 results or so, and kills hit it too. */
const filling = Array.from({ length: 15_000 }, (_, i) => i / 7);
for (let runs = Number(first); ; runs++) {
  const identity = { experiment: "killed", modelVersion: 1, method: "simulate", parameters: {}, runs };
  await store.savePart(resultKey(identity), { firstBlock: runs, blocks: 2, tally: `[${runs}]` });
  process.stdout.write(`part ${runs}\n`);
  await store.produceOrLoad(identity, () => ({ runs, filling }));
  process.stdout.write(`result ${runs}\n`);
}
