#!/bin/bash
set -e
cat > /app/server.mjs <<'END'
import { readFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { createServer } from "node:http";

const MOST_BYTES = 10_000;
const { PORT = "", DATA } = process.env;
if (!/^\d{1,5}$/.test(PORT) || Number(PORT) > 65535) {
  process.stderr.write("PORT must be a whole number from 0 to 65535\n");
  process.exit(2);
}

const items = new Map(stored().map((item) => [item.name, item]));
let saved = Promise.resolve();

function stored() {
  try {
    return JSON.parse(readFileSync(DATA, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return [];
    throw error;
  }
}

/** One write after another, each renamed into place, so that the file is always whole. */
function save() {
  saved = saved.then(async () => {
    await writeFile(`${DATA}.part`, JSON.stringify([...items.values()]));
    await rename(`${DATA}.part`, DATA);
  });
  return saved;
}

class Wrong extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function bodyOf(request) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= MOST_BYTES) chunks.push(chunk);
  }
  if (length > MOST_BYTES) throw new Wrong(413, `a body has at most ${MOST_BYTES} bytes`);
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    throw new Wrong(400, "the body is no JSON");
  }
}

async function add(request) {
  const item = await bodyOf(request);
  const fields = item !== null && typeof item === "object" ? Object.keys(item).sort().join() : "";
  const right =
    fields === "count,name" &&
    typeof item.name === "string" &&
    item.name.length >= 1 &&
    item.name.length <= 100 &&
    Number.isInteger(item.count) &&
    item.count >= 0;
  if (!right) throw new Wrong(400, "an item has a name of 1 to 100 characters and a count");
  const status = items.has(item.name) ? 200 : 201;
  items.set(item.name, item);
  await save();
  return [status, item];
}

function one(encoded) {
  let name;
  try {
    name = decodeURIComponent(encoded);
  } catch {
    throw new Wrong(400, "the name cannot be decoded");
  }
  if (!items.has(name)) throw new Wrong(404, "there is no such item");
  return [200, items.get(name)];
}

async function answer(request) {
  const path = request.url.split("?")[0];
  const single = /^\/items\/([^/]+)$/.exec(path)?.[1];
  const known = path === "/health" ? ["GET"] : path === "/items" ? ["GET", "POST"] : single !== undefined ? ["GET"] : undefined;
  if (known === undefined) throw new Wrong(404, "there is no such path");
  if (!known.includes(request.method)) throw new Wrong(405, "this path has no such method");
  if (path === "/health") return [200, { status: "ok", items: items.size }];
  if (single !== undefined) return one(single);
  return request.method === "POST" ? add(request) : [200, [...items.values()]];
}

const server = createServer(async (request, response) => {
  const [status, body] = await answer(request).catch((error) => [error.status ?? 500, { error: error.message }]);
  request.resume();
  const close = server.listening ? {} : { connection: "close" };
  response.writeHead(status, { "content-type": "application/json", ...close }).end(JSON.stringify(body));
});

server.listen(Number(PORT), "127.0.0.1", () => process.stdout.write(`listening on ${server.address().port}\n`));

process.on("SIGTERM", () => {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});
END
node --check /app/server.mjs
