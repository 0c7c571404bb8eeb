import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { bytes, judge, run, scratch, text } from "./judge.mjs";

/** Tools of the same calls as the task's, with another result, which also write down that they ran: `page 01` or `index`. */
const PAGE = `NR == FNR { split($0, pair, "="); word[pair[1]] = pair[2]; next }
/FAIL/ { print "half"; failed = 1; exit 3 }
{ print FNR ":" word["W"] ":" $0 }
END { n = split(FILENAME, part, "/"); print "page " part[n] >> ENVIRON["RUNS"]; if (!failed) print "whole" }`;
const INDEX = `FNR == 1 { print FILENAME ">" $0 } /FAIL/ { failed = 1; exit 4 } END { print "index" >> ENVIRON["RUNS"] }`;

const PAST = 1_600_000_000; // seconds; times are set, so that no clock need be waited for
const names = ["a", "b_2", "b-10", "Z"];
/** The time that was given to what the last make made, and all such times, in ms. */
let builtAt = PAST;
const ours = new Set();

/** A book of the verifier's own, with the agent's makefile. */
function book() {
  const folder = scratch();
  for (const name of ["chapters", "tools"]) mkdirSync(`${folder}/${name}`);
  writeFileSync(`${folder}/Makefile`, bytes("/app/Makefile"));
  const file = (path) => `${folder}/${path}`;
  /** Writes a file as of a time after the past, in seconds. */
  const put = (path, body, after = 0) => {
    writeFileSync(file(path), body);
    utimesSync(file(path), PAST + after, PAST + after);
  };
  put("words.txt", "W=one\n");
  put("tools/page.awk", PAGE);
  put("tools/index.awk", INDEX);
  for (const name of names) put(`chapters/${name}.txt`, `Title ${name}\nbody\n`);
  const built = () => (existsSync(file("build")) ? readdirSync(file("build")) : []);
  return {
    file,
    put,
    remove: (path) => rmSync(file(path)),
    /** Runs make; gives its exit status and what the tools wrote down. What was built gets a time after its sources. */
    async make(...words) {
      const runs = `${folder}.runs`;
      writeFileSync(runs, "");
      const { code } = await run(["make", ...words], { cwd: folder, environment: { RUNS: runs } });
      const ran = text(runs).split("\n").filter(Boolean).sort();
      builtAt += 10;
      for (const name of built()) {
        const path = file(`build/${name}`);
        if (statSync(path).isFile() && !ours.has(statSync(path).mtimeMs)) utimesSync(path, builtAt, builtAt);
      }
      ours.add(builtAt * 1000);
      return { code, ran };
    },
    pages: () =>
      built()
        .filter((name) => name.endsWith(".html") && name !== "index.html")
        .sort(),
    async isRight(chapters, word = "one") {
      const page = (name) => `1:${word}:Title ${name}\n2:${word}:body\nwhole\n`;
      assert.deepEqual(this.pages(), chapters.map((name) => `${name}.html`).sort(), "the pages are not those of the chapters");
      for (const name of chapters) assert.equal(text(file(`build/${name}.html`)), page(name), `the page of ${name} is wrong`);
      const index = text(file("build/index.html")).trim().split("\n");
      const wanted = chapters.map((name) => `build/${name}.html>1:${word}:Title ${name}`);
      // Byte order, or the order of a language: both are orders of names.
      const orders = [[...wanted].sort(), [...wanted].sort((a, b) => a.localeCompare(b, "en"))];
      assert.ok(
        orders.some((order) => order.join() === index.join()),
        "the index is wrong",
      );
    },
  };
}
const all = ["index", ...names.map((name) => `page ${name}.txt`)].sort();

/** A book that was built once. */
async function builtBook() {
  const one = book();
  assert.deepEqual(await one.make(), { code: 0, ran: all }, "the first make does not run each tool once");
  await one.isRight(names);
  return one;
}
async function changed(one, path, body, ran, ...words) {
  one.put(path, body, builtAt - PAST + 5);
  assert.deepEqual(await one.make(...words), { code: 0, ran: ran.sort() }, `after a change of ${path}`);
  assert.deepEqual(await one.make(...words), { code: 0, ran: [] }, `a second make after a change of ${path}`);
}

await judge({
  builds: async () => {
    await builtBook();
    const parallel = book();
    assert.deepEqual(await parallel.make("-j4"), { code: 0, ran: all }, "make -j4 does not run each tool once");
    await parallel.isRight(names);
  },
  incremental: async () => {
    const one = await builtBook();
    const times = () =>
      readdirSync(one.file("."))
        .concat(
          one.pages().map((name) => `build/${name}`),
          "build/index.html",
        )
        .map((name) => [name, statSync(one.file(name)).mtimeMs]);
    const before = times();
    assert.deepEqual(await one.make(), { code: 0, ran: [] }, "make runs tools though nothing has changed");
    assert.deepEqual(times(), before, "make changes files though nothing has changed");
    await changed(one, "chapters/b_2.txt", "Title b_2\nbody\n", ["index", "page b_2.txt"], "-j4");
    one.remove("build/Z.html");
    assert.deepEqual((await one.make()).ran, ["index", "page Z.txt"], "a page that is gone is not made again");
    await one.isRight(names);
  },
  shared: async () => {
    const one = await builtBook();
    await changed(one, "words.txt", "W=two\n", all);
    await one.isRight(names, "two");
    await changed(one, "tools/page.awk", PAGE, all, "-j4");
    await changed(one, "tools/index.awk", INDEX, ["index"]);
    await one.isRight(names, "two");
  },
  chapters: async () => {
    const one = await builtBook();
    await changed(one, "chapters/new.txt", "Title new\nbody\n", ["index", "page new.txt"]);
    await one.isRight([...names, "new"]);
    one.remove("chapters/a.txt");
    assert.deepEqual(await one.make("-j4"), { code: 0, ran: ["index"] }, "after a chapter was removed");
    await one.isRight([...names.slice(1), "new"]);
    assert.deepEqual(await one.make(), { code: 0, ran: [] }, "a second make after a chapter was removed");
  },
  failures: async () => {
    const one = await builtBook();
    one.put("chapters/a.txt", "Title a\nFAIL\n", builtAt - PAST + 5);
    for (const words of [[], ["-j4"]]) {
      const { code, ran } = await one.make(...words);
      assert.ok(code !== 0 && ran.includes("page a.txt"), "make does not fail, or does not try again");
      assert.ok(!existsSync(one.file("build/a.html")), "a page is there though its tool failed");
    }
    await changed(one, "chapters/a.txt", "Title a\nbody\n", ["index", "page a.txt"]);
    one.put("tools/index.awk", INDEX.replace("/FAIL/", "/body/"), builtAt - PAST + 5);
    assert.notEqual((await one.make()).code, 0, "make does not fail with the index");
    assert.ok(!existsSync(one.file("build/index.html")), "an index is there though its tool failed");
    await changed(one, "tools/index.awk", INDEX, ["index"]);
    await one.isRight(names);
  },
  clean: async () => {
    const one = await builtBook();
    one.put("clean", "a file of this name");
    const before = readdirSync(one.file(".")).filter((name) => name !== "build");
    for (let time = 0; time < 2; time++) {
      assert.equal((await one.make("clean")).code, 0, "make clean fails");
      assert.deepEqual(readdirSync(one.file(".")), before, "make clean removes something else, or leaves build");
      assert.equal(readdirSync(one.file("chapters")).length, names.length);
    }
    assert.deepEqual(await one.make(), { code: 0, ran: all }, "make does not build again after make clean");
  },
});
