import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { copyInto } from "../../agents/sandbox/copyInto.ts";
import { harmless, harmlessLine } from "../../agents/sandbox/harmless.ts";
import { Kept } from "../../agents/sandbox/kept.ts";
import { Lines } from "../../agents/sandbox/lines.ts";
import { readResult, readResultText } from "../../agents/sandbox/readResult.ts";
import { removeFolder } from "../../agents/sandbox/removeFolder.ts";
import { writeInto } from "../../agents/sandbox/writeInto.ts";
import { temporaryFolder } from "../temporaryFolder.ts";

describe("what an agent left is read without trusting it", () => {
  function hostile() {
    const top = temporaryFolder();
    const work = join(top, "work");
    mkdirSync(join(work, "folder"), { recursive: true });
    writeFileSync(join(top, "secret"), "secret");
    writeFileSync(join(work, "result"), "12345");
    symlinkSync(join(top, "secret"), join(work, "link"));
    symlinkSync(top, join(work, "way"));
    symlinkSync("result", join(work, "inner"));
    return { top, work };
  }

  test("a file is read, up to a bound, and the cut is told", async () => {
    const { work } = hostile();
    expect(await readResult(work, "result", 5)).toEqual({ status: "read", bytes: Buffer.from("12345"), cut: false });
    expect(await readResult(work, "result", 4)).toEqual({ status: "read", bytes: Buffer.from("1234"), cut: true });
    expect(await readResultText(work, "result", 4)).toBeUndefined();
    expect(await readResult(work, "nothing", 5)).toEqual({ status: "missing" });
  });

  test.each(["link", "inner", "way/secret", "way", "folder"])(
    "%s is refused: links lead nowhere, and a folder is no file",
    async (name) => {
      const { work } = hostile();
      expect((await readResult(work, name, 100)).status).toBe("refused");
    },
  );

  test("the links have teeth: followed, they lead to the secret", () => {
    const { work } = hostile();
    for (const name of ["link", "way/secret"]) expect(readFileSync(join(work, name), "utf8")).toBe("secret");
  });

  test("a pipe, a socket and a device are refused at once", async () => {
    const { work } = hostile();
    execFileSync("mkfifo", [join(work, "pipe")]);
    const server = createServer().listen(join(work, "socket"));
    onTestFinished(() => void server.close());
    await new Promise((done) => server.once("listening", done));
    for (const name of ["pipe", "socket"]) expect((await readResult(work, name, 100)).status).toBe("refused");
    expect((await readResult("/dev", "zero", 100)).status).toBe("refused");
  });

  test.each(["../secret", "/etc/passwd", "folder/../../secret", "", "a//b", "./result", "a\0b", "x/".repeat(3000)])(
    "the path %j is no path of the folder",
    async (path) => {
      const { work } = hostile();
      await expect(readResult(work, path, 100)).rejects.toThrow(/path must be a relative path/);
      await expect(writeInto(work, path, "")).rejects.toThrow(/path must be a relative path/);
    },
  );

  test("odd names are names: escape sequences, line feeds, spaces, dots, dashes", async () => {
    const { work } = hostile();
    for (const name of ["\u001b[31mred", "two\nlines", " ", "-rf", "...", "~", "$(id)", "é"]) {
      writeFileSync(join(work, name), name);
      expect(await readResultText(work, name, 100)).toBe(name);
    }
  });
});

