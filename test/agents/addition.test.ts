import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainDecimal } from "../../agents/tasks/addition/decimal.ts";
import { judgeAttempt, judgeLedger, judgeTurn } from "../../agents/tasks/addition/judge.ts";
import { beginAttempt, readLedger } from "../../agents/tasks/addition/ledger.ts";
import { prepareAddition } from "../../agents/tasks/addition/prepare.ts";
import { claimsIn } from "../../agents/tasks/claims.ts";
import type { AdditionHarness, AttemptRecord } from "../../model/trial.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { HARNESS, TASK } from "./exampleHarness.ts";
import { runScript, trialFolders } from "./sandboxed.ts";

const SEED = 6;
const TERMS = { request: 10, tolerance: 2, stepBudget: 3 };
const attempt = (...numbers: number[]) => judgeAttempt({ numbers, broken: false }, TERMS);

describe("an attempt", () => {
  test.each([
    [[10], undefined],
    [[4, 4], undefined],
    [[4, 3.9, 4.1], undefined],
    [[7.9, 4.2], "overshoot"],
    [[13], "overshoot"],
    [[1, 1, 1], "exhaustion"],
    [[1], "exhaustion"],
    [[8, 1], "too many steps"],
    [[1, 1, 1, 6], "too many steps"],
    [[], "no attempt"],
  ])("of %j is rejected for %s", (numbers, rejection) => {
    const record = attempt(...numbers);
    expect([record.accepted, record.rejection, record.steps]).toEqual([rejection === undefined, rejection, numbers]);
  });

  test("whose decimals add up to an edge of the window is accepted, however doubles add", () => {
    // Ten tenths and the like: in doubles some of these sums lie beside the edge.
    const parts = (whole: number, count: number) =>
      fc.array(fc.integer({ min: 1, max: whole - 1 }), { minLength: count, maxLength: count });
    const wide = { request: 10, tolerance: 2, stepBudget: 8 };
    let beside = 0;
    fc.assert(
      fc.property(parts(12_000, 6), fc.constantFrom(8000, 12_000), (cuts, edge) => {
        // Thousandths that add up to the edge exactly, and come to the window with the last of them only.
        const below = cuts.map((cut) => cut % 1300);
        const last = edge - below.reduce((sum, part) => sum + part, 0);
        fc.pre(below.reduce((sum, part) => sum + part, 0) < 8000);
        const numbers = [...below, last].map((part) => Number((part / 1000).toFixed(3)));
        if (numbers.reduce((sum, number) => sum + number, 0) !== edge / 1000) beside++;
        return judgeAttempt({ numbers, broken: false }, wide).accepted;
      }),
      { seed: SEED },
    );
    expect(beside).toBeGreaterThan(0);
    expect(judgeAttempt({ numbers: [12.0001], broken: false }, wide).rejection).toBe("overshoot");
    expect(judgeAttempt({ numbers: [7.9999], broken: false }, wide).rejection).toBe("exhaustion");
  });
});

const of = ({ attempts }: { readonly attempts: readonly AttemptRecord[] }) =>
  attempts.map(({ accepted, rejection }) => (accepted ? "accepted" : rejection));
const judged = (ledger: string, harness: Partial<AdditionHarness> = {}, claims?: ReadonlyMap<number, boolean>) => {
  const verdict = judgeLedger(ledger, TASK, { ...HARNESS, ...harness }, claims);
  return { ...verdict, attempts: verdict.stages.map(of) };
};

