import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { bytes, judge, numbers, run, scratch, text } from "./judge.mjs";

const EXPORT_SHA256 = "2562dd36e1bcc501871025efe72dca40f1fc2894f78ebc02ebf1c8e964e94b1c";
const HEADER = "id,name,joined,paid,tags,note\n";
const next = numbers(23);
const pick = (list) => list[next(list.length)];
const two = (number) => String(number).padStart(2, "0");
const quoted = (field) => (/[,"\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);
const recordOf = (fields) => `${fields.map(quoted).join(",")}\n`;

/** Each member is made as v2 and written as v1, so that no parser is needed here that could share a fault with the agent's. */
const paidOf = (cents) => {
  const [sign, digits] = [cents < 0 ? "-" : "", String(Math.abs(cents)).padStart(3, "0")];
  return `${sign}${digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ".")},${digits.slice(-2)}`;
};
const fieldsOf = ({ id, name, joined, paidCents, tags, note }) => [
  String(id),
  name,
  joined.split("-").reverse().join("/"),
  paidOf(paidCents),
  tags.join(";"),
  note ?? "",
];
const PIECES = ["a", "Ø", '"', ",", "\n", " ", '""', "€", "\\", "'", "x;y", "\t", "=1"];
const words = () => Array.from({ length: next(5) }, () => pick(PIECES)).join("");
const TAGS = ["choir", "board", "", "__proto__", "constructor", "two words", "a,b", 'q"q'];
let id = 0;
function member() {
  id += 1 + next(1000);
  const tags = Array.from({ length: next(5) }, () => pick(TAGS));
  const note = words();
  return {
    id,
    name: words(),
    joined: `${1990 + next(40)}-${two(1 + next(12))}-${two(1 + next(28))}`,
    paidCents: (next(2) ? 1 : -1) * pick([1, next(100) + 1, next(100_000) + 1, next(2 ** 31) + 1]),
    tags: tags.join(";") === "" ? [] : tags,
    ...(note === "" ? {} : { note }),
  };
}
const totalsOf = (members) => {
  const counts = new Map();
  for (const { tags } of members) for (const tag of new Set(tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return {
    members: members.length,
    paidCents: members.reduce((sum, { paidCents }) => sum + paidCents, 0),
    // As JSON.parse does, by which "__proto__" is a name like others.
    byTag: JSON.parse(`{${[...counts].map(([tag, count]) => `${JSON.stringify(tag)}:${count}`).join(",")}}`),
  };
};
const given = [
  { id: 1, name: "Asta Lund", joined: "1998-11-03", paidCents: 120450, tags: ["choir", "board"] },
  { id: 2, name: "Brandt, Otto", joined: "2004-02-29", paidCents: 0, tags: [], note: 'Said: "later"' },
  { id: 3, name: "Čeněk Horák", joined: "2019-12-31", paidCents: 1805, tags: ["choir"], note: "Moves in spring,\ncalls first" },
  { id: 7, name: "Dina Roy", joined: "2000-01-01", paidCents: -4510, tags: ["guest", "", "choir"], note: "No tags twice" },
  { id: 12, name: "Eve", joined: "2011-06-15", paidCents: 200000000, tags: ["board"], note: "  keeps spaces " },
];
const files = [given, [], [member()], Array.from({ length: 200 }, member)].map((members) => ({
  members,
  csv: HEADER + members.map((one) => recordOf(fieldsOf(one))).join(""),
}));

const folder = scratch();
const migrate = (...words) => run(["node", "/app/migrate.mjs", ...words], { cwd: folder });
async function toV2(csv, name) {
  writeFileSync(`${folder}/${name}.csv`, csv);
  const { code } = await migrate("to-v2", `${name}.csv`, `${name}.json`);
  assert.equal(code, 0, "to-v2 fails");
  return JSON.parse(text(`${folder}/${name}.json`));
}
let results;
const migrated = () => {
  bytes("/app/migrate.mjs");
  results ??= Promise.all(files.map(({ csv }, index) => toV2(csv, `m${index}`)));
  return results;
};
async function agree(part, wantedPart) {
  for (const [index, result] of (await migrated()).entries()) {
    assert.equal(result.version, 2);
    assert.deepEqual(part(result), wantedPart(files[index].members));
  }
}
const only = (names) => (members) => members.map((one) => Object.fromEntries(Object.entries(one).filter(([name]) => names.includes(name))));
const TEXTS = ["id", "name", "note"];
const ALL = [...TEXTS, "joined", "paidCents", "tags"];

const ok = ["1", "A", "01/02/2003", "4,00", "", ""];
const but = (index, value) => recordOf(ok.map((field, at) => (at === index ? value : field)));
const good = recordOf(["9", "B", "01/02/2003", "4,00", "x", "two\nlines"]);
const FAULTS = [
  [0, `id,name,joined,paid,tags\n${recordOf(ok)}`],
  [1, `${HEADER}1,A,01/02/2003\n`],
  [2, `${HEADER}${good}${recordOf([...ok, "more"])}`],
  [2, `${HEADER}${good}1,A"B,01/02/2003,"4,00",,\n`],
  [1, `${HEADER}1,"A"B,01/02/2003,"4,00",,\n`],
  [2, `${HEADER}${good}1,"A,01/02/2003,4,00,,\n`],
  [2, `${HEADER}${good}${recordOf(ok).slice(0, -1)}`],
  [3, `${HEADER}${good}${recordOf(ok)}${recordOf(ok)}`],
  ...["01", "1e3"].map((value) => [2, HEADER + good + but(0, value)]),
  ...["29/02/1900", "01/13/2003"].map((value) => [2, HEADER + good + but(2, value)]),
  ...["4.00", "4,0", "1.23,00", "-0,00"].map((value) => [2, HEADER + good + but(3, value)]),
];

await judge({
  records: () => agree(({ members }) => only(TEXTS)(members), only(TEXTS)),
  values: () => agree(({ members }) => members, only(ALL)),
  totals: () => agree(({ totals }) => totals, totalsOf),
  lossless: async () => {
    await agree(({ members }) => members, only(ALL));
    await Promise.all(
      files.map(async ({ csv, members }, index) => {
        writeFileSync(`${folder}/b${index}.json`, JSON.stringify({ version: 2, members }));
        const { code } = await migrate("to-v1", `b${index}.json`, `b${index}.csv`);
        assert.equal(code, 0, "to-v1 fails");
        assert.equal(text(`${folder}/b${index}.csv`), csv);
      }),
    );
  },
  refusals: async () => {
    await agree(({ members }) => members, only(ALL)); // a program that refuses everything is no help
    const faults = [...FAULTS.entries()];
    const judgeOne = async ([index, [record, csv]]) => {
      const out = `${folder}/f${index}.json`;
      if (index % 2) writeFileSync(out, "as it was");
      writeFileSync(`${folder}/f${index}.csv`, csv);
      const { code, stderr } = await migrate("to-v2", `f${index}.csv`, out);
      const why = `for ${JSON.stringify(csv.slice(HEADER.length))}`;
      assert.equal(code, 2, `the exit status is ${code} ${why}`);
      assert.match(stderr, new RegExp(`record ${record}\\b`), `the record is not named ${why}`);
      assert.equal(existsSync(out) ? text(out) : undefined, index % 2 ? "as it was" : undefined, `OUT was touched ${why}`);
    };
    while (faults.length > 0) await Promise.all(faults.splice(0, 8).map(judgeOne));
  },
  migrated: async () => {
    assert.equal(createHash("sha256").update(bytes("/app/members.csv")).digest("hex"), EXPORT_SHA256, "the export was changed");
    assert.deepEqual(JSON.parse(text("/app/members.json")), { version: 2, members: given, totals: totalsOf(given) });
    await migrated(); // the program must be there too
  },
});