describe("what is written into a folder that an agent had", () => {
  test("replaces links and does not go through them", async () => {
    const top = temporaryFolder();
    mkdirSync(join(top, "home"));
    writeFileSync(join(top, "secret"), "secret");
    symlinkSync(top, join(top, "home/.agent"));
    symlinkSync(join(top, "secret"), join(top, "home/settings"));
    await writeInto(join(top, "home"), ".agent/secret", "mine");
    await writeInto(join(top, "home"), "settings", "mine");
    expect(readFileSync(join(top, "secret"), "utf8")).toBe("secret");
    expect(readFileSync(join(top, "home/settings"), "utf8")).toBe("mine");
  });

  test("a task's files are copied with their modes, onto whatever stands there; its links are refused", async () => {
    const top = temporaryFolder();
    for (const name of ["task/data", "work"]) mkdirSync(join(top, name), { recursive: true });
    writeFileSync(join(top, "task/data/a"), "new");
    writeFileSync(join(top, "task/run.sh"), "", { mode: 0o755 });
    writeFileSync(join(top, "a"), "outside");
    symlinkSync(top, join(top, "work/data"));
    await copyInto(join(top, "task"), join(top, "work"), "");
    expect(readFileSync(join(top, "a"), "utf8")).toBe("outside");
    expect(readFileSync(join(top, "work/data/a"), "utf8")).toBe("new");
    expect(execFileSync("stat", ["-c", "%a", join(top, "work/run.sh")]).toString()).toBe("755\n");
    symlinkSync("/etc/passwd", join(top, "task/stolen"));
    await expect(copyInto(join(top, "task"), join(top, "work"), "")).rejects.toThrow(/no links, got "stolen"/);
  });

  test("a folder is removed whatever was made of it, and links in it keep their ends", async () => {
    const top = temporaryFolder();
    mkdirSync(join(top, "work/closed"), { recursive: true });
    writeFileSync(join(top, "kept"), "");
    execFileSync("perl", ["-e", 'chdir "work"; $d = "d" x 200; for (1 .. 40) { mkdir $d; chdir $d }'], { cwd: top });
    symlinkSync(top, join(top, "work/closed/way"));
    execFileSync("chmod", ["000", join(top, "work/closed")]);
    await removeFolder(join(top, "work"));
    await removeFolder(join(top, "work"));
    expect(readdirSync(top)).toEqual(["kept"]);
  });
});

describe("what an agent prints is made harmless where it is shown", () => {
  test("escape sequences, bells, carriage returns, turned writing and invisible marks become visible", () => {
    expect(harmless("\u001b[31mred\u001b]0;title\u0007")).toBe("\\x1b[31mred\\x1b]0;title\\x07");
    expect(harmless("good\rbad\r\nnext\ttab\u009b2J")).toBe("good\\x0dbad\nnext\ttab\\x9b2J");
    expect(harmless("a\u202etxt.exe\u200b\ufeff")).toBe("a\\u{202e}txt.exe\\u{200b}\\u{feff}");
    expect(harmless("\ud800 naïve 漢字 👍")).toBe("\\u{d800} naïve 漢字 👍");
  });

  test("nothing that steers a terminal is left of any text, and harmless text stays as it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const shown = harmless(text);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must be gone
        expect(shown).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
        expect(harmless(shown)).toBe(shown);
      }),
      { seed: 6, numRuns: 500 },
    );
  });

  test("one line is one line, of bounded width", () => {
    expect(harmlessLine("a\nb\u2028c\t d")).toBe("a b\\u{2028}c d");
    expect([...harmlessLine("👍".repeat(500), 20)]).toHaveLength(20);
  });
});

describe("streams are cut in bounded memory", () => {
  test("lines are the same however the stream is cut into chunks, and long ones are marked", () => {
    const text = `first\n\n${"x".repeat(50)}\nü last`;
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }), (sizes) => {
        const taken: [string, boolean][] = [];
        const lines = new Lines(20, (line, cut) => taken.push([line, cut]));
        const bytes = Buffer.from(text);
        for (let from = 0, index = 0; from < bytes.length; index++) {
          const size = sizes[index % sizes.length] as number;
          lines.add(bytes.subarray(from, from + size));
          from += size;
        }
        lines.end();
        expect(taken).toEqual([
          ["first", false],
          ["", false],
          ["x".repeat(20), true],
          ["ü last", false],
        ]);
      }),
      { seed: 6, numRuns: 100 },
    );
  });

  test("the start and the end of a stream are kept, and all of a short one", () => {
    const kept = new Kept(10);
    kept.add(Buffer.from("0123456789"));
    expect(kept.printed()).toEqual({ text: "0123456789", bytes: 10, cut: false });
    for (let count = 0; count < 1000; count++) kept.add(Buffer.from("abc"));
    expect(kept.printed()).toEqual({ text: "01234\n[3000 bytes not kept]\nbcabc", bytes: 3010, cut: true });
  });
});
