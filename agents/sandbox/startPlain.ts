import { spawn } from "node:child_process";
import { withoutInherited } from "./inherited.ts";
import type { Isolation } from "./isolation.ts";
import { MARK, openPort } from "./plain.ts";
import type { Inside, SandboxRun } from "./sandboxRun.ts";
import { environmentOf, prepared, type Started, started } from "./start.ts";

export async function startPlain(run: SandboxRun, isolation: Extract<Isolation, { kind: "none" }>): Promise<Started> {
  const port = run.modelSocket === undefined ? undefined : await openPort(run.modelSocket);
  try {
    const inside: Inside = {
      isolation: "none",
      work: run.work,
      home: run.home,
      ...(port ? { modelAddress: port.address } : {}),
      path: (host) => host,
    };
    const command = await prepared(run, inside);
    const mark = crypto.randomUUID();
    const path = process.env.PATH ?? "/usr/bin:/bin";
    const env = { ...environmentOf(inside, path, "agent"), ...command.environment, [MARK]: mark };
    const [program, ...args] = command.argv as [string, ...string[]];
    const child = spawn(program, args, { cwd: run.work, env, stdio: withoutInherited(["ignore", "pipe", "pipe"]), detached: true });
    await started(child);
    return { child, mark, notices: [isolation.notice], close: () => port?.close() };
  } catch (error) {
    port?.close();
    throw error;
  }
}
