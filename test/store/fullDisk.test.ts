import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../temporaryFolder.ts";

const loader = join(import.meta.dirname, "../../node_modules/tsx/dist/loader.mjs");
/** A mount of one's own needs a Linux that lets users have name spaces; elsewhere this test says nothing. */
const unshare = (words: readonly string[]) => spawnSync("unshare", ["--mount", "--map-root-user", ...words], { encoding: "utf8" });
const canMount =
  unshare(["sh", "-c", "d=$(mktemp -d) && mount -t tmpfs -o size=1m tmpfs $d; s=$?; umount $d; rmdir $d; exit $s"]).status === 0;

test.skipIf(!canMount)("on a full disk the refusal is one sentence, and all that was stored before is there", () => {
  const disk = temporaryFolder();
  const { status, stdout, stderr } = unshare([process.execPath, "--import", loader, join(import.meta.dirname, "fillDisk.ts"), disk]);
  expect([status, stderr]).toEqual([0, ""]);
  const { stored, readable, refusal, name } = JSON.parse(stdout) as { stored: number; readable: number; refusal: string; name: string };
  expect(stored).toBeGreaterThan(10);
  expect(readable).toBe(stored);
  expect([name, refusal]).toEqual(["InvalidInput", `--store must be writable (the disk is full), got ${JSON.stringify(`${disk}/store`)}`]);
});
