import { execFile } from "node:child_process";
import { realpath, rm } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { findProgram } from "../sandbox/isolation.ts";
import { ownFolder } from "../sandbox/ownFolder.ts";
import type { Bind } from "../sandbox/sandboxRun.ts";
import { isOfSystem } from "../sandbox/system.ts";
import type { AgentPort } from "./port.ts";

/** An agent of this machine: the user's own install. */
export interface FoundAgent {
  /** Path on the host, links resolved; what the sandbox's `path` turns into the turn's program. */ readonly program: string;
  /** What must be seen inside for it to start. */ readonly binds: readonly Bind[];
  /** Absent where it did not say. */ readonly version?: string;
}

const VERSION_TIMEOUT_MS = 30_000;

/**
 * Looks for an agent in a folder that the user names (its `node_modules/.bin`, its `bin`, or itself), then in PATH, and asks its version.
 *
 * @param folder  an npm prefix or a folder of programs; of `--agents` or HARNESS_LAB_AGENTS
 */
export async function findAgent(port: AgentPort, folder?: string, path = process.env.PATH ?? ""): Promise<FoundAgent | undefined> {
  const own = folder === undefined || folder === "" ? [] : [join(folder, "node_modules", ".bin"), join(folder, "bin"), folder];
  const where = [...own, path].join(delimiter);
  const found = port.programs.map((name) => findProgram(name, where)).find((candidate) => candidate !== undefined);
  if (found === undefined) return undefined;
  const program = await realpath(found);
  const version = await versionOf(program);
  return { program, binds: bindsOf(program, port.name), ...(version === undefined ? {} : { version }) };
}

/** The outermost node_modules that holds the program, since it needs its dependencies; else the program's own folder. */
function bindsOf(program: string, name: string): readonly Bind[] {
  if (isOfSystem(program)) return [];
  const at = program.indexOf("/node_modules/");
  const host = at < 0 ? dirname(program) : program.slice(0, at + "/node_modules".length);
  return [{ host, inside: at < 0 ? `/opt/agents/${name}` : `/opt/agents/${name}/node_modules` }];
}

/** In a home of its own, so that asking changes nothing of the user's. */
async function versionOf(program: string): Promise<string | undefined> {
  const home = await ownFolder("home");
  const env = { PATH: process.env.PATH ?? "/usr/bin:/bin", HOME: home, LANG: "C.UTF-8", MSWEA_SILENT_STARTUP: "1" };
  try {
    const call = promisify(execFile)(program, ["--version"], { env, cwd: home, timeout: VERSION_TIMEOUT_MS, killSignal: "SIGKILL" });
    call.child.stdin?.end();
    const { stdout, stderr } = await call;
    return /\b\d+\.\d+(\.\d+)?\b/.exec(`${stdout}\n${stderr}`)?.[0];
  } catch {
    return undefined;
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
