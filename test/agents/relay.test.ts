import { type ChildProcess, spawn } from "node:child_process";
import { Agent, createServer as createHttpServer, request } from "node:http";
import { type AddressInfo, connect, createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { findProgram } from "../../agents/sandbox/isolation.ts";
import { relayScript } from "../../agents/sandbox/system.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { echoSocket } from "./sandboxed.ts";

const perl = findProgram("perl");
const RELAYS = [["node", process.execPath, relayScript("mjs")] as const, ...(perl ? [["perl", perl, relayScript("pl")] as const] : [])];

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** A relay whose command waits until its input ends. */
async function relay(interpreter: string, script: string, socket: string): Promise<{ port: number; child: ChildProcess }> {
  const port = await freePort();
  const child = spawn(interpreter, [script, String(port), socket, "/bin/sh", "-c", "echo up; exec cat"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  onTestFinished(() => void child.stdin?.end()); // the command ends, and with it the relay
  await new Promise((done) => child.stdout?.once("data", done));
  return { port, child };
}

function talk(port: number, text: Buffer): Promise<string> {
  return new Promise((done, failed) => {
    const heard: Buffer[] = [];
    const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    socket
      .on("data", (chunk: Buffer) => heard.push(chunk))
      .on("end", () => done(Buffer.concat(heard).toString("latin1")))
      .on("error", failed);
    socket.end(text);
  });
}

describe.each(RELAYS)("the relay in %s", (_, interpreter, script) => {
  test("carries many connections at once, large ones both ways, each to its own end", async () => {
    const socket = join(temporaryFolder(), "model.sock");
    const server = await echoSocket(socket);
    onTestFinished(() => void server.close());
    const { port } = await relay(interpreter, script, socket);
    const sent = Array.from({ length: 20 }, (_, index) => Buffer.alloc(index === 0 ? 5_000_000 : 1000 * index + 1, 97 + index));
    const heard = await Promise.all(sent.map((bytes) => talk(port, bytes)));
    for (const [index, bytes] of sent.entries())
      expect(heard[index] === `heard ${bytes.toString("latin1")}`, `connection ${index}`).toBe(true);
  });

  test("hands a stream on as it comes, survives a client that hangs up, and a proxy that is not there", async () => {
    const socket = join(temporaryFolder(), "model.sock");
    const { port } = await relay(interpreter, script, socket);
    expect(await talk(port, Buffer.from("x")).catch(() => "")).toBe(""); // nobody listens yet
    const server = createHttpServer((_, answer) => {
      answer.write("first");
      setTimeout(() => answer.end("last"), 300);
    }).listen(socket);
    onTestFinished(() => void server.closeAllConnections());
    onTestFinished(() => void server.close());
    await new Promise((done) => server.once("listening", done));
    const ask = (take: (chunk: string, hangUp: () => void) => void) =>
      new Promise<void>((done) => {
        const asked = request({ port, host: "127.0.0.1" }, (answer) => {
          answer
            .on("data", (chunk: Buffer) => take(String(chunk), () => asked.destroy()))
            .on("error", () => undefined)
            .on("close", done);
        });
        asked.on("error", () => undefined).end();
      });
    await ask((_, hangUp) => hangUp());
    const came: number[] = [];
    await ask(() => came.push(performance.now()));
    expect(came).toHaveLength(2);
    expect((came[1] as number) - (came[0] as number)).toBeGreaterThan(150); // not held back until the end
  });

  test("lets no answer in two pieces wait for its first to be confirmed, which takes 40 ms", async () => {
    const socket = join(temporaryFolder(), "model.sock");
    const { port } = await relay(interpreter, script, socket);
    const server = createHttpServer((_, answer) => {
      answer.flushHeaders();
      setImmediate(() => answer.end("last"));
    }).listen(socket);
    await new Promise((done) => server.once("listening", done));
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => {
      agent.destroy();
      server.close();
    });
    const times: number[] = [];
    for (let asked = 0; asked < 20; asked++) {
      const startMs = performance.now();
      await new Promise((done) => request({ port, host: "127.0.0.1", agent }, (answer) => answer.resume().on("end", done)).end());
      times.push(performance.now() - startMs);
    }
    // The kernel confirms at once at the start of a connection; later most of them waited. A busy machine makes a few of them long.
    expect(times.filter((ms) => ms > 30).length, times.map(Math.round).join(" ")).toBeLessThan(7);
  });

  test.each([
    ["exit 7", 7],
    ["kill -KILL $$", 137],
    ["true", 0],
  ])("ends as its command does: %s", async (command, code) => {
    const child = spawn(interpreter, [script, String(await freePort()), "/nowhere", "/bin/sh", "-c", command]);
    expect(await new Promise((done) => child.once("exit", done))).toBe(code);
  });

  test("a program that is not there ends it with 127", async () => {
    const child = spawn(interpreter, [script, String(await freePort()), "/nowhere", "/no/such/program"]);
    expect(await new Promise((done) => child.once("exit", done))).toBe(127);
  });
});
