/**
 * Makes sure that there is a Chromium for the tests of the pages. As root on a machine with apt-get it is installed; elsewhere its absence
 * is said in one sentence. Standard output stays untouched.
 */
import { spawnSync } from "node:child_process";
import { findBrowser } from "./findBrowser.ts";

const machine = { env: process.env, platform: process.platform };
const run = (command: string, ...words: readonly string[]) => spawnSync(command, words, { stdio: ["ignore", "ignore", 2] }).status === 0;

function install(): void {
  if (process.platform !== "linux" || process.getuid?.() !== 0 || !run("apt-get", "--version")) return;
  process.stderr.write("harness-lab: installing Chromium for the tests of the pages (apt-get) ...\n");
  if (run("apt-get", "update", "-q")) run("apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium");
}

if (process.env.HARNESS_LAB_NO_BROWSER !== "1" && !findBrowser(machine)) {
  if (!process.env.CHROME_PATH) install();
  if (!findBrowser(machine)) {
    process.stderr.write(
      "harness-lab: the tests of the pages need Chromium or Chrome: install it, name it in CHROME_PATH, or leave them out with HARNESS_LAB_NO_BROWSER=1.\n",
    );
    process.exit(1);
  }
}
