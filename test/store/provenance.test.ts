import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { codeState } from "../../store/codeState.ts";
import { withoutMachine, withoutSecrets } from "../../store/provenance.ts";
import { temporaryFolder } from "../temporaryFolder.ts";

describe("the state of the code", () => {
  const git = (folder: string, ...words: string[]) =>
    execFileSync("git", ["-C", folder, "-c", "user.name=t", "-c", "user.email=t@example.org", ...words], { encoding: "utf8" }).trim();

  /** A checkout with one commit. */
  function checkout(): string {
    const folder = temporaryFolder();
    git(folder, "init", "-q");
    writeFileSync(join(folder, "a.ts"), "1");
    git(folder, "add", ".");
    git(folder, "commit", "-q", "-m", "one");
    return folder;
  }

  test("is the commit, and clean", async () => {
    const folder = checkout();
    expect(await codeState(folder)).toEqual({ status: "known", commit: git(folder, "rev-parse", "HEAD"), dirty: false });
  });

  test("is dirty for a file that git does not know yet", async () => {
    const folder = checkout();
    writeFileSync(join(folder, "new.ts"), "2");
    expect(await codeState(folder)).toMatchObject({ status: "known", dirty: true });
  });

  test("is dirty for a changed file", async () => {
    const folder = checkout();
    writeFileSync(join(folder, "a.ts"), "changed");
    expect(await codeState(folder)).toMatchObject({ status: "known", dirty: true });
  });

  test("has no commit outside a checkout, before the first commit, and inside somebody else's", async () => {
    const plain = temporaryFolder();
    expect(await codeState(plain)).toEqual({ status: "not a git checkout" });
    const empty = temporaryFolder();
    git(empty, "init", "-q");
    expect(await codeState(empty)).toEqual({ status: "no commit yet" });
    const inside = join(checkout(), "node_modules");
    mkdirSync(inside);
    expect(await codeState(inside)).toEqual({ status: "not a git checkout of the lab" });
  });
});

test.each([
  ["/home/ada/work/spec.yaml", "spec.yaml"],
  ["/home/ada/work/in/spec.yaml", "in/spec.yaml"],
  ["--out=/home/ada/work/out", "--out=out"],
  ["/home/ada/secret/spec.yaml", "spec.yaml"],
  ["--spec=/etc/x.yaml", "--spec=x.yaml"],
  ["/home/ada/work", "."],
  ["../spec.yaml", "../spec.yaml"],
  ["--runs=5", "--runs=5"],
  ["postgresql://ada:secret@db.example/lab", "postgresql://..."],
  ["--queue=postgres://ada:secret@db.example/lab?password=secret", "--queue=postgres://..."],
])("a recorded command keeps no path of the machine and no password: %s becomes %s", (word, kept) => {
  expect(withoutMachine(word, "/home/ada/work")).toBe(kept);
});

test("a recorded command line holds no token", () => {
  expect(withoutSecrets(["serve", "--token", "secret", "--port", "1", "--token=secret", "--tokens"])).toEqual([
    "serve",
    "--token",
    "...",
    "--port",
    "1",
    "--token=...",
    "--tokens",
  ]);
});
