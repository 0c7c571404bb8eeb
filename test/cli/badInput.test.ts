import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { examplePoint as point } from "../examplePoint.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { here } from "./here.ts";
import { lab, pointFile } from "./lab.ts";

/** A folder with one file of every wrong kind. */
function wrongFiles(): string {
  const folder = temporaryFolder();
  const write = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content);
  pointFile(folder);
  mkdirSync(join(folder, "folder"));
  write("truncated.json", JSON.stringify(point).slice(0, 40));
  write(
    "binary.json",
    Uint8Array.from({ length: 500 }, (_, i) => (i * 197) % 256),
  );
  write("empty.json", "");
  write("huge.json", " ".repeat(8_000_001));
  write("deep.json", "[".repeat(50_000) + "]".repeat(50_000));
  write("control.json", '{"a\\u001b[31m\\nb": 1}');
  write("spec.yaml", `base: ${JSON.stringify(point)}\nvary: { goal: [100] }\n`);
  write("broken.yaml", "base: [1\nvary: 2\n");
  write("bomb.yaml", "a: &a [x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c]\n");
  write("badSpec.yaml", `base: ${JSON.stringify(point)}\nvary: { goal: [100] }\nset: { tolerance: goal / Q }\n`);
  return folder;
}

const commands: [string, RegExp][] = [
  ["", /COMMAND must be one of .*solve/],
  ["slove", /COMMAND must be one of .*got "slove"/],
  ["--verbose", /unknown option '--verbose'/],
  ["solve", /'--point <file>' not specified/],
  ["solve --pont point.json", /unknown option '--pont' \(Did you mean --point\?\)/],
  ["solve --point point.json --jsn", /unknown option '--jsn'/],
  ["solve --point point.json another.json", /too many arguments/],
  ["solve --point point.json --law 1", /--law must be a whole number from 2 to 10000, got "1"/],
  ["solve --point missing.json", /--point must be a file that exists, got "missing\.json"/],
  ["solve --point folder", /--point must be a file, not a folder, got "folder"/],
  ["solve --point point.json/inside", /--point must be a file that exists/],
  ["solve --point truncated.json", /--point must hold JSON \(.+\), got "truncated\.json"/],
  ["solve --point binary.json", /--point must be text in UTF-8, got "binary\.json"/],
  ["solve --point empty.json", /--point must not be empty, got "empty\.json"/],
  ["solve --point -", /--point must come on standard input, which is empty/],
  ["solve --point huge.json", /--point must hold at most 8 MB, got "huge\.json"/],
  ["solve --point deep.json", /--point must not nest deeper than 64/],
  ["solve --point control.json", /a\\u001b\[31m b is not a field/],
  ["simulate --point point.json --runs 0", /--runs must be a whole number from 2 to 1000000000000, got "0"/],
  ["simulate --point point.json --runs 1.5", /--runs must be .*got "1\.5"/],
  ["simulate --point point.json --runs abc", /--runs must be .*got "abc"/],
  ["simulate --point point.json --runs 1e3", /--runs must be .*got "1e3"/],
  ["simulate --point point.json --workers 0", /--workers must be a whole number from 1 to 256, got "0"/],
  ["sweep --spec spec.yaml --format xml", /'--format <format>' argument 'xml' is invalid/],
  ["sweep --spec broken.yaml", /--spec must hold YAML or JSON \(.+\), got "broken\.yaml"/],
  ["sweep --spec bomb.yaml", /--spec must hold YAML or JSON \(Excessive alias count/],
  ["sweep --spec badSpec.yaml", /set\.tolerance must not use Q/],
  ["sweep --spec spec.yaml --out folder", /--out must be a file, not a folder, got "folder"/],
  ["sweep --spec spec.yaml --out missing/rows.csv", /--out must be writable \(no such folder\), got "missing\/rows\.csv"/],
  ["sweep --spec spec.yaml --out ", /--out must name a file or a folder, got ""/],
  ["sweep --spec spec.yaml --out rows.xlsx", /--out must end in \.csv or \.jsonl, unless --format says which it is, got "rows\.xlsx"/],
  ["reproduce --out ", /--out must name a file or a folder, got ""/],
  ["slove --spec spec.yaml", /COMMAND must be one of .*got "slove"/],
  ["sweep --spec spec.yaml --store empty.json", /--store must be writable \(a file stands where a folder should\), got "empty\.json"/],
];

/** Asked of a process of its own as well: exit code and streams as a shell sees them. */
const ASKED_OF_A_PROCESS = [
  "",
  "solve --point point.json --jsn",
  "solve --point truncated.json",
  "solve --point -",
  "sweep --spec badSpec.yaml",
];

test("bad input of every kind: exit 2, one line that names it, nothing on standard output, nothing left behind", async () => {
  const folder = wrongFiles();
  const before = [...readdirSync(folder), "results"].toSorted();
  const home = process.cwd();
  process.chdir(folder);
  onTestFinished(() => process.chdir(home));
  for (const [line, message] of commands) {
    const words = line === "" ? [] : line.split(" ");
    const asked = [
      ...(words.includes("-") ? [] : [await here(words)]),
      ...(ASKED_OF_A_PROCESS.includes(line) ? [await lab(folder, words)] : []),
    ];
    for (const { code, stdout, stderr } of asked) {
      expect({ line, code, stdout, lines: stderr.split("\n").length - 1 }).toEqual({ line, code: 2, stdout: "", lines: 1 });
      expect(stderr).toMatch(message);
      expect(stderr).not.toMatch(/\bat .*:\d+:\d+|node_modules/);
    }
  }
  expect(readdirSync(folder).toSorted()).toEqual(before);
});

test("a point that breaks a rule is named by field, rule and value", async () => {
  const folder = temporaryFolder();
  const { code, stdout, stderr } = await lab(folder, ["solve", "--point", pointFile(folder, { tolerance: 10 }), "--json"]);
  expect([code, stdout, stderr]).toEqual([2, "", "error: tolerance must be below every request (stages asks 10), got 10\n"]);
});
