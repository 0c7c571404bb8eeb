import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { copyFileSync } from "node:fs";
import { bytes, judge, numbers, scratch, text } from "./judge.mjs";
import { answers, shop, sqlOf } from "./shop.mjs";
import { load, query } from "./sqlite.mjs";

const SHOP_SHA256 = "b4ffd3240a27ec937300579829df485ae055058b883b196751cea5bd11136bb8";
const folder = scratch();
const next = numbers(77); // by which /app/shop.sql was made
const given = shop(next, 14, 60, 240);
const TABLES = Object.keys(given);

/** Shops that the agent has not seen: many ties and few customers; no orders for most; one order; the given one. */
const shops = [shop(next, 5, 40, 400), shop(next, 60, 30, 300), shop(next, 1, 1, 1), shop(next, 30, 300, 200), given];
shops[0].lines = shops[0].lines.map(([order, product]) => [order, product, 1, 500]);
let loaded;
const databases = () => {
  loaded ??= Promise.all(
    shops.map(async (rows, index) => {
      await load(`${folder}/${index}.db`, sqlOf(rows));
      return [`${folder}/${index}.db`, answers(rows)];
    }),
  );
  return loaded;
};

async function gives(name) {
  const sql = text(`/app/${name}.sql`);
  await Promise.all(
    (await databases()).map(async ([path, wanted]) => {
      const found = await query(path, sql);
      assert.deepEqual(found, wanted[name], `${name}.sql is wrong on ${path}`);
      for (const [index, row] of found.entries()) assert.deepEqual(Object.keys(row), Object.keys(wanted[name][index]));
    }),
  );
}

await judge({
  database: async () => {
    assert.equal(createHash("sha256").update(bytes("/app/shop.sql")).digest("hex"), SHOP_SHA256, "shop.sql was changed");
    bytes("/app/shop.db");
    copyFileSync("/app/shop.db", `${folder}/theirs.db`);
    const [ours] = (await databases()).at(-1);
    for (const table of TABLES) {
      const all = `SELECT * FROM ${table} ORDER BY 1, 2, 3, 4`.replace(
        table === "customers" ? ", 3, 4" : table === "refunds" ? ", 4" : "none",
        "",
      );
      assert.deepEqual(await query(`${folder}/theirs.db`, all), await query(ours, all), `${table} is not as in shop.sql`);
    }
  },
  revenue: () => gives("revenue"),
  best: () => gives("best"),
  lapsed: () => gives("lapsed"),
  answer: async () => {
    await gives("answer");
    assert.equal(text("/app/answer.txt").trim(), String(answers(given).answer[0].cents), "answer.txt is wrong");
  },
});
