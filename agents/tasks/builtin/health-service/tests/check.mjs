import assert from "node:assert/strict";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { bytes, judge, run, scratch, start } from "./judge.mjs";

const within = (promise, limitMs, what) => {
  let timer;
  const late = new Promise((_, failed) => {
    timer = setTimeout(() => failed(new Error(`${what} took more than ${limitMs} ms`)), limitMs);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

/** Starts the service at a free port of this sandbox. */
async function service(data = `${scratch()}/data`) {
  bytes("/app/server.mjs");
  const child = start(["node", "/app/server.mjs"], { environment: { PORT: "0", DATA: data } });
  const exit = once(child, "exit");
  const port = await within(
    new Promise((done, failed) => {
      child.stdout.on("data", () => {
        const found = /^listening on (\d+)\n/.exec(child.printed.stdout);
        if (found) done(Number(found[1]));
      });
      exit.then(() => failed(new Error(`the service ends: ${child.printed.stderr.slice(0, 200)}`)));
    }),
    10_000,
    "the start",
  ).catch((error) => {
    child.endAll();
    throw error;
  });
  const ask = (method, path, body, agent) =>
    within(
      new Promise((done, failed) => {
        const headers = body === undefined ? {} : { "content-type": "application/json" };
        const asked = request({ host: "127.0.0.1", port, method, path, headers, agent: agent ?? false }, async (answer) => {
          try {
            let text = "";
            for await (const chunk of answer.setEncoding("utf8")) text += chunk;
            assert.match(answer.headers["content-type"] ?? "", /^application\/json\b/, `${method} ${path} is no JSON`);
            done([answer.statusCode, JSON.parse(text)]);
          } catch (error) {
            failed(error);
          }
        });
        asked.on("error", failed);
        asked.end(typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body));
      }),
      5000,
      `${method} ${path.slice(0, 40)}`,
    );
  const end = async () => {
    child.endAll();
    await exit;
  };
  return { child, exit, port, ask, end, data };
}

/** Uses a service and ends it, whatever comes of it. */
async function withService(use, data) {
  const one = await service(data);
  try {
    return await use(one);
  } finally {
    await one.end();
  }
}

const ITEMS = [
  { name: "pears", count: 3 },
  { name: "10", count: 0 },
  { name: "2", count: 7 },
  { name: "__proto__", count: 1 },
  { name: "a/b ?é%", count: 2 ** 40 },
  { name: "x".repeat(100), count: 1 },
];
async function fill(ask) {
  for (const item of ITEMS) assert.deepEqual(await ask("POST", "/items", item), [201, item]);
  const more = { name: "pears", count: 4 };
  assert.deepEqual(await ask("POST", "/items", more), [200, more], "an item is not replaced");
  return [more, ...ITEMS.slice(1)];
}

const BAD_BODIES = [
  ...["", "{", "null", "[]", '"pears"', "{}"],
  ...[
    { name: "", count: 1 },
    { name: "x".repeat(101), count: 1 },
    { name: 5, count: 1 },
    { name: "a", count: -1 },
  ],
  ...[{ name: "a", count: 1.5 }, { name: "a", count: "1" }, { name: "a" }, { name: "a", count: 1, more: 1 }],
];

await judge({
  health: async () => {
    await withService(async ({ ask, port }) => {
      assert.ok(port > 0);
      assert.deepEqual(await ask("GET", "/health"), [200, { status: "ok", items: 0 }]);
    });
    const environments = [{}, ...["x", "65536", "1.5"].map((PORT) => ({ PORT }))];
    const ends = await Promise.all(environments.map((environment) => run(["node", "/app/server.mjs"], { environment, limitMs: 10_000 })));
    for (const [index, { code, stdout, stderr }] of ends.entries())
      assert.deepEqual([code, stdout, stderr !== ""], [2, "", true], `with ${JSON.stringify(environments[index])}`);
  },
  items: () =>
    withService(async ({ ask }) => {
      assert.deepEqual(await ask("GET", "/items"), [200, []]);
      const items = await fill(ask);
      assert.deepEqual(await ask("GET", "/items"), [200, items]);
      for (const item of items) assert.deepEqual(await ask("GET", `/items/${encodeURIComponent(item.name)}`), [200, item]);
      assert.deepEqual(await ask("GET", "/health"), [200, { status: "ok", items: items.length }]);
    }),
  errors: () =>
    withService(async ({ ask }) => {
      const fails = async (status, ...call) => {
        const [found, body] = await ask(...call);
        assert.equal(found, status, `${call[0]} ${call[1]} ${String(call[2]).slice(0, 40)}`);
        assert.ok(typeof body.error === "string" && Object.keys(body).length === 1, "an error has no text");
      };
      const kept = { name: "kept", count: 1 };
      assert.deepEqual(await ask("POST", "/items", kept), [201, kept]);
      for (const path of ["/", "/item", "/items/none", "/items/constructor", "/health/x"]) await fails(404, "GET", path);
      for (const [method, path] of [
        ["POST", "/health"],
        ["DELETE", "/items"],
        ["PUT", "/items/kept"],
      ])
        await fails(405, method, path);
      for (const body of BAD_BODIES) await fails(400, "POST", "/items", body);
      await fails(400, "GET", "/items/%E0%A4%A");
      await fails(413, "POST", "/items", JSON.stringify({ name: "a", count: 1, more: "é".repeat(5000) }));
      const long = `{"name":"long","count":1${" ".repeat(9_975)}}`;
      assert.deepEqual(await ask("POST", "/items", long), [201, { name: "long", count: 1 }], `a body of ${long.length} bytes`);
      assert.deepEqual(await ask("GET", "/items"), [200, [kept, { name: "long", count: 1 }]]);
    }),
  persistence: async () => {
    const { data, items } = await withService(async ({ ask, data }) => ({ items: await fill(ask), data }));
    const more = Array.from({ length: 20 }, (_, index) => ({ name: `n${19 - index}`, count: index }));
    await withService(async ({ ask }) => {
      assert.deepEqual(await ask("GET", "/items"), [200, items], "items are lost by a restart");
      await Promise.all(more.map((item) => ask("POST", "/items", item)));
    }, data);
    await withService(async ({ ask }) => {
      const [, found] = await ask("GET", "/items");
      assert.deepEqual(found.slice(0, items.length), items);
      const byName = (a, b) => (a.name < b.name ? -1 : 1);
      assert.deepEqual(found.slice(items.length).sort(byName), [...more].sort(byName), "items that were added at once are lost");
    }, data);
  },
  shutdown: () =>
    withService(async ({ ask, child, exit, port }) => {
      const agent = new Agent({ keepAlive: true });
      await ask("GET", "/health", undefined, agent); // leaves an idle connection behind
      const body = JSON.stringify({ name: "late", count: 1 });
      const socket = connect(port, "127.0.0.1").setEncoding("utf8");
      let answer = "";
      socket.on("data", (text) => (answer += text)).on("error", () => undefined);
      const closed = once(socket, "close").catch(() => undefined);
      const head = `POST /items HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nexpect: 100-continue\r\ncontent-length: ${body.length}\r\n\r\n`;
      socket.write(head);
      await within(once(socket, "data"), 3000, "the answer to expect: 100-continue"); // so the request has begun to be read
      socket.write(body.slice(0, 5));
      child.kill("SIGTERM");
      const refused = async () => {
        for (;;) {
          const probe = connect(port, "127.0.0.1");
          const gone = await once(probe, "connect").then(
            () => false,
            () => true,
          );
          probe.destroy();
          if (gone) return;
          await new Promise((done) => setTimeout(done, 10));
        }
      };
      await within(refused(), 5000, "to refuse new connections after TERM");
      socket.write(body.slice(5));
      const [code, signal] = await within(exit, 5000, "the end after TERM");
      assert.deepEqual([code, signal], [0, null], "the exit status after TERM");
      await within(closed, 1000, "the end of the connection");
      assert.match(answer, /HTTP\/1.1 201 /, "a request that had begun was not answered");
      agent.destroy();
    }),
});
