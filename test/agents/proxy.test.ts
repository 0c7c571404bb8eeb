import { statSync, writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import type { WireProtocol } from "../../agents/ports/port.ts";
import { KeyCover } from "../../agents/proxy/keyCover.ts";
import { costOf, pricesIn, readPrices } from "../../agents/proxy/prices.ts";
import { startProxy } from "../../agents/proxy/proxy.ts";
import { wireOf } from "../../agents/wire/wires.ts";
import { InvalidInput } from "../../model/invalid.ts";
import { CONVERSATIONS, PATHS } from "./conversations.ts";
import { DONE, KEY, PRICES, proxied, type Serve, USAGE, well } from "./proxied.ts";

const PROTOCOLS: readonly WireProtocol[] = ["responses", "chat", "messages", "gemini"];
/** 60 tokens of input at 2, 40 cached at 0.5, 10 of output at 8, per million. */
const COST = (60 * 2 + 40 * 0.5 + 10 * 8) / 1e6;

describe.each(PROTOCOLS)("%s", (protocol) => {
  const path = PATHS[protocol];

  test("is passed on with the real key and without what the agent had for one, and is counted", async () => {
    const one = await proxied(well(protocol), { protocol, model: "lab-model", trial: "t1" });
    const headers = {
      authorization: "Bearer dummy",
      "x-api-key": "dummy",
      "x-goog-api-key": "dummy",
      cookie: "a=b",
      "x-harness-lab-trial": "forged",
    };
    for (const query of ["?alt=sse&key=dummy&beta=true&$httpMethod=DELETE", ""]) await one.ask({ headers, path: path + query });
    const [heard] = one.heard;
    expect(heard?.url).toBe(`${path}?alt=sse&beta=true`);
    expect(JSON.parse(heard?.body ?? "")).toEqual(CONVERSATIONS[protocol]);
    const sent = JSON.stringify(heard?.headers);
    expect(sent).not.toMatch(/dummy|cookie|forged/);
    expect(sent.split(KEY)).toHaveLength(2);
    expect(heard?.headers).toMatchObject({
      ...wireOf(protocol).keyHeaders(KEY),
      "accept-encoding": "identity",
      "x-harness-lab-trial": "t1",
    });
    expect(one.proxy.usage()).toEqual({ requests: 2, inputTokens: 200, cachedTokens: 80, outputTokens: 20, cost: 2 * COST });
    expect([one.proxy.failure(), one.proxy.counts()]).toEqual([undefined, { failed: 0, refused: 0 }]);
    expect(one.traced[0]).toMatchObject({ protocol, request: { model: "lab-model" }, usage: USAGE, answerCut: false });
    expect(one.traced[0]?.answer.toString()).toContain("Done.");
    expect(JSON.stringify(one.traced)).not.toContain(KEY);
  });

  test.each([
    ["requests", { requests: 3 }, 3, "3 requests"],
    ["input tokens", { inputTokens: 250 }, 3, "250 input tokens"],
    ["output tokens", { outputTokens: 20 }, 2, "20 output tokens"],
    ["money", { money: 1.5 * COST }, 2, `${1.5 * COST} USD`],
    ["time", { wallMs: 2_500 }, 3, "2500 ms"],
  ])("a budget of %s holds within one request, and ends by a text", async (_, budget, sent, words) => {
    let now = 0;
    const serve: Serve = (...args) => {
      now += 1_000;
      well(protocol)(...args);
    };
    const one = await proxied(serve, { protocol, model: "lab-model", budget, now: () => now });
    const answers = [];
    for (let count = 0; count < sent + 2; count++) answers.push(await one.ask());
    const message = `The budget of this trial is spent: ${words}.`;
    expect(answers.map(({ status, body }) => [status, body.includes(message)])).toEqual(answers.map((_, index) => [200, index >= sent]));
    expect([one.heard.length, one.proxy.usage().requests]).toEqual([sent, sent]);
    expect(one.proxy.failure()).toEqual({ kind: "budget", message });
    expect(one.proxy.counts().failed).toBe(0);
    const reader = wireOf(protocol).reader(answers.at(-1)?.headers["content-type"] ?? "");
    reader.add(Buffer.from(answers.at(-1)?.body ?? ""));
    expect(reader.whole()).toBe(true);
  });

  test("what another protocol asks for, another model, and what is no request is refused before the server", async () => {
    const one = await proxied(well(protocol), { protocol, model: "lab-model", limits: { bodyBytes: 20_000 } });
    const others = PROTOCOLS.filter((other) => other !== protocol).map((other) => PATHS[other]);
    for (const wrong of [...others, "/", "/v1/files", "/v1/../etc", `${path}/x`, `http://127.0.0.1${path}`])
      expect([wrong, (await one.ask({ path: wrong })).status]).toEqual([wrong, 404]);
    expect((await one.ask({ method: "DELETE" })).status).toBe(404);
    const body = CONVERSATIONS[protocol];
    const inPath = protocol === "gemini" ? { path: path.replace("lab-model", "dear-model") } : {};
    const dear = await one.ask({ ...inPath, body: JSON.stringify({ ...body, model: "dear-model" }) });
    expect([dear.status, JSON.parse(dear.body).error.message]).toEqual([
      400,
      'model must be lab-model, the model of this trial, got "dear-model"',
    ]);
    for (const wrong of ["{", "[]", "3", JSON.stringify({ ...body, models: ["dear-model"] }), "[".repeat(10_000) + "]".repeat(10_000)])
      expect([wrong.slice(0, 9), (await one.ask({ body: wrong })).status]).toEqual([wrong.slice(0, 9), 400]);
    expect((await one.ask({ body: JSON.stringify({ ...body, more: "x".repeat(20_000) }) })).status).toBe(413);
    expect((await one.ask({ body: "x".repeat(20_001), headers: { "transfer-encoding": "chunked" } })).status).toBe(413);
    const listed = await one.ask({ method: "GET", path: protocol === "gemini" ? "/v1beta/models" : "/v1/models" });
    expect([listed.status, listed.body.includes("lab-model")]).toEqual([200, true]);
    expect([one.heard.length, one.proxy.usage().requests, one.proxy.failure()]).toEqual([0, 0, undefined]);
    expect(one.proxy.counts().refused).toBeGreaterThan(10);
  });
});

test("what is checked is what is sent: a model named twice reaches the server once", async () => {
  const one = await proxied(well("chat"), { model: "lab-model" });
  const body = JSON.stringify(CONVERSATIONS.chat).replace("{", '{"model":"dear-model",');
  expect((await one.ask({ body })).status).toBe(200);
  expect(one.heard[0]?.body).not.toContain("dear-model");
});

test("requests at once cannot pass a budget together; with tokens budgeted they go one at a time", async () => {
  const waiting: (() => void)[] = [];
  const serve: Serve = (heard, response, request) => void waiting.push(() => well("chat")(heard, response, request));
  const release = async (count: number) => {
    while (waiting.length < count) await new Promise((done) => setImmediate(done));
    for (const go of waiting.splice(0)) go();
  };
  const counted = await proxied(serve, { budget: { requests: 2 } });
  const asked = Array.from({ length: 5 }, () => counted.ask());
  await Promise.race([Promise.all(asked.slice(0, 3)), Promise.all(asked.slice(2))]); // three are answered while two wait
  await release(2);
  const answers = await Promise.all(asked);
  expect(answers.filter(({ body }) => body.includes("is spent"))).toHaveLength(3);
  expect(counted.heard).toHaveLength(2);
  const metered = await proxied(serve, { budget: { inputTokens: 1 } });
  const both = [metered.ask(), metered.ask()];
  await release(1);
  expect((await Promise.all(both)).filter(({ body }) => body.includes("is spent"))).toHaveLength(1);
  expect(metered.heard).toHaveLength(1);
});

test("tokens that one answer did not tell make the sum absent, and a budget of them stops the trial", async () => {
  const untold = (_: unknown, response: ServerResponse) =>
    response.writeHead(200, { "content-type": "application/json" }).end('{"choices":[{"finish_reason":"stop"}]}');
  let count = 0;
  const serve: Serve = (...args) => (count++ === 1 ? untold(args[0], args[1]) : well("chat")(...args));
  const free = await proxied(serve);
  for (let asks = 0; asks < 3; asks++) await free.ask();
  expect([free.proxy.usage(), free.proxy.failure()]).toEqual([{ requests: 3 }, undefined]);
  count = 1;
  const held = await proxied(serve, { budget: { outputTokens: 1_000 } });
  await held.ask();
  expect(held.proxy.failure()).toBeUndefined();
  expect((await held.ask()).body).toContain("cannot be held");
  expect([held.heard.length, held.proxy.failure()?.kind]).toEqual([1, "untold"]);
});

test("counts of tokens go to the server, and are in no budget and no sum", async () => {
  const serve: Serve = (_, response) => response.writeHead(200, { "content-type": "application/json" }).end('{"input_tokens":7}');
  const one = await proxied(serve, { protocol: "messages", budget: { requests: 0 }, limits: { countRequests: 2 } });
  const statuses = [];
  for (let count = 0; count < 3; count++) statuses.push((await one.ask({ path: "/v1/messages/count_tokens?beta=true" })).status);
  expect(statuses).toEqual([200, 200, 429]);
  expect(one.heard[0]).toMatchObject({ url: "/v1/messages/count_tokens?beta=true", headers: { "x-api-key": KEY } });
  expect(one.proxy.usage().requests).toBe(0);
});

test("the prefix of an address is kept and its version is not doubled; a socket is an address too", async () => {
  const served = await proxied(well("chat"));
  const heard: (string | undefined)[] = [];
  const model = createServer((request, response) => {
    heard.push(request.url);
    response.end();
  });
  const socket = join(dirname(served.socket), "model.sock");
  await new Promise<void>((done) => model.listen(socket, done));
  onTestFinished(() => void model.close());
  const over = await proxied(() => undefined, { upstream: { address: `unix:${socket}` } });
  await over.ask();
  expect(heard).toEqual(["/v1/chat/completions"]);
  await new Promise<void>((done) => model.close(() => model.listen(0, "127.0.0.1", done)));
  const { port } = model.address() as { port: number };
  for (const prefix of ["/api", "/api/v1/", "/v1", ""])
    await (await proxied(() => undefined, { upstream: { address: `http://127.0.0.1:${port}${prefix}` } })).ask();
  expect(heard.slice(1)).toEqual(["/api/v1/chat/completions", "/api/v1/chat/completions", "/v1/chat/completions", "/v1/chat/completions"]);
  expect(statSync(served.socket).mode & 0o777).toBe(0o600);
});

test("what cannot be taken as given is refused at the start, and the key is not shown", async () => {
  const upstream = { address: "https://api.example", key: KEY };
  const start = (change: object) => startProxy({ socket: "/nowhere/p.sock", protocol: "chat", upstream, prices: PRICES, ...change });
  for (const [change, message] of [
    [{ upstream: { address: "ftp://x" } }, /^upstream.address/],
    [{ upstream: { address: "https://me:secret-word@x" } }, /^upstream.address(?!.*secret-word)/],
    [{ upstream: { ...upstream, key: "secret key" } }, /^key(?!.*secret)/],
    [{ upstream: { ...upstream, key: "secret" } }, /^key(?!.*secret)/],
    [{ upstream: { ...upstream, trial: "a\r\nb: c" } }, /^upstream.headers/],
    [{ budget: { requests: -1 } }, /^budget.requests/],
    [{ budget: { inputTokens: 1.5 } }, /^budget.inputTokens/],
    [{ budget: { wallMs: Number.NaN } }, /^budget.wallMs/],
    [{ budget: { money: 1 } }, /^model must be fixed/],
    [{ budget: { money: 1 }, model: "unheard-of" }, /^budget.money cannot be held: the price table has no unheard-of/],
  ] as const) {
    const error = await start(change).catch((found: unknown) => found);
    expect(error).toBeInstanceOf(InvalidInput);
    expect((error as Error).message).toMatch(message);
  }
  await expect(start({})).rejects.not.toBeInstanceOf(InvalidInput); // all of that was right: only the folder is missing
});

describe("prices", () => {
  test("the lab's own table is right, and its model costs nothing", () => {
    const { currency, models } = readPrices();
    expect(currency).toBe("USD");
    expect(costOf(models.get("lab-model"), undefined)).toBe(0);
  });

  test("a table of the user's own is read, and what is wrong in it is named", async () => {
    const { socket } = await proxied(well("chat"));
    const file = join(dirname(socket), "prices.json");
    writeFileSync(file, '{"currency":"EUR","models":{"m":{"input":1,"output":2}}}');
    expect(readPrices(file).models.get("m")).toEqual({ input: 1, output: 2 });
    for (const [text, message] of [
      ["{", /^prices must be YAML or JSON/],
      ["3", /^prices must have fields/],
      ["{currency: dollars}", /^prices.currency/],
      ["{currency: USD, model: {}}", /^prices.model is unknown/],
      ["{currency: USD, models: {m: {input: 1}}}", /^prices.models.m.output must be given/],
      ["{currency: USD, models: {m: {input: -1, output: 1}}}", /^prices.models.m.input must be a number of 0 or more, got -1/],
      ["{currency: USD, models: {m: {input: .nan, output: 1}}}", /^prices.models.m.input/],
      ["{currency: USD, models: {m: {input: 1, output: 1, batch: 1}}}", /^prices.models.m.batch is unknown/],
    ] as const)
      expect(() => pricesIn(text)).toThrow(message);
  });

  test("what is not known well enough costs no number", () => {
    const price = { input: 2, cached: 0.5, output: 8, upToInputTokens: 200 };
    expect(costOf(price, USAGE)).toBe(COST);
    for (const usage of [
      undefined,
      { inputTokens: 1 },
      { inputTokens: 1, outputTokens: 1 },
      { ...USAGE, inputTokens: 201 },
      { ...USAGE, cacheWriteTokens: 1 },
    ])
      expect(costOf(price, usage)).toBeUndefined();
    expect(costOf({ ...price, cacheWrite: 3 }, { ...USAGE, cacheWriteTokens: 20 })).toBeCloseTo(COST + 20e-6, 12);
    expect(costOf({ ...price, cacheWrite: 3 }, USAGE)).toBeUndefined();
    expect(costOf({ input: 2, output: 8 }, { inputTokens: 100, outputTokens: 10 })).toBe(280e-6);
    expect(costOf(undefined, USAGE)).toBeUndefined();
  });
});

/** The second repeats itself, so that its end may be the beginning of another piece. */
test.each([KEY, "abcabcabdabcabcabeabcabc"])("the key %s is covered in any text, cut anywhere, and other text is left as it is", (key) => {
  const piece = fc.oneof(
    fc.tuple(fc.nat(key.length), fc.nat(key.length)).map(([from, to]) => key.slice(Math.min(from, to), Math.max(from, to))),
    fc.string({ unit: "grapheme" }),
    fc.constant(key),
  );
  fc.assert(
    fc.property(fc.array(piece), fc.array(fc.nat(40)), (pieces, cuts) => {
      const bytes = Buffer.from(pieces.join(""));
      const cover = new KeyCover(key);
      const out: Buffer[] = [];
      let from = 0;
      for (const length of cuts) {
        out.push(cover.add(bytes.subarray(from, from + length)));
        from += length;
      }
      out.push(cover.add(bytes.subarray(from)), cover.end());
      const covered = Buffer.concat(out).toString("utf8");
      expect(covered).toBe(new KeyCover(key).text(bytes.toString("utf8")));
      for (let at = 0; at + 15 <= key.length; at++) expect(covered).not.toContain(key.slice(at, at + 15));
      if (!/[\w-]/.test(bytes.toString("utf8"))) expect(covered).toBe(bytes.toString("utf8"));
    }),
    { seed: 20_263, numRuns: 1_000 },
  );
});

test("a short key is covered as a whole, and where there is none nothing is", () => {
  expect(new KeyCover("12345678").text("a 12345678 b 1234567")).toBe("a [key] b 1234567");
  expect(new KeyCover(undefined).text(KEY)).toBe(KEY);
});

test("what a reply of ours says in place of an answer is not counted", async () => {
  const one = await proxied(well("chat"), { budget: { requests: 0 } });
  expect((await one.ask()).body).not.toContain(DONE.kind === "text" ? DONE.text : "");
  expect(one.proxy.usage()).toEqual({ requests: 0, inputTokens: 0, cachedTokens: 0, outputTokens: 0, cost: 0 });
});
