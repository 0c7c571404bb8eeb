/** `npm run bench`, with the options of peers.ts: how long a point takes, how fast runs go and against other means, how long `reproduce` takes. Nothing here is a test. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { benchOptimal } from "./optimal.ts";
import { benchPeers, peerSettings } from "./peers.ts";
import { benchRare } from "./rare.ts";
import { benchSimulation } from "./simulation.ts";
import { benchSolve } from "./solve.ts";

const peers = peerSettings();
await benchSolve();
await benchOptimal();
await benchSimulation();
await benchRare();
await benchPeers(peers);

const out = mkdtempSync(join(tmpdir(), "harness-lab-bench-"));
const command = ["--import", "tsx", join(import.meta.dirname, "..", "cli", "main.ts"), "reproduce", "--runs", "20000", "--out", out];
for (const name of ["reproduce, 20,000 runs a point", "reproduce again, all reused"]) {
  const begun = performance.now();
  const { status } = spawnSync(process.execPath, command, { stdio: "ignore" });
  console.log(`${name.padEnd(40)} ${((performance.now() - begun) / 1000).toFixed(1)} s${status === 0 ? "" : `, exit ${status}`}`);
}
rmSync(out, { recursive: true });
