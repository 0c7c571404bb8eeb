import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { ARROWS, checkArrows, foldersWithCode } from "../tools/arrows.ts";

const root = join(import.meta.dirname, "..");
const isOurs = (path: string) => !/(^|\/)(\.|node_modules\/|dist[\w-]*\/|coverage\/|results\/|out\/)/.test(path);
const code = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) => isOurs(path) && /\.[cm]?[jt]s$/.test(path));

describe("the tree", () => {
  test("follows the arrows, without cycles, and every folder was read", async () => {
    const { modules, violations } = await checkArrows(root);
    expect(violations).toEqual([]);
    for (const folder of foldersWithCode(root)) expect(modules[folder], `modules seen in ${folder}/`).toBeGreaterThan(0);
  });

  test("holds no code outside the folders whose arrows are listed", () => {
    const folders = code.map((path) => dirname(path).split("/")[0] ?? "").filter((folder) => folder !== ".");
    expect(code.length).toBeGreaterThan(20);
    expect([...new Set(folders)].filter((folder) => !(folder in ARROWS) && folder !== "bin")).toEqual([]);
  });

  test("has no file above 300 lines", () => {
    const long = code.filter((path) => readFileSync(join(root, path), "utf8").split("\n").length > 301);
    expect(long).toEqual([]);
  });

  test("names files for what they do", () => {
    expect(code.filter((path) => /^(utils?|helpers?|misc|common)\b/i.test(basename(path)))).toEqual([]);
  });
});

describe("the check has teeth", () => {
  let folder = "";
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** A small tree of its own, from file name to content. */
  function tree(files: Record<string, string>): string {
    folder = mkdtempSync(join(tmpdir(), "arrows-"));
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    return folder;
  }

  test("a wrong arrow is caught, even of a type only", async () => {
    const { violations } = await checkArrows(
      tree({
        "theory/solve.ts": 'import type { Run } from "../sim/run.ts";\nexport const run: Run = 1;\n',
        "sim/run.ts": "export type Run = number;\n",
      }),
    );
    expect(violations).toHaveLength(1);
    expect(violations[0]).toMatch(/theory imports only model, numerics.*theory\/solve\.ts → sim\/run\.ts/);
  });

  test("a face imported by the inside is caught", async () => {
    const inside = { "bench/main.ts": 'export * from "../cli/main.ts";\n', "cli/main.ts": "export const main = 1;\n" };
    expect((await checkArrows(tree(inside))).violations).toHaveLength(1);
  });

  test("a cycle is caught", async () => {
    const { violations } = await checkArrows(
      tree({
        "model/a.ts": 'import { b } from "./b.ts";\nexport const a = (): number => b();\n',
        "model/b.ts": 'import { a } from "./a.ts";\nexport const b = (): number => a();\n',
      }),
    );
    expect(violations.join("\n")).toMatch(/no cycle: model\/a\.ts/);
  });

  test("a right arrow, a package and a built-in module pass", async () => {
    const { violations, modules } = await checkArrows(
      tree({
        "theory/solve.ts": 'import { point } from "../model/point.ts";\nimport "node:fs";\nexport const p = point;\n',
        "model/point.ts": "export const point = 1;\n",
      }),
    );
    expect({ violations, modules }).toEqual({ violations: [], modules: { theory: 1, model: 1 } });
  });

  test("an empty tree is an error, not a pass", async () => {
    await expect(checkArrows(tree({ "README.md": "" }))).rejects.toThrow(/no modules seen/);
  });
});
