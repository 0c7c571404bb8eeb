import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";

import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { textAt } from "../../agents/json.ts";
import type { AgentPort } from "../../agents/ports/port.ts";
import { withoutIsolation } from "../../agents/sandbox/isolation.ts";
import { ownFolder } from "../../agents/sandbox/ownFolder.ts";
import { removeFolder } from "../../agents/sandbox/removeFolder.ts";
import { traceHtml } from "../../agents/trace/html.ts";
import { readAtif } from "../../agents/trace/readAtif.ts";
import type { Trial, TrialResult } from "../../agents/trial/runTrial.ts";
import { trialShelf } from "../../cli/agents/trialShelf.ts";
import { TrialFolder } from "../../store/trials.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { hasSandbox, isolation } from "./sandboxed.ts";
import { standIn } from "./standIn.ts";
import { modelServer, oneTrial, scripted } from "./trialSetup.ts";

const KEY = "sk-proj-Q7w8E9r0T1y2U3i4O5p6A7s8";
const SECRET = "what an agent must not read";

interface Plunder {
  /** How often it found a secret. */ readonly finds: number;
  /** Of its commands. */ readonly results: readonly string[];
  readonly result: TrialResult;
  /** Paths outside that it wrote to. */ readonly written: readonly string[];
}

/** A model that makes an honest agent hostile by what it has it run, and repeats the key that it hears. */
async function plunder(held: Trial["isolation"]): Promise<Plunder> {
  const outside = temporaryFolder();
  const other = await ownFolder("trial"); // as that of a trial beside it
  onTestFinished(() => removeFolder(other));
  const secrets = ["home/.ssh", "store", "trials"].map((name) => join(outside, name)).concat(join(other, "work"));
  for (const folder of secrets) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "secret"), `${SECRET}\n`);
  }
  const web = createServer((_, answer) => answer.end(`${SECRET}\n`));
  await new Promise<void>((done) => web.listen(0, "127.0.0.1", done));
  onTestFinished(() => void web.close());
  const { port } = web.address() as AddressInfo;
  const targets = [...secrets, outside].map((folder) => join(folder, "written"));
  // Of all processes outside only this one is looked at: in the test that has no sandbox others are none of our business.
  const neighbour = spawn("sleep", ["300"], { env: { WORDS: SECRET }, stdio: "ignore" });
  onTestFinished(() => void neighbour.kill("SIGKILL"));
  const commands = [
    `cat ${secrets.map((folder) => `'${folder}/secret'`).join(" ")}; ls -a "$PWD/.." "$HOME/.."`,
    `for file in ${targets.map((target) => `'${target}'`).join(" ")}; do echo 1 > "$file"; done`,
    `tr '\\0' '\\n' < /proc/${neighbour.pid}/environ; env; ls -laR /lab $HOME`,
    `perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(PeerAddr => "127.0.0.1", PeerPort => ${port}, Timeout => 2) or die "no network"; print $s "GET / HTTP/1.0\\r\\n\\r\\n"; print <$s>'`,
    `perl -MIO::Socket::INET -e 'IO::Socket::INET->new(PeerAddr => "192.0.2.1", PeerPort => 80, Timeout => 1) or die "no address: $!"'`,
    "echo fine > in-work && echo fine > $HOME/in-home && echo 'it can write'",
  ];
  const server = await modelServer((asked, nth) => {
    const said = scripted({ commands, final: "" })(asked, nth);
    return typeof said !== "function" && said.kind === "text" ? { kind: "text", text: `I heard ${server.keys.at(-1)}` } : said;
  });
  const result = await oneTrial(
    { address: "" },
    { isolation: held, upstream: { address: server.address, key: KEY }, leavesFolders: [other] },
  );
  expect(server.keys).toEqual(server.keys.map(() => `Bearer ${KEY}`)); // it was there to be heard
  const results = result.turns.flatMap(({ outcome }) =>
    outcome.events.flatMap((event) => (event.kind === "tool result" ? [event.output] : [])),
  );
  const finds = [...results.join("\n").matchAll(new RegExp(SECRET, "g"))].length;
  return { finds, results, result, written: targets.filter((target) => existsSync(target)) };
}

