import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkedLimits } from "../../agents/sandbox/limits.ts";
import { withEnvironment } from "../../agents/sandbox/processes.ts";
import { hasSandbox, runScript, trialFolders } from "./sandboxed.ts";

const MIB = 2 ** 20;

describe.skipIf(!hasSandbox)("a command is ended", () => {
  test("by the clock: TERM is enough for one that heeds it, and it may still say its last words", async () => {
    const result = await runScript("trap 'echo bye; exit 7' TERM; sleep 300 & wait", trialFolders(), { limits: { wallMs: 300 } });
    expect(result).toMatchObject({ ending: "timeout", exit: 7 });
    expect(result.stdout.text).toBe("bye\n");
    expect(result.durationMs).toBeLessThan(checkedLimits().graceMs);
  });

  test("by KILL after the grace where TERM is ignored, with all its processes", async () => {
    const mark = crypto.randomUUID();
    const stubborn = `trap '' TERM; setsid sh -c "trap '' TERM; sleep 300; sleep 300" & while :; do sleep 300; done`;
    const limits = { wallMs: 300, graceMs: 400 };
    const result = await runScript(stubborn, trialFolders(), { limits, environment: { TEST_MARK: mark } });
    expect(result).toMatchObject({ ending: "timeout", signal: "SIGKILL" });
    expect(result.durationMs).toBeGreaterThanOrEqual(695); // timers may fire a millisecond early
    expect(result.durationMs).toBeLessThan(3_000);
    expect(withEnvironment("TEST_MARK", mark)).toEqual([]);
  });

  test("for printing without end, in bounded memory: start and end are kept, and the cut is told", async () => {
    const before = process.memoryUsage().rss;
    const lines: number[] = [];
    const limits = { outputBytes: 64 * MIB, keptBytes: 4096, lineBytes: 1000, graceMs: 300 };
    const onLine = (line: string) => void lines.push(line.length);
    const result = await runScript("echo first; head -c 1000000000 /dev/zero | tr '\\0' a", trialFolders(), { limits, onLine });
    expect(result.ending).toBe("output limit");
    expect(result.stdout.cut).toBe(true);
    expect(result.stdout.bytes).toBeGreaterThan(64 * MIB);
    expect(result.stdout.bytes).toBeLessThan(65 * MIB); // one more chunk of a pipe at most
    expect(result.stdout.text).toMatch(/^first\na+\n\[\d+ bytes not kept\]\na+$/);
    expect(result.stdout.text.length).toBeLessThan(5000);
    expect(lines).toEqual([5, 1000]);
    // Chunks of 64 KiB wait for the collector; all that was printed would be sixteen times the bound.
    expect(process.memoryUsage().rss - before).toBeLessThan(60 * MIB);
  });

  test("for filling its disk, by many files or by many names", async () => {
    const folders = trialFolders();
    const fill = "i=0; while :; do i=$((i+1)); head -c 1000000 /dev/zero > file$i; done";
    const limits = { diskBytes: 50 * MIB, diskEntries: 2_000, graceMs: 300, wallMs: 30_000 };
    expect((await runScript(fill, folders, { limits })).ending).toBe("disk limit");
    const names = "i=0; while [ $i -lt 400 ]; do i=$((i+1)); mkdir -p a$i/b/c/d/e/f; done; sleep 300";
    expect((await runScript(names, trialFolders(), { limits })).ending).toBe("disk limit");
  }, 40_000);

  test("and told of a disk that it filled before anyone looked", async () => {
    const result = await runScript("head -c 60000000 /dev/zero > big", trialFolders(), { limits: { diskBytes: 50 * MIB } });
    expect(result).toMatchObject({ ending: "disk limit", exit: 0 });
  });

  test("for a tree deeper than a path can name, where it could hide anything", async () => {
    const deep = `perl -e '$d = "d" x 200; for (1 .. 40) { mkdir $d; chdir $d } open F, ">", "hidden"; print F "x" x 1e6'`;
    const folders = trialFolders();
    expect((await runScript(deep, folders)).ending).toBe("disk limit");
    expect(readdirSync(folders.work)).toHaveLength(1);
  });

  // Root may enter any folder, so there is nothing to be hidden from it.
  test.skipIf(process.getuid?.() === 0)("for filling a folder that it closed, whose inside is not to be seen", async () => {
    const hide = "mkdir closed; head -c 60000000 /dev/zero > closed/big; sync closed/big; chmod 000 closed; sleep 300";
    const limits = { diskBytes: 20 * MIB, graceMs: 300, wallMs: 20_000 };
    expect((await runScript(hide, trialFolders(), { limits })).ending).toBe("disk limit");
  });

  test("for too many processes, and for too much memory", async () => {
    const limits = { processes: 40, memoryBytes: 200 * MIB, graceMs: 300, wallMs: 20_000 };
    const fork = "i=0; while [ $i -lt 80 ]; do i=$((i+1)); sleep 300 & done; wait";
    expect((await runScript(fork, trialFolders(), { limits })).ending).toBe("process limit");
    const eat = `perl -e '$x = "a" x 300_000_000; sleep 300'`;
    expect((await runScript(eat, trialFolders(), { limits })).ending).toBe("memory limit");
  }, 30_000);

  test("when its caller says stop, before or while it runs", async () => {
    const signal = AbortSignal.timeout(300);
    expect((await runScript("sleep 300", trialFolders(), { signal })).ending).toBe("stopped");
    expect((await runScript("sleep 300", trialFolders(), { signal: AbortSignal.abort() })).ending).toBe("stopped");
  });
});