describe("a ledger", () => {
  test("with a retry: the last attempt of each stage is its progress", () => {
    const verdict = judged("# stage 1 attempt 1\n13\n# stage 1 attempt 2\n5\n4.5\n# stage 2 attempt 1\n10\n");
    expect(verdict).toMatchObject({ passed: true, progress: 19.5, finalBias: 0.5, attempts: [["overshoot", "accepted"], ["accepted"]] });
    expect(verdict.stages[0]).toMatchObject({ name: "stage 1", request: 10, accepted: true });
  });

  test("with one retry too many does not pass by it, and goes on from the last that counts", () => {
    const three = "# stage 1 attempt 1\n13\n# stage 1 attempt 2\n14\n# stage 1 attempt 3\n10\n# stage 2 attempt 1\n10\n";
    expect(judged(three)).toMatchObject({ passed: false, progress: 24, attempts: [["overshoot", "overshoot"], ["accepted"]] });
    expect(judged(three, { retryBudget: 3 })).toMatchObject({ passed: true, progress: 20 });
  });

  test("after an unrecovered stage: carried on, or stopped", () => {
    const text = "# stage 1 attempt 1\n13\n# stage 1 attempt 2\n1\n# stage 2 attempt 1\n10\n";
    expect(judged(text)).toMatchObject({ progress: 11, attempts: [["overshoot", "exhaustion"], ["accepted"]] });
    expect(judged(text, { onUnrecovered: "abort" })).toMatchObject({
      progress: 1,
      passed: false,
      attempts: [["overshoot", "exhaustion"], []],
    });
  });

  test("with nothing in it, or a stage left out, has no attempt there; what was claimed of it is told", () => {
    expect(judged("")).toMatchObject({ passed: false, progress: 0, finalBias: 20, attempts: [["no attempt"], ["no attempt"]] });
    const claims = claimsIn("All well.\n**STAGE 1 DONE**\n- STAGE 2 NOT DONE");
    const verdict = judged("# stage 2 attempt 1\n10\n", {}, claims);
    expect(verdict.attempts).toEqual([["no attempt"], ["accepted"]]);
    expect(verdict.stages.map(({ attempts }) => attempts.at(-1)?.claimed)).toEqual([true, false]);
  });

  test.each([
    ["a line of another kind", "# stage 1 attempt 1\n10\nsum=20\n# stage 2 attempt 1\n10\n", [["rewritten"], ["no attempt"]]],
    ["a number below 0", "# stage 1 attempt 1\n13\n-3\n", [["rewritten"], ["no attempt"]]],
    ["an exponent", "# stage 1 attempt 1\n1e1\n", [["rewritten"], ["no attempt"]]],
    ["a number that is none", "# stage 1 attempt 1\nInfinity\n", [["rewritten"], ["no attempt"]]],
    ["400 digits", `# stage 1 attempt 1\n${"9".repeat(400)}\n`, [["rewritten"], ["no attempt"]]],
    ["a number before its mark", "10\n# stage 1 attempt 1\n10\n", [["no attempt"], ["no attempt"]]],
    ["a stage gone back to", "# stage 2 attempt 1\n10\n# stage 1 attempt 1\n10\n", [["no attempt"], ["accepted"]]],
    ["an attempt left out", "# stage 1 attempt 2\n10\n", [["no attempt"], ["no attempt"]]],
    ["an escape sequence", "# stage 1 attempt 1\n\u001b[2J10\n", [["rewritten"], ["no attempt"]]],
    ["another line feed", "# stage 1 attempt 1\r\n10\r\n", [["no attempt"], ["no attempt"]]],
  ])("with %s is read as far as it can be trusted", (_, text, attempts) => expect(judged(text).attempts).toEqual(attempts));

  test("whatever stands in it, is judged: numbers are finite and the stages are those that were asked", () =>
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom("# stage 1 attempt 1", "# stage 2 attempt 1", "10", "9999999999.5", "#"))),
        (lines) => {
          const { stages, progress, passed } = judgeLedger(lines.join("\n"), TASK, HARNESS);
          expect(stages).toHaveLength(2);
          expect(Number.isFinite(progress)).toBe(true);
          if (passed) expect(stages.every(({ attempts }) => attempts.at(-1)?.accepted)).toBe(true);
        },
      ),
      { seed: SEED },
    ));
});

describe("a turn", () => {
  const found = "# stage 1 attempt 1\n10\n# stage 2 attempt 1\n";
  test("adds numbers behind what it found", () => {
    const { record, ledger } = judgeTurn(found, `${found}4\n5`, TERMS);
    expect([record.accepted, record.steps, ledger]).toEqual([true, [4, 5], `${found}4\n5\n`]);
    expect(judgeTurn(found, found, TERMS).record.rejection).toBe("no attempt");
  });
  test.each([
    ["changes the past", "# stage 1 attempt 1\n11\n# stage 2 attempt 1\n10\n"],
    ["takes the ledger away", ""],
    ["begins an attempt of its own", `${found}13\n# stage 2 attempt 2\n10\n`],
    ["writes something else", `${found}10\nok\n`],
    ["begins another stage out of order", `${found}10\n# stage 9 attempt 9\n`],
  ])("that %s is rejected, and its ledger is as before", (_, left) =>
    expect(judgeTurn(found, left, TERMS)).toEqual({ record: { accepted: false, rejection: "rewritten" }, ledger: found }),
  );
});