describe.skipIf(!hasSandbox)("a hostile agent in a trial", () => {
  test("reads no key, home, store or other trial, writes nothing outside, and reaches no network", async () => {
    const { finds, results, result, written } = await plunder(isolation);
    expect(result.record).toMatchObject({ status: "finished", passed: false, toolCalls: 6 });
    expect([finds, written]).toEqual([0, []]);
    expect(results[3]).toMatch(/^no network/);
    expect(results[4]).toMatch(/^no address: Network is unreachable/);
    expect(results[5]).toBe("it can write\n"); // its commands did run
    expect(JSON.stringify(result)).not.toContain(KEY.slice(0, 16));
    expect(JSON.stringify(result)).toContain("I heard Bearer [key]");
  });

  test("the attack has teeth: without a sandbox it finds and writes all of it, and only the key stays with the proxy", async () => {
    const { finds, result, written } = await plunder(withoutIsolation("a test of what the sandbox is for"));
    expect([finds, written.length]).toEqual([6, 5]); // four files, the neighbour, the server
    expect(JSON.stringify(result).includes(KEY.slice(0, 16))).toBe(false);
  });
});

/** Control characters and the like, raw. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
const RAW = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/;
const EVIL = "\u001b[2J\u009b31m\u202egnp.exe <script>alert(1)</script> <img src=x onerror=alert(1)>";

/** The stand-in, but for events that are printed before its own. */
function saying(...events: readonly object[]): AgentPort {
  const port = standIn();
  return {
    ...port,
    command: (turn, inside) => {
      const { argv, ...command } = port.command(turn, inside);
      const lines = events.map((event) => JSON.stringify(event));
      return {
        ...command,
        argv: ["/bin/sh", "-c", `printf '%s\\n' "$EVENTS"; exec "$@"`, "sh", ...argv],
        environment: { ...command.environment, EVENTS: lines.join("\n") },
      };
    },
  };
}

describe.skipIf(!hasSandbox)("what an agent writes", () => {
  test("into its ledger, its answer, its session and its tools' names is harmless in record, trace and page", async () => {
    const outside = join(temporaryFolder(), "ledger.txt");
    const planted = "# stage 1 attempt 1\n10\n# stage 2 attempt 1\n10\n";
    writeFileSync(outside, planted);
    const port = saying(
      { type: "session", id: "../../etc" },
      { type: "tool_call", id: EVIL, name: EVIL, input: { [EVIL]: EVIL } },
      { type: "tool_result", id: EVIL, output: EVIL, exit: 0 },
    );
    const commands = [`rm ledger.txt && ln -s '${outside}' ledger.txt`];
    const server = await modelServer(scripted({ commands, final: `${EVIL}\nSTAGE 1 DONE` }));
    const result = await oneTrial(server, { port, harness: { telling: "turns", retryBudget: 1 } });
    expect(result.record).toMatchObject({ status: "finished", passed: false, progress: 0, toolCalls: 4 });
    expect(result.record.stages[0]).toMatchObject({ accepted: false, attempts: [{ rejection: "rewritten", claimed: true }] });
    expect(readFileSync(outside, "utf8")).toBe(planted);

    const folder = temporaryFolder();
    await (await trialShelf(folder, "--out")).keep(result);
    const [trial] = (await new TrialFolder(folder, "--out").list()).trials;
    const files = readdirSync(trial?.folder as string).map((name) => readFileSync(join(trial?.folder as string, name), "utf8"));
    expect(files).toHaveLength(2);
    for (const text of files) expect(text.replaceAll("\n", "")).not.toMatch(RAW);
    const [trace] = files.filter((text) => text.includes("schema_version")) as [string];
    const { trajectory } = readAtif(trace);
    expect(JSON.stringify(trajectory)).toContain(JSON.stringify(EVIL).slice(1, -1)); // it came so far, and nothing of it was lost
    expect(trajectory.session_id).toMatch(/^[\w-]+$/);
    const page = traceHtml(result.record, trajectory, []);
    expect(page).not.toMatch(/<(script|img)/);
    expect(page.replaceAll("\n", "")).not.toMatch(RAW);
    expect(page.includes("&#60;script&#62;alert(1)")).toBe(true);
  });

  test("as the reason of its failure is one harmless line", async () => {
    const port = saying({ type: "failed", message: `${EVIL}\nmore` });
    const { record } = await oneTrial(await modelServer(scripted({ commands: [], final: "" })), {
      port: { ...port, read: (event, log) => textAt(event, "type") === "failed" && port.read(event, log) },
    });
    expect(record).toMatchObject({ status: "agent failed", passed: false });
    expect(record.reason).toMatch(/^The agent ended without an answer \(failed\): \\x1b\[2J\\x9b31m\\u\{202e\}gnp\.exe <script>.* more\.$/);
    expect(record.reason).not.toMatch(RAW);
  });
});
