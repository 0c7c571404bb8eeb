#!/bin/bash
set -e
cat > /app/migrate.mjs <<'END'
import { readFileSync, writeFileSync } from "node:fs";

const HEADER = ["id", "name", "joined", "paid", "tags", "note"];

class Refused extends Error {}
const refuse = (record, what) => {
  throw new Refused(`record ${record}: ${what}`);
};

/** Records of fields; the first is the header. */
function parse(text) {
  const records = [];
  let at = 0;
  while (at < text.length) {
    const record = records.length;
    const fields = [];
    for (;;) {
      let field = "";
      if (text[at] === '"') {
        at++;
        for (;;) {
          if (at >= text.length) refuse(record, "a quote is missing");
          if (text[at] !== '"') field += text[at++];
          else if (text[at + 1] === '"') (field += '"'), (at += 2);
          else break;
        }
        at++;
        if (!/[,"\n]/.test(field)) refuse(record, "a field is in quotes without need");
      } else {
        while (at < text.length && text[at] !== "," && text[at] !== "\n") field += text[at++];
        if (field.includes('"')) refuse(record, "a stray quote");
      }
      fields.push(field);
      if (text[at] === ",") at++;
      else if (text[at] === "\n") break;
      else refuse(record, at >= text.length ? "no line feed at the end" : "something after a quote");
    }
    at++;
    records.push(fields);
  }
  return records;
}

function memberOf(record, [id, name, joined, paid, tags, note]) {
  if (!/^(0|[1-9]\d*)$/.test(id)) refuse(record, "id is no number");
  const [, day, month, year] = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(joined) ?? refuse(record, "joined is no day");
  const iso = `${year}-${month}-${day}`;
  const date = new Date(`${iso}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== iso) refuse(record, "joined does not exist");
  if (!/^-?(0|[1-9]\d{0,2}(\.\d{3})*),\d\d$/.test(paid) || paid === "-0,00") refuse(record, "paid is no amount");
  return {
    id: Number(id),
    name,
    joined: iso,
    paidCents: Number(paid.replace(/[.,]/g, "")),
    tags: tags === "" ? [] : tags.split(";"),
    ...(note === "" ? {} : { note }),
  };
}

function toV2(text) {
  const [header, ...records] = parse(text);
  if (header?.join() !== HEADER.join()) refuse(0, "another header");
  const [ids, tags] = [new Set(), new Map()];
  let paidCents = 0;
  const members = records.map((fields, index) => {
    if (fields.length !== HEADER.length) refuse(index + 1, "a wrong number of fields");
    const member = memberOf(index + 1, fields);
    if (ids.has(member.id)) refuse(index + 1, "the id was there before");
    ids.add(member.id);
    paidCents += member.paidCents;
    for (const tag of new Set(member.tags)) tags.set(tag, (tags.get(tag) ?? 0) + 1);
    return member;
  });
  const byTag = Object.fromEntries(tags);
  return `${JSON.stringify({ version: 2, members, totals: { members: members.length, paidCents, byTag } }, null, 2)}\n`;
}

function toV1(text) {
  const quoted = (field) => (/[,"\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);
  const rows = JSON.parse(text).members.map(({ id, name, joined, paidCents, tags, note = "" }) => {
    const digits = String(Math.abs(paidCents)).padStart(3, "0");
    const units = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ".");
    const paid = `${paidCents < 0 ? "-" : ""}${units},${digits.slice(-2)}`;
    return [String(id), name, joined.split("-").reverse().join("/"), paid, tags.join(";"), note];
  });
  return [HEADER, ...rows].map((fields) => `${fields.map(quoted).join(",")}\n`).join("");
}

const [direction, from, to] = process.argv.slice(2);
try {
  const text = readFileSync(from, "utf8");
  writeFileSync(to, direction === "to-v2" ? toV2(text) : toV1(text));
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
END
node /app/migrate.mjs to-v2 /app/members.csv /app/members.json
