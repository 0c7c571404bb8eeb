import { spawn, spawnSync } from "node:child_process";
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { withoutIsolation } from "../../agents/sandbox/isolation.ts";
import { withEnvironment } from "../../agents/sandbox/processes.ts";
import { echoSocket, hasSandbox, isolation, runScript, trialFolders } from "./sandboxed.ts";

/** Each attack is a script inside; what it must not get is a secret of the test's own, so that a pass is no accident of the machine. */
const SECRET = "a key that must stay outside";
const plain = withoutIsolation("a test of what the sandbox is for");

async function loopbackServer(): Promise<number> {
  const server = createServer((_, answer) => answer.end(SECRET));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** Fetches by Perl, which is where no curl is. */
const fetchFrom = (port: number | string) =>
  `perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(PeerAddr => "127.0.0.1", PeerPort => ${port}) or die "no: $!\\n"; print $s "GET / HTTP/1.0\\r\\n\\r\\n"; print <$s>'`;

/** Every secret of the host that a script could look for: a file in a home, another trial, a variable of ours, a process's words. */
async function plunder(held: typeof isolation): Promise<{ readonly loot: string; readonly mark: string }> {
  const folders = trialFolders();
  const [hostHome, other] = [join(folders.top, "user"), join(folders.top, "other trial")];
  for (const folder of [hostHome, other]) mkdirSync(folder);
  writeFileSync(join(hostHome, ".key"), SECRET);
  writeFileSync(join(other, "reward.txt"), SECRET);
  const port = await loopbackServer();
  process.env.HARNESS_LAB_TEST_KEY = SECRET;
  const neighbour = spawn("sleep", ["300"], { env: { WORDS: SECRET }, stdio: "ignore" });
  onTestFinished(() => {
    delete process.env.HARNESS_LAB_TEST_KEY;
    neighbour.kill("SIGKILL");
  });
  const script = `cat '${hostHome}/.key' '${other}/reward.txt' "$PWD/../user/.key" "$HOME/../user/.key" /proc/1/root/'${hostHome}/.key';
    cat /proc/*/environ | tr '\\0' '\\n'; cat /proc/${process.pid}/environ; cat /proc/1/cmdline | tr '\\0' ' '; ${fetchFrom(port)}; env`;
  const result = await runScript(script, folders, { isolation: held, limits: { wallMs: 20_000 } });
  return { loot: result.stdout.text, mark: folders.top };
}

describe.skipIf(!hasSandbox)("inside of the sandbox a hostile script", () => {
  test("reads no home, no key, no other trial, no process of others, and no path of the host", async () => {
    const { loot, mark } = await plunder(isolation);
    expect(loot).not.toContain("must stay outside");
    // The script itself names the paths, so they are looked for outside of its own words.
    const firstProcess = loot.split("/bin/sh -c")[0] as string;
    expect(firstProcess).not.toContain(mark);
  });

  test("the attack has teeth: a plain process finds the home, the other trial, the server and the neighbour's words", async () => {
    const { loot } = await plunder(plain);
    expect(loot.split(SECRET).length - 1).toBeGreaterThanOrEqual(4);
    expect(loot).toContain(`WORDS=${SECRET}`);
  });

  test("has the few variables given to it and no more", async () => {
    const { stdout } = await runScript("env", trialFolders(), { environment: { GIVEN: "yes" } });
    const names = stdout.text
      .trim()
      .split("\n")
      .map((line) => line.split("=")[0]);
    expect(names.sort()).toEqual(["GIVEN", "HOME", "LANG", "PATH", "PWD", "SHELL", "TERM", "TMPDIR", "TZ", "USER"]);
  });

  test("writes nowhere but in its work folder, its home and a /tmp of its own", async () => {
    const folders = trialFolders();
    chmodSync(folders.top, 0o777);
    const script = `for f in /x /usr/x /etc/x /lab/x /dev/x /home/x '${folders.top}/x'; do (echo 1 > "$f") 2>/dev/null && echo "wrote $f"; done
      echo 1 > in-work && echo 1 > "$HOME/in-home" && echo 1 > /tmp/in-tmp && echo fine; chmod 777 /usr/bin/env 2>/dev/null && echo changed`;
    const result = await runScript(script, folders);
    expect(result.stdout.text).toBe("fine\n");
    expect(existsSync(join(folders.work, "in-work")) && existsSync(join(folders.home, "in-home"))).toBe(true);
    expect(existsSync("/tmp/in-tmp")).toBe(false);
  });

  test("sets nothing of the kernel, though the lab be started by root: no file of /proc but its own opens for writing", async () => {
    // Opened only, and never written to: where this fails the machine must not suffer for it.
    const script = `perl -MFile::Find -e 'find({ no_chdir => 1, wanted => sub {
      if (m{^/proc/(\\d+|self|thread-self)$}) { $File::Find::prune = 1; return }
      $seen++; print "$_\\n" if -f $_ && open my $file, ">>", $_ } }, "/proc"); print "$seen seen\\n"'`;
    const { stdout } = await runScript(script, trialFolders());
    expect(stdout.text).toMatch(/^\d{3,} seen\n$/);
  });

  test("reaches the model's socket by its port, and nothing else: no loopback, no address, no other socket, no abstract one", async () => {
    const folders = trialFolders();
    const socket = join(folders.top, "model.sock");
    const [model, other, hidden] = await Promise.all([socket, join(folders.top, "other.sock"), `\0lab-${process.pid}`].map(echoSocket));
    onTestFinished(() => [model, other, hidden].forEach((server) => void server?.close()));
    const port = await loopbackServer();
    const unix = (path: string) =>
      `perl -MSocket -e 'socket(S, AF_UNIX, SOCK_STREAM, 0); print connect(S, pack_sockaddr_un("${path}")) ? "REACHED" : "no", "\\n"'`;
    const script = `${fetchFrom(port)}; ${unix(join(folders.top, "other.sock"))}; ${unix(`\\0lab-${process.pid}`)};
      perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(PeerAddr => "192.0.2.1", PeerPort => 80, Timeout => 2) ? "REACHED" : "no: $!", "\\n"';
      ls /sys/class/net /run 2>&1; perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(PeerAddr => "127.0.0.1:8765"); print $s "hello"; shutdown $s, 1; print <$s>'`;
    const { stdout } = await runScript(script, folders, { modelSocket: socket });
    expect(stdout.text).not.toMatch(/REACHED|must stay outside/);
    expect(stdout.text).toMatch(/Network is unreachable/);
    expect(stdout.text).toMatch(/heard hello$/);
  });

  test("cannot make namespaces, mount, become root, trace, or reach a terminal", async () => {
    const script = `unshare -U true && echo userns; unshare -n true && echo netns; mount -t tmpfs none /work && echo mounted
      chroot / true && echo chroot; mknod device c 1 3 && echo device; grep -q 'CapEff:.*[1-9a-f]' /proc/self/status && echo capable
      (: < /dev/tty) && echo terminal; grep NoNewPrivs /proc/self/status; id -u`;
    const { stdout } = await runScript(script, trialFolders());
    expect(stdout.text).toBe("NoNewPrivs:\t1\n1000\n");
  });

  test.skipIf(process.arch !== "x64")("has no keyring of the user's session, nor calls that reach past namespaces", async () => {
    // keyctl(KEYCTL_GET_KEYRING_ID, session), bpf and io_uring_setup with nothing; x32's getpid; 38 is ENOSYS.
    const ask = `perl -e 'for (250, 321, 425, 0x40000027, 39) { $! = 0; syscall($_, 0, -3, 0); print $!+0, " " }'`;
    const [held, free] = await Promise.all([runScript(ask, trialFolders()), runScript(ask, trialFolders(), { isolation: plain })]);
    expect(held.stdout.text).toBe("38 38 38 38 0 ");
    expect(free.stdout.text).not.toMatch(/^38/); // outside the same call is answered
  });

  test("does not survive its end, with sessions of its own, closed pipes and TERM ignored", async () => {
    const folders = trialFolders();
    const mark = crypto.randomUUID();
    const leave = `for i in 1 2 3; do setsid sh -c 'trap "" TERM HUP; exec >/dev/null 2>&1 </dev/null; sleep 300' & done; sleep 0.1; echo left`;
    const result = await runScript(leave, folders, { environment: { TEST_MARK: mark } });
    expect(result).toMatchObject({ ending: "finished", exit: 0 });
    expect(result.stdout.text).toBe("left\n");
    expect(withEnvironment("TEST_MARK", mark)).toEqual([]);
  });

  test("gets no file that whoever started the lab left open, which would be a way out of any sandbox", async () => {
    const folders = trialFolders();
    writeFileSync(join(folders.top, "secret"), SECRET);
    // Node itself closes those that follow on one another, so that one is left that stands alone.
    const left = openSync(folders.top, "r");
    onTestFinished(() => closeSync(left));
    const attack = "cat /proc/self/fd/60/secret; for f in /proc/self/fd/*; do readlink $f; done";
    const script = `import { spawnSync } from "node:child_process"; import { findIsolation } from "./agents/sandbox/isolation.ts";
      import { runInSandbox } from "./agents/sandbox/runInSandbox.ts";
      const result = await runInSandbox({ command: () => ({ argv: ["/bin/sh", "-c", ${JSON.stringify(attack)}] }),
        work: ${JSON.stringify(folders.work)}, home: ${JSON.stringify(folders.home)}, isolation: await findIsolation() });
      console.log(result.stdout.text + "FREE " + spawnSync("cat", ["/proc/self/fd/60/secret"], { encoding: "utf8" }).stdout);`;
    const stdio = ["ignore", "pipe", "inherit", ...Array(57).fill("ignore"), left] as const;
    const lab = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
      stdio: [...stdio],
      encoding: "utf8",
    });
    const [held, free] = lab.stdout.split("FREE ");
    expect(held).toContain("/dev/null"); // the attack did look
    expect(held).not.toContain("must stay outside");
    expect(held).not.toContain(folders.top);
    expect(free).toContain(SECRET); // and it has teeth: a child started without care reads it
  });

  test("does not survive the lab: killed, it takes the sandbox along", async () => {
    const folders = trialFolders();
    const mark = crypto.randomUUID();
    const script = `import { findIsolation } from "./agents/sandbox/isolation.ts"; import { runInSandbox } from "./agents/sandbox/runInSandbox.ts";
      await runInSandbox({ command: () => ({ argv: ["/bin/sh", "-c", "trap '' TERM; sleep 300 & sleep 300"], environment: { TEST_MARK: "${mark}" } }),
        work: ${JSON.stringify(folders.work)}, home: ${JSON.stringify(folders.home)}, isolation: await findIsolation() });`;
    const lab = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], { stdio: "inherit" });
    await until(() => withEnvironment("TEST_MARK", mark).length >= 2);
    lab.kill("SIGKILL");
    await until(() => withEnvironment("TEST_MARK", mark).length === 0);
  });
});

