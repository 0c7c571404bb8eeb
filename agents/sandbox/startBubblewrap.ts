import { spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { bubblewrapCall, insideBubblewrap, insidePath } from "./bubblewrap.ts";
import { withoutInherited } from "./inherited.ts";
import type { Isolation } from "./isolation.ts";
import type { Limits } from "./limits.ts";
import type { SandboxRun } from "./sandboxRun.ts";
import { seccompFilter } from "./seccomp.ts";
import { environmentOf, prepared, type Started, started, type Told } from "./start.ts";

export async function startBubblewrap(
  run: SandboxRun,
  isolation: Extract<Isolation, { kind: "bubblewrap" }>,
  limits: Limits,
): Promise<Started> {
  const inside = insideBubblewrap(run);
  const command = await prepared(run, inside);
  const environment = { ...environmentOf(inside, insidePath(), "agent"), TMPDIR: "/tmp", ...command.environment };
  const { options, argv, notices } = bubblewrapCall(run, command, environment, limits, isolation.disableUserns);
  // Nothing of our own environment: that of bubblewrap's first process can be read inside.
  const filter = seccompFilter();
  const seccomp = filter === undefined ? [] : ["--seccomp", "5"];
  const child = spawn(isolation.path, ["--args", "3", "--json-status-fd", "4", ...seccomp, "--", ...argv], {
    env: {},
    stdio: withoutInherited(["ignore", "pipe", "pipe", "pipe", "pipe", "pipe"]),
    detached: true,
  });
  await started(child);
  const give = (descriptor: number, bytes: string | Buffer) => {
    const pipe = child.stdio[descriptor] as Writable;
    pipe.on("error", () => undefined); // it has ended, and its exit says why
    pipe.end(bytes);
  };
  give(3, options.map((option) => `${option}\0`).join(""));
  give(5, filter ?? "");
  const more = filter === undefined ? ["Calls of the kernel are not filtered on this processor."] : [];
  return { child, notices: [...notices, ...more], told: listen(child.stdio[4] as Readable), close: () => undefined };
}

function listen(stream: Readable): Told {
  let text = "";
  const first = new Promise<number | undefined>((done) => {
    const look = () => {
      const pid = /"child-pid": *(\d+)/.exec(text)?.[1];
      if (pid !== undefined) done(Number(pid));
    };
    stream.on("data", (chunk: Buffer) => {
      text += chunk;
      look();
    });
    stream.once("close", () => done(undefined));
  });
  const wasMade = new Promise<boolean>((done) => stream.once("close", () => done(text.includes('"exit-code"'))));
  return { first, wasMade };
}
