import { mkdirSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { findIsolation, type Isolation } from "../../agents/sandbox/isolation.ts";
import { removeFolder } from "../../agents/sandbox/removeFolder.ts";
import { runInSandbox } from "../../agents/sandbox/runInSandbox.ts";
import type { SandboxResult, SandboxRun } from "../../agents/sandbox/sandboxRun.ts";
import { temporaryFolder } from "../temporaryFolder.ts";

/** The sandbox of this machine. Where it must be there (our own pipeline), its absence is a failure and not a skipped test. */
export const isolation: Isolation = await findIsolation();
export const hasSandbox = isolation.kind === "bubblewrap";
if (isolation.kind === "none" && process.env.HARNESS_LAB_NEEDS_SANDBOX) throw new Error(`bubblewrap is needed here: ${isolation.notice}`);

export interface Folders {
  readonly top: string;
  readonly work: string;
  readonly home: string;
}

export function trialFolders(): Folders {
  const top = temporaryFolder();
  onTestFinished(() => removeFolder(top)); // what the folder's own clean-up may not be able to remove
  const [work, home] = [join(top, "work"), join(top, "home")];
  for (const folder of [work, home]) mkdirSync(folder);
  return { top, work, home };
}

type Options = Partial<Omit<SandboxRun, "command">> & { readonly environment?: Readonly<Record<string, string>> };

/** Runs a shell script of a hostile agent. */
export function runScript(script: string, folders: Folders, { environment = {}, ...options }: Options = {}): Promise<SandboxResult> {
  return runInSandbox({
    command: () => ({ argv: ["/bin/sh", "-c", script], environment }),
    work: folders.work,
    home: folders.home,
    isolation,
    ...options,
  });
}

/** A unix socket that answers each connection with what it was sent, in front of it "heard ". */
export async function echoSocket(path: string): Promise<Server> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const heard: Buffer[] = [];
    socket.on("error", () => undefined);
    socket.on("data", (chunk: Buffer) => heard.push(chunk));
    socket.on("end", () => socket.end(`heard ${Buffer.concat(heard)}`));
  });
  await new Promise<void>((done) => server.listen(path, done));
  return server;
}
