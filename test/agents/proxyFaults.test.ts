import { request, type ServerResponse } from "node:http";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { describe, expect, test } from "vitest";
import type { Upstream } from "../../agents/proxy/upstream.ts";
import { wireOf } from "../../agents/wire/wires.ts";
import { CONVERSATIONS, PATHS } from "./conversations.ts";
import { DONE, KEY, type Proxied, proxied, type Serve, USAGE, well } from "./proxied.ts";

const SHORT = { firstByteMs: 60, betweenBytesMs: 60 };
const whole = wireOf("chat").write(DONE, wireOf("chat").read(CONVERSATIONS.chat, PATHS.chat), USAGE).body;
const half = whole.slice(0, whole.length / 3);
const events = (response: ServerResponse) => response.writeHead(200, { "content-type": "text/event-stream" });

/** The first answer is the fault, those after it are well. */
const once = (fault: Serve): Serve => {
  let first = true;
  return (heard, response, request) => {
    (first ? fault : well("chat"))(heard, response, request);
    first = false;
  };
};

/** Nothing of the key, nor of its parts, is anywhere but at the server. */
function expectNoKey({ proxy, traced }: Proxied, ...seen: readonly unknown[]): void {
  const all = JSON.stringify([seen, proxy.failure(), traced.map((call) => ({ ...call, answer: call.answer.toString("latin1") }))]);
  for (let at = 0; at + 15 <= KEY.length; at++) expect(all).not.toContain(KEY.slice(at, at + 15));
}

describe("a server that answers an error", () => {
  test.each([401, 429, 500, 529, 302])(
    "%i goes on to the agent with when to try again, and is told until the next good answer",
    async (status) => {
      const headers = { "content-type": "application/json", "retry-after": "7", "set-cookie": "a=b", location: "http://127.0.0.1:1/" };
      const one = await proxied(once((_, response) => response.writeHead(status, headers).end('{"error":{"message":"slow down"}}')));
      const answer = await one.ask();
      expect(answer).toMatchObject({ status, body: '{"error":{"message":"slow down"}}', headers: { "retry-after": "7" } });
      expect(answer.headers).not.toHaveProperty("set-cookie");
      expect(answer.headers).not.toHaveProperty("location");
      expect(one.proxy.failure()).toEqual({
        kind: "status",
        httpStatus: status,
        message: `The model's server answered ${status}: slow down`,
      });
      expect(one.proxy.usage()).toEqual({ requests: 1, inputTokens: 0, cachedTokens: 0, outputTokens: 0, cost: 0 });
      expect((await one.ask()).status).toBe(200);
      expect(one.proxy.failure()).toBeUndefined();
      expect(one.proxy.counts()).toEqual({ failed: 1, refused: 0 });
      expect(one.traced.map(({ failure }) => failure?.kind)).toEqual(["status", undefined]);
    },
  );

  test.each([
    ["plainly", JSON.stringify({ error: { message: `Incorrect API key provided: ${KEY}. See` } })],
    ["escaped", JSON.stringify({ error: { message: `Bad ${KEY}!` } }).replace("sk-proj", "\\u0073k\\u002dproj")],
    ["in its later part", JSON.stringify({ error: { message: `Bad key ...${KEY.slice(9)}` } })],
    ["as no JSON", `<html>Bearer ${KEY}</html>`],
  ])("that holds the key %s is covered, for the agent, in what is told, and in the trace", async (_, body) => {
    const one = await proxied((_, response) => response.writeHead(401, { "x-request-id": `r-${KEY}` }).end(body));
    const answer = await one.ask();
    expect(answer.body).toContain("[key]");
    expect(answer.headers["x-request-id"]).toBe("r-[key]");
    expectNoKey(one, answer);
    expect(one.heard[0]?.headers.authorization).toBe(`Bearer ${KEY}`); // it was there to be leaked
  });

  test("that shows the key's ends between stars is covered too", async () => {
    const masked = `sk-proj-****************${KEY.slice(-4)}`;
    const one = await proxied((_, response) => response.writeHead(401).end(JSON.stringify({ error: { message: `Wrong: ${masked}.` } })));
    const answer = await one.ask();
    expect(answer.body + one.proxy.failure()?.message).not.toContain(KEY.slice(-4));
  });
});

