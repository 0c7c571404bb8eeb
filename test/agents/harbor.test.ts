import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { withoutIsolation } from "../../agents/sandbox/isolation.ts";
import { readDockerfile } from "../../agents/tasks/dockerfile.ts";
import { readHarborTask } from "../../agents/tasks/harbor.ts";
import type { HarborStage } from "../../agents/tasks/harborTask.ts";
import { reaches, readReward } from "../../agents/tasks/reward.ts";
import { prepareStage, prepareWork, solveByOracle, verify } from "../../agents/tasks/verify.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { hasSandbox, isolation, trialFolders } from "./sandboxed.ts";

const HELLO: Readonly<Record<string, string>> = {
  "task.toml": `schema_version = "1.4"\n[task]\nname = "lab/hello"\nversion = "2"\n[agent]\ntimeout_sec = 30\n[verifier]\ntimeout_sec = 20.5
    [verifier.env]\nWANTED = "hello"\nHOST = "\${HOST_SECRET}"\n[environment]\nmemory_mb = 512\nstorage_mb = 100\n`,
  "instruction.md": "Write hello into /app/hello.txt.\n",
  "environment/Dockerfile": "FROM debian:12\n# tools\nENV LEVEL=1\nWORKDIR /app\nCOPY data/ ./\nCOPY notes.txt /app/doc/\n",
  "environment/data/in.txt": "in",
  "environment/notes.txt": "notes",
  "tests/test.sh": `echo "level $LEVEL host [$HOST]"; if [ "$(cat /app/hello.txt)" = "$WANTED" ]; then echo 1; else echo 0; fi > /logs/verifier/reward.txt`,
  "solution/solve.sh": "echo hello > /app/hello.txt\n",
};