test("a plain process says loudly what it does not hide, and is ended with all that it started", async () => {
  const mark = crypto.randomUUID();
  const leave = `setsid sh -c 'trap "" TERM; sleep 300' & sleep 0.2; echo left`;
  const result = await runScript(leave, trialFolders(), { isolation: plain, environment: { TEST_MARK: mark } });
  expect(result).toMatchObject({ ending: "finished", exit: 0, isolation: "none" });
  expect(result.notices.join()).toMatch(/NO SANDBOX.*can read your files, your keys/);
  expect(withEnvironment("TEST_MARK", mark)).toEqual([]);
});

test("a plain process gets no variable of ours", async () => {
  process.env.HARNESS_LAB_TEST_KEY = SECRET;
  onTestFinished(() => void delete process.env.HARNESS_LAB_TEST_KEY);
  const { stdout } = await runScript("env", trialFolders(), { isolation: plain });
  expect(stdout.text).not.toContain(SECRET);
});

async function until(holds: () => boolean): Promise<void> {
  for (let waitedMs = 0; !holds(); waitedMs += 25) {
    if (waitedMs > 15_000) throw new Error("waited 15 s in vain");
    await new Promise((done) => setTimeout(done, 25));
  }
}

test.skipIf(!hasSandbox)("the files that the sandbox shows of /etc are the lab's own", async () => {
  const { stdout } = await runScript("cat /etc/passwd; ls /etc", trialFolders());
  expect(stdout.text).toContain(readFileSync("agents/sandbox/etc/passwd", "utf8"));
  expect(stdout.text).not.toMatch(/shadow|hostname|machine-id|resolv/);
});