test("a key in an answer is covered wherever its stream is cut", async () => {
  const said = whole.replace("Done.", `Done ${KEY}${KEY}, ${KEY.slice(3, 25)} sk-proj-A1b2`);
  const clean = whole.replace("Done.", "Done [key][key], [key] sk-proj-A1b2");
  for (let cut = said.indexOf("Done"); cut < said.indexOf('A1b2"'); cut += 3) {
    const one = await proxied((_, response) => {
      const rest = () => response.end(said.slice(cut));
      events(response).write(said.slice(0, cut), () => setImmediate(rest));
    });
    const answer = await one.ask();
    expect(answer.body.replaceAll("[key][key]", "[key]")).toBe(clean.replaceAll("[key][key]", "[key]"));
    expectNoKey(one, answer);
  }
});

describe("a server that answers no good answer", () => {
  const FAULTS: readonly (readonly [string, Serve, object, number | "broken off"])[] = [
    ["garbage", (_, response) => events(response).end("\u0000\u0001 not an event \n\n<html>"), { kind: "garbage", httpStatus: 200 }, 200],
    ["a page", (_, response) => response.writeHead(200, { "content-type": "text/html" }).end("<html>"), { kind: "garbage" }, 200],
    ["no HTTP", (_, response) => response.socket?.end("220 smtp ready\r\n"), { kind: "garbage" }, 502],
    ["packed", (_, response) => response.writeHead(200, { "content-encoding": "gzip" }).end("x"), { kind: "garbage" }, 502],
    ["half a stream, ended well", (_, response) => events(response).end(half), { kind: "broken" }, "broken off"],
    ["half a stream, cut", (_, response) => events(response).write(half, () => response.destroy()), { kind: "broken" }, "broken off"],
    ["half a stream, then nothing", (_, response) => events(response).write(half), { kind: "silent" }, "broken off"],
    [
      "half of JSON",
      (_, response) => response.writeHead(200, { "content-length": 100 }).write("{", () => response.destroy()),
      { kind: "broken" },
      "broken off",
    ],
    ["a closed connection", (_, response) => response.destroy(), { kind: "broken" }, 502],
    ["nothing", () => undefined, { kind: "silent" }, 504],
    [
      "an error, half of it",
      (_, response) => response.writeHead(503).write("{", () => response.destroy()),
      { kind: "status", httpStatus: 503 },
      503,
    ],
  ];
  test.each(FAULTS)("%s", async (_, fault, failure, seen) => {
    const one = await proxied(once(fault), { limits: SHORT });
    const answer = await one.ask();
    expect(answer.complete ? answer.status : "broken off").toBe(seen);
    expect(one.proxy.failure()).toMatchObject(failure);
    if (fault === FAULTS[4]?.[1] || fault === FAULTS[6]?.[1]) expect(answer.body).toBe(half);
    if (answer.status > 500 && answer.complete) expect(JSON.parse(answer.body)).toHaveProperty("error.message");
    expectNoKey(one, answer);
    const { requests, inputTokens } = one.proxy.usage();
    // What began to answer used tokens that nobody told; what did not answer used none.
    expect([requests, inputTokens]).toEqual([1, answer.status === 200 || fault === FAULTS[3]?.[1] ? undefined : 0]);
    expect((await one.ask()).status).toBe(200);
    expect([one.proxy.failure(), one.proxy.counts().failed]).toEqual([undefined, 1]);
  });

  test("an answer without an end is broken off", async () => {
    const one = await proxied((_, response) => events(response).end(`data: {}\n\n`.repeat(1_000)), { limits: { answerBytes: 5_000 } });
    expect((await one.ask()).complete).toBe(false);
    expect(one.proxy.failure()).toMatchObject({ kind: "broken" });
  });

  test.each(["refused", "no socket", "no such name"])("no connection: %s", async (kind) => {
    const closed = createServer();
    await new Promise<void>((done) => closed.listen(0, "127.0.0.1", done));
    const { port } = closed.address() as AddressInfo;
    await new Promise((done) => closed.close(done));
    const address = {
      refused: `http://127.0.0.1:${port}`,
      "no socket": "unix:/nowhere/model.sock",
      "no such name": "https://model.invalid",
    }[kind];
    const one = await proxied(() => undefined, { upstream: { address, key: KEY } as Upstream });
    expect((await one.ask()).status).toBe(502);
    expect(one.proxy.failure()?.kind).toBe("unreachable");
  });
});