function taskOf(files: Readonly<Record<string, string | undefined>>): string {
  const folder = join(temporaryFolder(), "hello");
  for (const [path, text] of Object.entries(files)) {
    if (text === undefined) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const withToml = (text: string, more: Readonly<Record<string, string | undefined>> = {}) =>
  taskOf({ ...HELLO, "task.toml": text, ...more });

describe("a task folder is read", () => {
  test("with its limits in the lab's units, its files, its variables and one stage", async () => {
    const task = await readHarborTask(taskOf(HELLO));
    expect(task).toMatchObject({ name: "lab/hello", version: "2", workPath: "/app", agentTimeoutMs: 30_000, environment: { LEVEL: "1" } });
    expect([task.memoryBytes, task.diskBytes]).toEqual([512 * 2 ** 20, 100 * 2 ** 20]);
    expect(task.stages).toHaveLength(1);
    expect(task.stages[0]).toMatchObject({
      name: "task",
      tests: "tests",
      solution: "solution",
      verifierTimeoutMs: 20_500,
      leastReward: { reward: 1 },
    });
    // A reference to the host's environment is not followed.
    expect(task.stages[0]?.verifierEnvironment).toEqual({ WANTED: "hello" });
    expect(task.refusal).toBeUndefined();
  });

  test("its steps are stages, each with tests, limits and the reward it must reach", async () => {
    const step = (name: string) => ({ [`steps/${name}/instruction.md`]: `Do ${name}.`, [`steps/${name}/tests/test.sh`]: "true" });
    const toml = `multi_step_reward_strategy = "mean"\n[[steps]]\nname = "one"\nmin_reward = 0.5\n[steps.verifier]\ntimeout_sec = 5
      [[steps]]\nname = "two"\nmin_reward = { style = 0.2, works = 1.0 }\n[steps.agent]\ntimeout_sec = 7\n`;
    const task = await readHarborTask(withToml(toml, { ...step("one"), ...step("two"), "steps/two/workdir/extra": "x" }));
    expect(task.rewardStrategy).toBe("mean");
    expect(task.stages.map(({ name, instruction, tests }) => [name, instruction, tests])).toEqual([
      ["one", "Do one.", "steps/one/tests"],
      ["two", "Do two.", "steps/two/tests"],
    ]);
    expect(task.stages[0]).toMatchObject({ leastReward: { reward: 0.5 }, verifierTimeoutMs: 5_000 });
    expect(task.stages[1]).toMatchObject({ leastReward: { style: 0.2, works: 1 }, agentTimeoutMs: 7_000, additions: "steps/two/workdir" });
  });

  test.each([
    ["its docker image", '[environment]\ndocker_image = "x/y:1"', {}, /docker image.*Harbor/],
    ["a compose file", "", { "environment/docker-compose.yaml": "" }, /several containers/],
    ["a GPU", "[environment]\ngpus = 1", {}, /GPU/],
    ["a Dockerfile that runs commands", "", { "environment/Dockerfile": "FROM x\nRUN make\n" }, /Dockerfile has RUN/],
    ["a work folder that is taken", '[environment]\nworkdir = "/usr/src"', {}, /place of its image/],
    ["the network", '[agent]\nnetwork_mode = "public"', {}, /network \(agent.network_mode\)/],
    ["the internet", "[environment]\nallow_internet = true", {}, /internet/],
    ["a verifier that fetches", "", { "tests/test.sh": "set -e\napt-get install -y curl\n" }, /tests\/test.sh, line 2: apt-get/],
  ])("and refused in one sentence where it needs %s", async (_, toml, files, sentence) => {
    const task = await readHarborTask(withToml(toml, files));
    expect(task.refusal).toMatch(sentence);
    expect(task.refusal).toMatch(/^[A-Z][^\n]*\.$/);
    await expect(prepareWork({ task, work: temporaryFolder() })).rejects.toThrow(/task cannot run here/);
  });

  test.each([
    ["task.toml must be TOML (line 2, column", () => withToml('a = 1\nb = "')],
    ["agent.timeout_sec must be a number > 0, got -1", () => withToml("[agent]\ntimeout_sec = -1")],
    ["instruction.md must be there", () => taskOf({ ...HELLO, "instruction.md": undefined })],
    ["tests/test.sh must be there", () => taskOf({ ...HELLO, "tests/test.sh": undefined })],
    ["steps[0].name must be a plain name", () => withToml('[[steps]]\nname = "../../etc"')],
    ["steps must have names that differ", () => withToml('[[steps]]\nname = "a"\n[[steps]]\nname = "a"')],
    [
      "min_reward must be a number or a table",
      () => withToml('[[steps]]\nname = "a"\nmin_reward = "high"', { "steps/a/instruction.md": "" }),
    ],
  ])("a broken one is refused: %s", async (message, folder) => {
    await expect(readHarborTask(folder())).rejects.toThrow(message);
  });

  test("a link is not followed, since an instruction is sent to a model", async () => {
    const folder = taskOf({ ...HELLO, "instruction.md": undefined });
    symlinkSync("/etc/passwd", join(folder, "instruction.md"));
    await expect(readHarborTask(folder)).rejects.toThrow("instruction.md cannot be used: it is a link");
  });
});

describe("a Dockerfile is followed where it only copies", () => {
  test.each([
    [
      "COPY a b /app/",
      [
        { from: "a", to: "/" },
        { from: "b", to: "/" },
      ],
    ],
    ["WORKDIR /app\nCOPY . .", [{ from: "", to: "/" }]],
    ["COPY ./x.py /app/src/y.py", [{ from: "x.py", to: "src/y.py" }]],
  ])("%s", (text, copies) => {
    expect(readDockerfile(text, "/app")).toMatchObject({ copies });
    expect(readDockerfile(text, "/app").refusal).toBeUndefined();
  });

  test.each([
    "COPY a /etc/a",
    "COPY --from=build /a /app/",
    "COPY *.py /app/",
    "ADD http://x /app/",
    "USER root",
    "RUN true",
    "COPY a /application/",
  ])("but not %s", (line) => expect(readDockerfile(line, "/app").refusal).toMatch(/needs a container/));
});

describe("a reward is read by Harbor's rules", () => {
  const reward = (files: Readonly<Record<string, string>>) => readReward(taskOf({ ".keep": "", ...files }));
  test.each([
    [{ "reward.txt": " 0.25\n" }, { reward: 0.25 }],
    [{ "reward.json": '{"works": 1, "style": 0.5}' }, { works: 1, style: 0.5 }],
    [{ "reward.json": '{"reward": 0}', "reward.txt": "1" }, { reward: 0 }],
  ])("%j", async (files, rewards) => expect(await reward(files as Record<string, string>)).toEqual({ status: "rewarded", rewards }));

  test.each([
    [{}, /neither/],
    [{ "reward.txt": "" }, /reward.txt is empty/],
    [{ "reward.txt": "0x1" }, /no number/],
    [{ "reward.txt": "NaN" }, /no number/],
    [{ "reward.txt": "1e999" }, /no number/],
    [{ "reward.json": "{}", "reward.txt": "1" }, /no names with numbers/],
    [{ "reward.json": '{"a": {"b": 1}}' }, /no names with numbers/],
    [{ "reward.json": "[1]" }, /no names with numbers/],
    [{ "reward.json": "{" }, /no JSON/],
    [{ "reward.txt": "1".repeat(100_000) }, /too long/],
  ])("%j is no reward, and no 0", async (files, reason) => {
    const found = await reward(files as Record<string, string>);
    expect(found).toEqual({ status: "no reward", reason: expect.stringMatching(reason) });
    expect(reaches(found, {})).toBe(false);
  });

  test("a stage is passed by reaching every reward it asks for", () => {
    const got = { status: "rewarded", rewards: { works: 1, style: 0.4 } } as const;
    expect(reaches(got, { works: 1 })).toBe(true);
    expect(reaches(got, { works: 1, style: 0.5 })).toBe(false);
    expect(reaches(got, { reward: 0 })).toBe(false);
    expect(reaches(got, { constructor: 0 })).toBe(false);
  });
});

describe.skipIf(!hasSandbox)("a task runs", () => {
  async function ready(files: Readonly<Record<string, string>> = HELLO) {
    const task = await readHarborTask(taskOf(files));
    const { work, top } = trialFolders();
    await prepareWork({ task, work });
    return { task, work, top, stage: task.stages[0] as HarborStage, isolation };
  }

  test("nothing done gets reward 0, its own solution gets 1, in folders that look as its image would", async () => {
    const at = await ready();
    expect(readdirSync(at.work).sort()).toEqual(["doc", "in.txt"]);
    expect(readFileSync(join(at.work, "doc/notes.txt"), "utf8")).toBe("notes");
    const before = await verify(at);
    expect(before).toMatchObject({ accepted: false, reward: { rewards: { reward: 0 } } });
    expect(before.run.stdout.text).toBe("level 1 host []\n");
    expect(await solveByOracle(at)).toMatchObject({ ending: "finished", exit: 0 });
    expect(await verify(at)).toMatchObject({ accepted: true, reward: { rewards: { reward: 1 } } });
  });

  test("an agent cannot leave a reward behind, nor tests, nor a link in place of its result", async () => {
    const at = await ready({
      ...HELLO,
      "tests/test.sh":
        "ls -A /logs/verifier $HOME; cat /app/hello.txt; echo 2 > /tests/test.sh || ln -s /app/hello.txt /logs/verifier/reward.txt",
    });
    writeFileSync(join(at.work, "reward.txt"), "1");
    symlinkSync(join(at.top, "secret"), join(at.work, "hello.txt"));
    writeFileSync(join(at.top, "secret"), "secret");
    const { reward, run, accepted } = await verify(at);
    expect(run.stdout.text).not.toContain("secret");
    expect(run.stderr.text).toContain("Read-only file system");
    expect([accepted, reward]).toEqual([false, { status: "no reward", reason: "The verifier's reward.txt is a link." }]);
  });

  test("a verifier that does not end gives no reward, though it wrote one", async () => {
    const at = await ready({ ...HELLO, "tests/test.sh": "echo 1 > /logs/verifier/reward.txt; sleep 300" });
    const verdict = await verify({ ...at, limits: { wallMs: 300, graceMs: 100 } });
    expect(verdict).toMatchObject({ accepted: false, reward: { status: "no reward", reason: "The verifier was ended: timeout." } });
  });

  test("what a stage adds goes over what the agent laid in its way, not through it", async () => {
    const files = {
      "task.toml": '[[steps]]\nname = "one"\n',
      "steps/one/instruction.md": "",
      "steps/one/tests/test.sh": "",
      "steps/one/workdir/in/x": "new",
    };
    const at = await ready({ ...files, "instruction.md": "" });
    symlinkSync(at.top, join(at.work, "in"));
    await prepareStage(at);
    expect(readFileSync(join(at.work, "in/x"), "utf8")).toBe("new");
    expect(readdirSync(at.top).sort()).toEqual(["home", "work"]);
  });

  test("without a sandbox it is refused, since its scripts name places of the host", async () => {
    const at = await ready();
    await expect(verify({ ...at, isolation: withoutIsolation("asked for") })).rejects.toThrow(/install bubblewrap/);
  });

  test("a task that was copied read-only runs too", async () => {
    const copy = join(temporaryFolder(), "copy");
    cpSync(taskOf(HELLO), copy, { recursive: true });
    chmodSync(join(copy, "solution/solve.sh"), 0o444);
    const task = await readHarborTask(copy);
    const { work } = trialFolders();
    await prepareWork({ task, work });
    const at = { task, work, stage: task.stages[0] as HarborStage, isolation };
    await solveByOracle(at);
    expect((await verify(at)).accepted).toBe(true);
  });
});
