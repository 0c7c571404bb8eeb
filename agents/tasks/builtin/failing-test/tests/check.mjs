import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { bytes, judge, numbers, run, scratch, text } from "./judge.mjs";

const MODULE = "/app/intervals.mjs";
const GIVEN_TEST = "/app/test/intervals.test.mjs";
const GIVEN_SHA256 = "84d392f8ca7fb7b816416ef1d4248c6c10f79210b52f89f88eaa60f0f19b114d";

/** The numbers in [from, to) that are covered, one by one: another way than the module's, so that the two can disagree. */
const covered = (intervals, n) => intervals.some(([start, end]) => start <= n && n < end);
function stretches(from, to, holds) {
  const found = [];
  for (let n = from; n < to; n++)
    if (holds(n)) {
      if (found.at(-1)?.[1] === n) found.at(-1)[1] = n + 1;
      else found.push([n, n + 1]);
    }
  return found;
}
const merged = (intervals) => stretches(-40, 160, (n) => covered(intervals, n));
const free = (intervals, [from, to]) => stretches(from, to, (n) => !covered(intervals, n));
const fit = (intervals, within, length) => free(intervals, within).find(([start, end]) => end - start >= length)?.[0] ?? null;

const next = numbers(11);
const lists = Array.from({ length: 60 }, (_, index) =>
  Array.from({ length: index % 8 }, () => {
    const start = next(150) - 30;
    return [start, start + 1 + next(index % 2 ? 8 : 40)];
  }),
);
const windows = lists.map(() => {
  const start = next(60) - 20;
  return [start, start + 1 + next(90)];
});
const cases = {
  merge: [
    [
      [
        [9, 10],
        [10, 12],
      ],
    ],
    [
      [
        [0, 9],
        [2, 3],
      ],
    ],
    [
      [
        [5, 6],
        [-3, 1],
        [-20, -4],
      ],
    ],
    ...lists.map((list) => [list]),
  ],
  gaps: [[[[0, 20]], [5, 10]], [[[12, 15]], [5, 10]], [[[1, 3]], [5, 10]], ...lists.map((list, index) => [list, windows[index]])],
  firstFit: lists.map((list, index) => [list, windows[index], 1 + (index % 9)]),
};

const asked = new Map();
function agrees(name, expected) {
  if (!asked.has(name)) asked.set(name, compare(name, expected));
  return asked.get(name);
}

async function compare(name, expected) {
  bytes(MODULE);
  const calls = cases[name];
  const { code, stdout } = await run(["node", "/tests/call.mjs", MODULE], { input: JSON.stringify([name, calls]) });
  assert.equal(code, 0, "the module cannot be called");
  const results = JSON.parse(stdout);
  assert.equal(results.length, calls.length);
  for (const [index, given] of calls.entries())
    assert.deepEqual(
      results[index],
      { result: expected(...given), given },
      `${name}(${JSON.stringify(given)}) is wrong or changes its list`,
    );
}

/** Whether a test passes beside a module, in a folder of its own. */
async function passes(test, module, file = "x.test.mjs") {
  const folder = scratch();
  mkdirSync(`${folder}/test`);
  writeFileSync(`${folder}/intervals.mjs`, module);
  writeFileSync(`${folder}/test/${file}`, test);
  return (await run(["node", `${folder}/test/${file}`])).code === 0;
}

/** A right module with one function in a way that a fault could leave it. */
function faulty(faults) {
  const parts = {
    order: "(a, b) => a[0] - b[0]",
    copy: "[...one]",
    end: "Math.max(last[1], one[1])",
    rest: "if (from < within[1]) free.push([from, within[1]]);",
    enough: ">=",
    ...faults,
  };
  return `export function merge(list) {
    const merged = [];
    for (const one of [...list].sort(${parts.order})) {
      const last = merged.at(-1);
      if (last && one[0] <= last[1]) last[1] = ${parts.end};
      else merged.push(${parts.copy});
    }
    return merged;
  }
  export function gaps(list, within) {
    const free = [];
    let from = within[0];
    for (const [start, end] of merge(list)) {
      if (start > from && from < within[1]) free.push([from, Math.min(start, within[1])]);
      from = Math.max(from, end);
    }
    ${parts.rest}
    return free;
  }
  export const firstFit = (list, within, length) => gaps(list, within).find(([start, end]) => end - start ${parts.enough} length)?.[0];`;
}

await judge({
  merge: () => agrees("merge", merged),
  gaps: () => agrees("gaps", free),
  "first-fit": () => agrees("firstFit", fit),
  "given-test": async () => {
    assert.equal(createHash("sha256").update(bytes(GIVEN_TEST)).digest("hex"), GIVEN_SHA256, "the given test was changed");
    // A module that ends the process makes any test pass, so what it gives counts as well.
    await agrees("merge", merged);
    assert.ok(await passes(text(GIVEN_TEST), text(MODULE)), "the given test fails");
  },
  regression: async () => {
    const test = text("/app/test/regression.test.mjs");
    const [right, ...wrong] = await Promise.all([
      passes(test, faulty({})),
      passes(test, faulty({ order: "" })),
      passes(test, faulty({ end: "one[1]" })),
      passes(test, faulty({ copy: "one" })),
      passes(test, faulty({ rest: "" })),
      passes(test, faulty({ enough: ">" })),
    ]);
    assert.ok(right, "the regression test fails on a right module");
    assert.deepEqual(
      wrong,
      wrong.map(() => false),
      "the regression test passes on a faulty module",
    );
    await agrees("merge", merged);
    await agrees("gaps", free);
    await agrees("firstFit", fit);
  },
});
