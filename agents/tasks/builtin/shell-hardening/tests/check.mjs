import assert from "node:assert/strict";
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { bytes, judge, run, scratch } from "./judge.mjs";

let contents = 0;

/** Makes files (a text), links (a list with where they lead) and folders (null). */
function make(top, entries) {
  for (const [path, what] of Object.entries(entries)) {
    mkdirSync(what === null ? `${top}/${path}` : dirname(`${top}/${path}`), { recursive: true });
    if (Array.isArray(what)) symlinkSync(what[0], `${top}/${path}`);
    else if (what !== null) writeFileSync(`${top}/${path}`, what);
  }
}

/** What is in a folder, in the form that `make` takes; folders only where they are empty. */
function look(top, prefix = "", found = {}) {
  if (!existsSync(top)) return found;
  const names = readdirSync(`${top}/${prefix}`);
  if (names.length === 0 && prefix !== "") found[prefix.slice(0, -1)] = null;
  for (const name of names) {
    const [path, entry] = [prefix + name, lstatSync(`${top}/${prefix}${name}`)];
    if (entry.isDirectory()) look(top, `${path}/`, found);
    else found[path] = entry.isSymbolicLink() ? [readlinkSync(`${top}/${path}`)] : readFileSync(`${top}/${path}`, "utf8");
  }
  return found;
}

const fill = (paths) => Object.fromEntries(paths.map((path) => [path, `text ${++contents} of ${path}\n`]));

/**
 * Runs the script in a folder of its own and compares the target with what it must be.
 *
 * @param copied   files that lie in the source and must come to the target
 * @param others   what else lies in the source
 * @param before   what lies in the target already
 * @param lost     files that lie in the source and cannot be copied
 */
async function collects(copied, { source = "in", target = "out", others = {}, before = {}, lost = [], absolute = false } = {}) {
  bytes("/app/collect.sh");
  const top = scratch();
  const files = fill(copied);
  make(`${top}/${source}`, { ...files, ...fill(lost), ...others });
  make(`${top}/${target}`, before);
  writeFileSync(`${top}/near.txt`, "not in the source");
  const at = (path) => (absolute ? `${top}/${path}` : path);
  const earlier = look(`${top}/${source}`);
  const { code, stdout, stderr } = await run(["bash", "/app/collect.sh", at(source), at(target)], { cwd: top });
  const why = `(${JSON.stringify([source, target, ...copied])}: ${stderr.slice(0, 200)})`;
  assert.deepEqual(look(`${top}/${target}`), { ...before, ...files }, `the target is wrong ${why}`);
  assert.deepEqual(look(`${top}/${source}`), earlier, `the source was changed ${why}`);
  assert.equal(stdout.trimEnd().split("\n").at(-1), `copied ${copied.length}`, `the count is wrong ${why}`);
  assert.equal(code, lost.length > 0 ? 1 : 0, `the exit status is wrong ${why}`);
  for (const path of lost) assert.ok(stderr.includes(path), `standard error does not name ${path} ${why}`);
  const tops = [...new Set([source, target].map((path) => path.split("/")[0])), "near.txt"].filter((path) => existsSync(`${top}/${path}`));
  assert.deepEqual(readdirSync(top).sort(), tops.sort(), `something else was made ${why}`);
}

await judge({
  usage: async () => {
    bytes("/app/collect.sh");
    const top = scratch();
    make(top, { "a.txt": "a", "sub/b.txt": "b", dangling: ["nowhere"] });
    const before = look(top);
    const calls = [[], ["sub"], ["sub", "out", "more"], ["missing", "out"], ["a.txt", "out"], ["dangling", "out"], ["", "out"]];
    for (const words of calls) {
      const { code, stdout, stderr } = await run(["bash", "/app/collect.sh", ...words], { cwd: top });
      assert.deepEqual([code, stdout, stderr !== ""], [2, "", true], `with the arguments ${JSON.stringify(words)}`);
      assert.deepEqual(look(top), before, `something was made with the arguments ${JSON.stringify(words)}`);
    }
    await collects(["sub/deep/b.txt"]); // a script that refuses everything is no help
  },
  spaces: async () => {
    await collects(
      ["a b.txt", " lead.txt", "two  spaces/c.txt", "q'\"q.txt", "*.txt", "[ab].txt", "$(id).txt", "back\\slash.txt", ".txt", "`id`/~.txt"],
      {
        source: "in put",
        target: "out  put/*",
        others: { "not.txt.gz": "x", "empty folder": null, txt: "x", "other/readme.md": "x" },
      },
    );
    await collects(["?.txt", "a b/x.txt"], { source: "$HOME", target: "it's/deep er", absolute: true });
    await collects([], { others: { "a.md": "x" } });
  },
  "line-feeds": async () => {
    await collects(["a\nb.txt", "\n.txt", "dir\n/c.txt", "two\n\nlines/d\n.txt", "e.txt"], {
      others: { "x.txt\n": "no name that ends in .txt" },
    });
    await collects(["a.txt"], { source: "in\nput\n", target: "out\n", absolute: true });
    await collects(["a.txt", "\tb.txt"], { source: "in\n", target: "out\nput\n\n" });
  },
  dashes: async () => {
    await collects(["-n.txt", "--help.txt", "-r/-f.txt", "a.txt"], { source: "-", target: "--target" });
    await collects(["-e.txt", "-.txt"], { source: "-name", target: "-p" });
    await collects(["a.txt"], { source: "!", target: "(" });
  },
  links: async () => {
    const outside = scratch();
    make(outside, { "victim.txt": "as it was", "folder/inner.txt": "inner" });
    const others = {
      "link.txt": [`${outside}/victim.txt`],
      "folder.txt": [`${outside}/folder`],
      way: [`${outside}/folder`],
      "dangling.txt": ["x"],
    };
    await collects(["a.txt", "b.txt", "c/d.txt"], {
      others,
      before: { "a.txt": [`${outside}/victim.txt`], "b.txt": "older", "c/d.txt": ["nowhere"], "kept.txt": "kept" },
    });
    assert.deepEqual(look(outside), { "victim.txt": "as it was", "folder/inner.txt": "inner" }, "a file was written through a link");
    const top = scratch();
    make(top, { "real/a.txt": "a", in: ["real"] });
    const { code } = await run(["bash", "/app/collect.sh", "in", "out"], { cwd: top });
    assert.deepEqual([code, look(`${top}/out`)], [0, { "a.txt": "a" }], "a source that is a link to a folder is not read");
  },
  failures: async () => {
    await collects(["a.txt", "z/z.txt", "b/ok.txt"], {
      lost: ["b/in the way.txt", "m/n.txt", "m/o/p.txt"],
      before: { "b/in the way.txt/kept": "kept", m: "a file in place of a folder" },
    });
    await collects([], { lost: ["a.txt"], before: { "a.txt": null } });
  },
});
