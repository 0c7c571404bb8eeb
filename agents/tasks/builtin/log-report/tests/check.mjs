import assert from "node:assert/strict";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { bytes, judge, numbers, run, scratch, text } from "./judge.mjs";

const GOOD = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) ([a-z-]+) ([1-5]\d\d) (\d+) (r-[0-9a-f]+)$/;
const ascending = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const countBy = (list, key) => list.reduce((counts, one) => counts.set(key(one), (counts.get(key(one)) ?? 0) + 1), new Map());
const table = (rows) => rows.map((row) => `${row.join("\t")}\n`).join("");

/** What the report must be for the texts of some log files. */
function expected(texts) {
  const lines = texts.flatMap((one) => one.split("\n")).filter((line) => line !== "");
  const good = lines.filter((line) => GOOD.test(line)).sort(ascending); // the time comes first in a line
  const ids = new Set();
  const clean = good.filter((line) => {
    const id = line.split(" ")[4];
    return !ids.has(id) && ids.add(id);
  });
  const requests = clean.map((line) => line.split(" "));
  const services = [...new Set(requests.map(([, service]) => service))].sort(ascending);
  const of = (service) => requests.filter((request) => request[1] === service);
  const slow = (service) => {
    const durations = of(service).map((request) => Number(request[3]));
    return durations.sort((a, b) => a - b)[Math.ceil((95 * durations.length) / 100) - 1];
  };
  const hours = [...countBy(requests, ([time]) => time.slice(0, 13))].map(([hour, count]) => {
    const counts = countBy(
      requests.filter(([time]) => time.startsWith(hour)),
      ([, service]) => service,
    );
    return [hour, count, [...counts].sort((a, b) => b[1] - a[1] || ascending(a[0], b[0]))[0][0]];
  });
  return {
    "clean.txt": clean.map((line) => `${line}\n`).join(""),
    "errors.tsv": table(services.map((name) => [name, of(name).length, of(name).filter(([, , status]) => status >= "500").length])),
    "slow.tsv": table(services.map((name) => [name, slow(name)])),
    "hours.tsv": table(hours),
    "summary.json": {
      lines: lines.length,
      bad: lines.length - good.length,
      repeated: good.length - clean.length,
      requests: clean.length,
    },
  };
}

/** Logs that the agent has not seen: names with spaces, repeated ids, bad lines of each kind, files that are no logs. */
function freshLogs(folder, seed, size) {
  const next = numbers(seed);
  const pick = (list) => list[next(list.length)];
  const two = (number) => String(number).padStart(2, "0");
  const line = () =>
    `2032-0${1 + next(2)}-${two(1 + next(2))}T${two(next(3))}:${two(next(60))}:${two(next(60))}Z ${pick(["a", "map", "map-tiles", "zoo"])} ${pick([200, 204, 404, 499, 500, 503])} ${next(2) ? next(30) : next(3000)} r-${next(size).toString(16)}`;
  const bad = () =>
    pick([
      line().replace("Z", ""),
      line().replace("r-", "q-"),
      `${line()} more`,
      line().replace(" ", "  "),
      line().replace(/ \d+ r/, " -5 r"),
      line().replace(/ \d+ r/, " 1.5 r"),
      line().replace(/ (\d)\d\d /, " 7$1$1 "),
      line().replace("a", "A"),
      ` ${line()}`,
      "# turned",
    ]);
  const file = () => Array.from({ length: size }, () => (next(5) ? line() : next(3) ? bad() : "")).join("\n");
  const files = { "one.log": `${file()}\n`, "two words.log": file(), "-3.log": `${file()}\n` };
  for (const [name, body] of Object.entries({ ...files, "notes.txt": line() })) writeFileSync(`${folder}/${name}`, body);
  return Object.values(files);
}

const seen = readdirSync("/app/logs").filter((name) => name.endsWith(".log"));
const SEEN_SHA256 = "fd4b1e611d10a2ce5f147c9df7e98f66e8aa04c8d0667d53eb01f5b6693d128d";
const runs = [];
const report = async (name) => {
  if (runs.length === 0) {
    const { createHash } = await import("node:crypto");
    const hash = createHash("sha256");
    for (const file of seen.sort()) hash.update(bytes(`/app/logs/${file}`));
    assert.equal(hash.digest("hex"), SEEN_SHA256, "the logs were changed");
    bytes("/app/report.sh");
    for (const [seed, size] of [
      [5, 300],
      [6, 20],
      [7, 1],
    ]) {
      const folder = scratch();
      mkdirSync(`${folder}/in put`);
      const wanted = expected(freshLogs(`${folder}/in put`, seed, size));
      await run(["bash", "/app/report.sh", `${folder}/in put`, `${folder}/out/put`], { cwd: folder });
      runs.push([`${folder}/out/put`, wanted]);
    }
    runs.push(["/app/report", expected(seen.map((file) => text(`/app/logs/${file}`)))]);
  }
  for (const [folder, wanted] of runs) {
    const found = text(`${folder}/${name}`);
    assert.deepEqual(name.endsWith(".json") ? JSON.parse(found) : found, wanted[name], `${folder}/${name} is wrong`);
  }
};

await judge({
  clean: () => report("clean.txt"),
  errors: () => report("errors.tsv"),
  slow: () => report("slow.tsv"),
  hours: () => report("hours.tsv"),
  summary: () => report("summary.json"),
});