describe("the script", () => {
  const sh = (work: string, ...words: string[]) => spawnSync(join(work, "ledger"), words, { encoding: "utf8", cwd: "/" });

  test("writes marks and numbers, prints the sum, and refuses what is no number without a trace", async () => {
    const work = temporaryFolder();
    await prepareAddition(work, TASK);
    expect(sh(work, "add", "1").status).toBe(2);
    expect(sh(work, "begin", "1").stdout).toContain("Stage 1, attempt 1");
    expect(sh(work, "add", "0.1").stdout).toBe("Added 0.1. Sum of this attempt: 0.1 (1 number).\n");
    expect(sh(work, "add", "0.2").stdout).toContain("Sum of this attempt: 0.3 (2 numbers)");
    expect(sh(work, "sum").stdout).toContain("0.3");
    expect(sh(work, "begin", "1").stdout).toContain("attempt 2");
    for (const bad of [
      "-1",
      "1e3",
      "0x10",
      "nan",
      "inf",
      "",
      "1.2.3",
      ".5",
      "5.",
      "1,5",
      "1 2",
      "$(touch x)",
      "1\n2",
      "9".repeat(31),
      `0.${"0".repeat(80)}`,
    ])
      expect([bad, sh(work, "add", bad).status]).toEqual([bad, 2]);
    for (const words of [[], ["add"], ["add", "1", "2"], ["begin", "0"], ["begin", "1.5"], ["begin", "-1"], ["begin"], ["rm"]])
      expect([words, sh(work, ...words).status]).toEqual([words, 2]);
    expect(sh(work, "add", "6.25").status).toBe(0);
    expect(await readLedger(work)).toBe("# stage 1 attempt 1\n0.1\n0.2\n# stage 1 attempt 2\n6.25\n");
  });

  test("keeps the sum to itself where it is hidden", async () => {
    const work = temporaryFolder();
    await prepareAddition(work, { ...TASK, total: "hidden" });
    sh(work, "begin", "1");
    sh(work, "add", "3.5");
    expect(sh(work, "add", "4.25").stdout).toBe("Added 4.25. 2 numbers in this attempt.\n");
    expect(sh(work, "sum").status).toBe(2);
  });

  test("works in the sandbox, where only the work folder can be written", async () => {
    const folders = trialFolders();
    await prepareAddition(folders.work, TASK);
    const { exit, stderr } = await runScript("./ledger begin 1 && ./ledger add 9.5", folders);
    expect([exit, stderr.text]).toEqual([0, ""]);
    expect(await readLedger(folders.work)).toBe("# stage 1 attempt 1\n9.5\n");
  });

  test("adds in the order and precision that is judged", async () => {
    const numbers = fc.sample(fc.double({ min: 1e-9, max: 10, noNaN: true }), { seed: SEED, numRuns: 40 });
    const work = temporaryFolder();
    await prepareAddition(work, TASK);
    sh(work, "begin", "1");
    const script = numbers.map((number) => `./ledger add ${plainDecimal(number)}`).join("\n");
    const said = execFileSync("/bin/sh", ["-ec", script], { cwd: work, encoding: "utf8" }).trim().split("\n");
    const sums = said.map((line) => Number(/attempt: (\S+)/.exec(line)?.[1]));
    let sum = 0;
    for (const [index, number] of numbers.entries()) {
      sum += number;
      expect(sums[index]).toBe(Number(sum.toPrecision(15)));
    }
  });
});

test("a ledger is read without trust: no link, no folder, no more than 1 MiB", async () => {
  const work = temporaryFolder();
  const path = join(work, "ledger.txt");
  const reset = () => rmSync(path, { recursive: true, force: true });
  symlinkSync("/etc/passwd", path);
  expect(await readLedger(work)).toBe("");
  await beginAttempt(work, "", 1, 1);
  expect(readFileSync("/etc/passwd", "utf8")).not.toContain("# stage");
  expect(await readLedger(work)).toBe("# stage 1 attempt 1\n");
  reset();
  expect(await readLedger(work)).toBe("");
  mkdirSync(path);
  expect(await readLedger(work)).toBe("");
  reset();
  writeFileSync(path, `# stage 1 attempt 1\n10\n${"\n".repeat(2 ** 20)}# stage 2 attempt 1\n10\n`);
  expect(judged(await readLedger(work)).attempts).toEqual([["rewritten"], ["no attempt"]]);
});