describe.skipIf(!hasSandbox)("the kernel holds", () => {
  test("the size of one file, of /tmp and of /dev/shm", async () => {
    const script = `head -c 3000000 /dev/zero > file; head -c 9000000 /dev/zero > /tmp/file; head -c 9000000 /dev/zero > /dev/shm/file
      wc -c < file; wc -c < /tmp/file; wc -c < /dev/shm/file`;
    const limits = { fileBytes: 2 * MIB, temporaryBytes: MIB };
    const { stdout } = await runScript(script, trialFolders(), { limits });
    const sizes = stdout.text.trim().split("\n").map(Number);
    expect(sizes).toHaveLength(3);
    expect(sizes.every((bytes, index) => bytes <= (index === 0 ? 2 * MIB : MIB))).toBe(true);
  });
});

test.each([{ wallMs: Number.NaN }, { wallMs: 3e9 }, { graceMs: 0 }, { outputBytes: 1.5 }, { processes: -1 }])(
  "no limit may be %j",
  async (limits) => {
    await expect(runScript("true", trialFolders(), { limits })).rejects.toThrow(/^limits\.\w+ must be/);
  },
);

describe.skipIf(!hasSandbox)("a command that ends by itself", () => {
  test("is told apart from a sandbox that could not be made, whose fault is no outcome of an agent", async () => {
    const binds = [{ host: "/no/such/folder", inside: "/opt/x" }];
    await expect(runScript("true", trialFolders(), { binds })).rejects.toThrow(/^the sandbox could not be made; is a folder/);
    // What the sandbox lacks is the command's fault, as in a shell.
    expect(await runScript("/no/such/program", trialFolders())).toMatchObject({ ending: "finished", exit: 127 });
  });

  test("tells its exit code or its signal, and having done nothing is no failure of the sandbox", async () => {
    const folders = trialFolders();
    expect(await runScript("exit 3", folders)).toMatchObject({ ending: "finished", exit: 3 });
    expect(await runScript("kill -SEGV $$", folders)).toMatchObject({ ending: "finished", signal: "SIGSEGV" });
    const nothing = await runScript("true", folders);
    expect(nothing).toMatchObject({ ending: "finished", exit: 0, stdout: { bytes: 0, cut: false }, notices: [] });
  });

  test("finds its home as an earlier turn left it, and settings are not written through links that turn laid", async () => {
    const folders = trialFolders();
    const target = join(folders.top, "outside");
    await runScript(`echo kept > $HOME/note; ln -s '${folders.top}' $HOME/.agent; ln -s /etc/passwd $HOME/settings`, folders);
    const { runInSandbox } = await import("../../agents/sandbox/runInSandbox.ts");
    const { isolation } = await import("./sandboxed.ts");
    const files = [".agent/outside", "settings"].map((path) => ({ path, text: "mine" }));
    const command = () => ({ argv: ["/bin/sh", "-c", "cat $HOME/note $HOME/.agent/outside $HOME/settings"], files });
    const result = await runInSandbox({ command, work: folders.work, home: folders.home, isolation });
    expect(result.stdout.text).toBe("kept\nminemine");
    expect(readdirSync(folders.top).sort()).toEqual(["home", "work"]);
    expect(target).toContain(folders.top);
  });
});

test.skipIf(!hasSandbox)("the sandbox costs little: half of its starts and ends take below 100 ms", async () => {
  const folders = trialFolders();
  const costs: number[] = [];
  for (let run = 0; run < 15; run++) {
    const startMs = performance.now();
    await runScript("true", folders);
    costs.push(performance.now() - startMs);
  }
  costs.sort((a, b) => a - b);
  expect(costs[7]).toBeLessThan(100); // 14 ms as measured; the slack is for a machine that does other things
});
