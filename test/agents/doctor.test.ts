import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compareVersions, examine } from "../../agents/ports/doctor.ts";
import { findAgent } from "../../agents/ports/findAgent.ts";
import { PORTS, portOf } from "../../agents/ports/ports.ts";
import { withoutIsolation } from "../../agents/sandbox/isolation.ts";
import { lab } from "../cli/lab.ts";
import { temporaryFolder } from "../temporaryFolder.ts";

/** A folder of programs that say a version, as agents do. */
function programs(said: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "node_modules/.bin"), { recursive: true });
  for (const [name, script] of Object.entries(said)) {
    const path = join(folder, "node_modules/.bin", name);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
  }
  return folder;
}

test("each agent is found or not, its version set against those tried, and what is wrong said in a line", async () => {
  const folder = programs({ codex: "echo codex-cli 0.169.0", claude: "echo 2.99.0 '(Claude Code)'", pi: "echo 0.1.2", opencode: "exit 1" });
  const { agents, sandbox } = await examine(withoutIsolation("asked for"), folder, "");
  const state = (name: string) => agents.find(({ agent }) => agent === name);
  expect(agents.map(({ agent }) => agent)).toEqual(PORTS.map(({ name }) => name));
  expect(state("codex")).toMatchObject({ found: true, version: "0.169.0", tried: "as tried" });
  expect(state("codex")).not.toHaveProperty("problem");
  expect(state("claude-code")).toMatchObject({ version: "2.99.0", tried: "newer than tried" });
  expect(state("pi")).toMatchObject({ tried: "older than tried", problem: expect.stringMatching(/older/) });
  expect(state("opencode")).toMatchObject({ found: true, tried: "unknown", problem: expect.stringMatching(/does not tell its version/) });
  expect(state("gemini-cli")).toMatchObject({
    found: false,
    get: "npm install -g @google/gemini-cli@0.61.0",
    problem: "gemini was not found.",
  });
  expect(sandbox).toMatchObject({ kind: "none", problem: expect.stringMatching(/NO SANDBOX/) });
  expect(JSON.stringify(agents)).not.toContain(folder);
});

test("an agent is asked its version in a home of its own, without our variables", async () => {
  process.env.HARNESS_LAB_TEST_KEY = "1";
  const folder = programs({ codex: `[ -z "$HARNESS_LAB_TEST_KEY" ] && [ "$HOME" = "$PWD" ] && echo 1.2.3` });
  expect((await findAgent(portOf("codex"), folder, ""))?.version).toBe("1.2.3");
  delete process.env.HARNESS_LAB_TEST_KEY;
});

test("versions are compared by number", () => {
  expect(compareVersions("0.9.0", "0.10.0")).toBeLessThan(0);
  expect(compareVersions("2.1.0-beta.3", "2.1")).toBe(0);
  expect(compareVersions("3", "2.99.99")).toBeGreaterThan(0);
});

test("lab agents doctor answers in text and in JSON, without a path of the machine", async () => {
  const folder = programs({ pi: "echo 0.73.1" });
  const [text, json] = await Promise.all([
    lab(folder, ["agents", "doctor", "--agents", folder]),
    lab(folder, ["agents", "doctor", "--agents", folder, "--json"]),
  ]);
  expect([text.code, text.stderr, json.code, json.stderr]).toEqual([0, "", 0, ""]);
  expect(text.stdout).toMatch(/pi +0\.73\.1 +0\.73\.1 +as tried/);
  expect(JSON.parse(json.stdout)).toMatchObject({ lookedIn: ["the folder given", "PATH"], agents: expect.arrayContaining([]) });
  expect(text.stdout + json.stdout).not.toContain(folder);
});
