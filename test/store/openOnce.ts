/** Opens a store and closes it, unless it is killed meanwhile; see jsonFolder.test.ts. */
import { openStore } from "../../store/openStore.ts";

process.stdout.write("ready\n");
await (await openStore(process.argv[2] ?? "")).close();