test("a slow agent slows the server: what it does not read is not gathered here", async () => {
  const [big, PIECES] = [Buffer.alloc(256 * 1024, "x"), 200];
  let sent = 0;
  let stalled: () => void = () => undefined;
  const untilStalled = new Promise<void>((resolve) => {
    stalled = resolve;
  });
  const one = await proxied((_, response) => {
    events(response);
    const fill = () => {
      while (sent < PIECES && response.write(big)) sent++;
      sent++; // this one is taken as well, and the last before a drain
      stalled();
    };
    response.on("drain", fill);
    fill();
  });
  const call = request({ socketPath: one.socket, method: "POST", path: PATHS.chat, agent: false });
  call.on("error", () => undefined);
  const answered = new Promise<void>((resolve) => call.on("response", (answer) => resolve(void answer.pause())));
  call.end(JSON.stringify(CONVERSATIONS.chat));
  await answered;
  await untilStalled;
  // Ten turns of the event loop with I/O in each are enough for anything that is not held back.
  let before = -1;
  for (let quiet = 0; quiet < 10; quiet = sent === before ? quiet + 1 : 0) {
    before = sent;
    await new Promise((done) => setTimeout(done, 5));
  }
  // Buffers of the system on the way take some MiB; all would be 50.
  expect(sent).toBeLessThan(PIECES / 2);
  call.destroy();
});

test("an agent that goes away cancels its request at the server, and is no failure of the model", async () => {
  let cancelled: () => void = () => undefined;
  const untilCancelled = new Promise<void>((resolve) => {
    cancelled = resolve;
  });
  const one = await proxied((_, response) => {
    response.on("close", cancelled);
    events(response).write(half);
  });
  expect((await one.ask({ leaves: true })).complete).toBe(false);
  await untilCancelled;
  await one.proxy.close();
  expect(one.proxy.failure()).toBeUndefined();
  expect(one.proxy.usage()).toEqual({ requests: 1 });
});

test("close ends what is under way within a second", async () => {
  const one = await proxied((_, response) => events(response).write(half));
  const asked = one.ask().catch(() => undefined);
  while (one.heard.length === 0) await new Promise((done) => setImmediate(done));
  const startMs = performance.now();
  await one.proxy.close();
  expect(performance.now() - startMs).toBeLessThan(1_000);
  await asked;
  await expect(one.ask()).rejects.toThrow();
});

test("a connection to the server serves the next request, is let go after an idle second, and goes with the proxy", async () => {
  const [sockets, closed] = [[] as Socket[], [] as Socket[]];
  const one = await proxied((heard, response, incoming) => {
    if (!sockets.includes(incoming.socket)) sockets.push(incoming.socket.once("close", () => closed.push(incoming.socket)));
    well("chat")(heard, response, incoming);
  });
  const untilClosed = async (count: number) => {
    while (closed.length < count) await new Promise((done) => setTimeout(done, 10));
  };
  for (let asked = 0; asked < 3; asked++) await one.ask();
  expect([one.heard.length, sockets.length]).toEqual([3, 1]);
  await untilClosed(1); // by the proxy: the server would keep it for five seconds
  await one.ask();
  expect(sockets).toHaveLength(2);
  await one.proxy.close();
  await untilClosed(2);
});

test("a kept connection that the server has closed is a server that broke off, and the next request gets a new one", async () => {
  let asked = 0;
  const one = await proxied((heard, response, incoming) =>
    ++asked === 2 ? incoming.socket.destroy() : well("chat")(heard, response, incoming),
  );
  expect((await one.ask()).status).toBe(200);
  expect([(await one.ask()).status, one.proxy.failure()?.kind]).toEqual([502, "broken"]);
  expect((await one.ask()).status).toBe(200);
  expect([one.proxy.failure(), one.proxy.counts().failed, one.proxy.usage().requests]).toEqual([undefined, 1, 3]);
});
