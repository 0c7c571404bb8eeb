/**
 * Installs bubblewrap for the tests of the sandbox unless it is there; run by `.ci/run`. Only where apt-get and root are: on a person's
 * own machine the tests that need it are skipped, and `lab agents doctor` says how to get it. A failure is told and ends nothing here:
 * with HARNESS_LAB_NEEDS_SANDBOX set the tests themselves fail.
 */
import { spawnSync } from "node:child_process";

const runs = (command, args) => spawnSync(command, args, { stdio: ["ignore", "ignore", "ignore"] }).status === 0;
const say = (line) => process.stderr.write(`harness-lab: ${line}\n`);

if (process.platform === "linux" && !runs("bwrap", ["--version"])) {
  if (process.getuid?.() !== 0 || !runs("apt-get", ["--version"])) say("bubblewrap is not installed: tests of the sandbox are skipped.");
  else {
    say("installing bubblewrap (apt-get) ...");
    const install = () =>
      spawnSync("apt-get", ["install", "-y", "--no-install-recommends", "bubblewrap"], {
        stdio: ["ignore", "ignore", 2],
        env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      }).status === 0;
    // A fresh image has no list of packages.
    if (!install() && !(runs("apt-get", ["update"]) && install())) say("bubblewrap could not be installed.");
  }
}
