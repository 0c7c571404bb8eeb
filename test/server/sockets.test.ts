import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import type { Health } from "../../server/api.ts";
import { listen } from "../../server/listen.ts";
import { examplePoint as point } from "../examplePoint.ts";
import { testServer } from "./testServer.ts";

const server = testServer({ limits: { requestMs: 700, waiting: 1, workMs: 3_000, graceMs: 500 } });
let port = 0;
beforeAll(async () => {
  port = (await listen(server.app, "127.0.0.1", 0)).port;
});

const health = async () => (await server.ask("GET", "/api/v1/health")).json as Health;

/** One point that keeps a thread for half a minute, so that it must be ended by force. */
const slow = {
  ...point,
  prune: 6,
  guidance: { kind: "aligned", strength: 1 },
  pool: Array.from({ length: 12 }, (_, i) => ({ mu: 6 + i * 0.1, sigma: 3, min: 2, max: 12 + i * 0.05 })),
};

function send(text: string): { readonly answer: Promise<string>; readonly destroy: () => void; write(more: string): void } {
  const socket = connect(port, "127.0.0.1");
  const answer = new Promise<string>((resolve) => {
    let got = "";
    socket.setEncoding("utf8").on("data", (chunk: string) => (got += chunk));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(got));
  });
  socket.write(text);
  return { answer, destroy: () => socket.destroy(), write: (more) => void (socket.writable && socket.write(more)) };
}

function post(path: string, body: string, length = Buffer.byteLength(body)): string {
  return `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`;
}

test("a client that vanishes frees its thread within 5 s, and so does one that waits its turn", async () => {
  while ((await health()).threads.busy > 0) await wait(20); // warm
  const clients = [1, 2, 3].map(() => send(post("/api/v1/solve", JSON.stringify(slow))));
  while ((await health()).threads.waiting < 1) await wait(20);
  expect((await health()).threads).toMatchObject({ busy: 2, waiting: 1 });
  // Two at work, one waits: the next is told to come again.
  const refused = await server.ask("POST", "/api/v1/solve", point);
  expect(refused.json).toMatchObject({ code: "overloaded", status: 503 });
  expect(Number(refused.headers["retry-after"])).toBeGreaterThanOrEqual(1);
  for (const { destroy } of clients) destroy();
  const gone = Date.now();
  while ((await health()).threads.busy + (await health()).threads.waiting > 0) {
    expect(Date.now() - gone).toBeLessThan(5_000);
    await wait(20);
  }
  const answered = await server.ask("POST", "/api/v1/solve", point);
  expect(answered.status).toBe(200);
  expect(server.faults).toEqual([]);
});

test("work that takes too long is 503, and its thread is free again", async () => {
  const reply = await server.ask("POST", "/api/v1/solve", slow);
  expect(reply.json).toMatchObject({ code: "out-of-time", status: 503 });
  await wait(800);
  expect((await health()).threads.busy).toBe(0);
});

test("a body that comes too slowly is 408, with a code", async () => {
  const client = send(post("/api/v1/solve", "{", 100));
  const trickle = setInterval(() => client.write(" "), 200);
  const answer = await client.answer;
  clearInterval(trickle);
  expect(answer).toMatch(/^HTTP\/1.1 408 /);
  expect(JSON.parse(answer.split("\r\n\r\n")[1])).toMatchObject({ code: "slow-request", status: 408 });
});

test("headers that come too slowly are 408 too", async () => {
  const answer = await send("GET /api/v1/health HTTP/1.1\r\nHost: 127.0.0.1").answer;
  expect(answer).toMatch(/^HTTP\/1.1 408 /);
});

test.each<[string, string, number]>([
  ["no HTTP", "\u0016\u0003\u0001 hello\r\n\r\n", 400],
  ["two lengths", "POST /api/v1/solve HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{}", 400],
  ["headers of 40 kB", `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${"x".repeat(40_000)}\r\n\r\n`, 413],
  ["no host", "GET / HTTP/1.1\r\n\r\n", 400],
])("%s is refused with a status and no more", async (_, text, status) => {
  const answer = await send(text).answer;
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(answer).not.toMatch(/at .*\.ts:|node_modules/);
});
