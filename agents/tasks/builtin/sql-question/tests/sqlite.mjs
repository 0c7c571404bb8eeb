/** SQLite by its program, or by Node's own where that has it. */
import assert from "node:assert/strict";
import { run } from "./judge.mjs";

const { DatabaseSync } = await import("node:sqlite").catch(() => ({}));
const hasProgram = (await run(["sqlite3", "-version"]).catch(() => ({ code: 1 }))).code === 0;

export async function load(path, sql) {
  if (!hasProgram) return void new DatabaseSync(path).exec(sql);
  assert.equal((await run(["sqlite3", "-bail", path], { input: sql })).code, 0);
}

/** Rows as objects. One query that only reads; commands of the program could start others. */
export async function query(path, sql) {
  const bare = sql.replace(/^(\s|--.*\n|\/\*[\s\S]*?\*\/)*/, "");
  assert.match(bare, /^(select|with)\b/i, "it is no SELECT");
  assert.doesNotMatch(sql, /^\s*\./m, "a line begins with a dot");
  if (!hasProgram)
    return new DatabaseSync(path, { readOnly: true })
      .prepare(sql)
      .all()
      .map((row) => ({ ...row }));
  const input = `${sql.replace(/[\s;]+$/, "")}\n;\n`;
  const { code, stdout, stderr } = await run(["sqlite3", "-safe", "-bail", "-readonly", "-json", path], { input });
  assert.equal(code, 0, stderr.slice(0, 200));
  return stdout.trim() === "" ? [] : JSON.parse(stdout);
}
