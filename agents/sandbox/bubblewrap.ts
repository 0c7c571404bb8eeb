import { existsSync } from "node:fs";
import { arch } from "node:os";
import { InvalidInput } from "../../model/invalid.ts";
import { findProgram } from "./isolation.ts";
import type { Limits } from "./limits.ts";
import type { Bind, Command, Inside, SandboxRun } from "./sandboxRun.ts";
import { isOfSystem, nodeBind, relayScript, systemOptions } from "./system.ts";

/** Of the sandbox's own loopback, so it is free whatever runs outside. */
const MODEL_PORT = 8765;
const WORK = "/work";
const HOME = "/home/agent";
const TAKEN = ["/dev", "/etc", "/home", "/lab", "/logs", "/opt", "/proc", "/solution", "/tests", "/tmp"];
const SOCKET = "/lab/model.sock";
/** RLIMIT_NPROC counts threads, and agents written for Node or Bun have a dozen each. */
const THREADS_PER_PROCESS = 8;

/**
 * Started by root, what runs inside is root to the kernel's settings though it has no capability: it could name a program of its own
 * for the kernel to run. bubblewrap covers only some of these.
 */
const READ_ONLY_PROC = ["acpi", "bus", "dynamic_debug", "fs", "irq", "mtrr", "pressure", "scsi", "sys", "sysrq-trigger"].map(
  (name) => `/proc/${name}`,
);

/** Whether the work folder can be shown at a path: right below /, and in no place that is taken. */
export const isWorkPath = (path: string): boolean => /^\/[a-z][\w-]*$/.test(path) && !isOfSystem(path) && !TAKEN.includes(path);

/** What an agent or a verifier sees of the machine, and where. */
export function insideBubblewrap({ work, workPath = WORK, home, binds = [], modelSocket }: SandboxRun): Inside {
  const all: Bind[] = [...binds, { host: work, inside: workPath }, { host: home, inside: HOME }, ...nodeBinds()];
  return {
    isolation: "bubblewrap",
    work: workPath,
    home: HOME,
    ...(modelSocket === undefined ? {} : { modelAddress: `http://127.0.0.1:${MODEL_PORT}` }),
    path: (host) => {
      const bind = all.find((candidate) => host === candidate.host || host.startsWith(`${candidate.host}/`));
      if (bind) return bind.inside + host.slice(bind.host.length);
      if (isOfSystem(host)) return host;
      throw new InvalidInput("path", "must be of the system or in a folder bound into the sandbox");
    },
  };
}

/**
 * The options of bubblewrap, to be handed over by a file descriptor (so that the paths of the host are in no argument list that the
 * sandbox could read), and the argument list that follows them.
 */
export function bubblewrapCall(
  run: SandboxRun,
  command: Command,
  environment: Readonly<Record<string, string>>,
  limits: Limits,
  disableUserns: boolean,
): { readonly options: readonly string[]; readonly argv: readonly string[]; readonly notices: readonly string[] } {
  const bind = ({ host, inside, writable }: Bind) => [writable ? "--bind" : "--ro-bind", host, inside];
  const size = String(limits.temporaryBytes);
  const { workPath = WORK } = run;
  if (!isWorkPath(workPath)) throw new InvalidInput("workPath", "must be a folder of its own below /, such as /app", workPath);
  const relay = relayOf(run);
  const options = [
    ...["--die-with-parent", "--new-session", "--unshare-all", "--unshare-user", ...(disableUserns ? ["--disable-userns"] : [])],
    ...["--uid", "1000", "--gid", "1000", "--cap-drop", "ALL", "--hostname", "sandbox", "--clearenv"],
    ...systemOptions(),
    ...[
      "--proc",
      "/proc",
      ...READ_ONLY_PROC.filter((path) => existsSync(path)).flatMap((path) => ["--ro-bind", path, path]),
      "--dev",
      "/dev",
      "--size",
      size,
      "--tmpfs",
      "/dev/shm",
      "--remount-ro",
      "/dev",
      "--perms",
      "1777",
      "--size",
      size,
      "--tmpfs",
      "/tmp",
    ],
    ...(relay ? ["--ro-bind", run.modelSocket as string, SOCKET, "--ro-bind", relay.script, relay.inside] : []),
    ...nodeBinds().flatMap(bind),
    ...(run.binds ?? []).flatMap(bind),
    ...["--bind", run.home, HOME, "--bind", run.work, workPath, "--remount-ro", "/", "--chdir", workPath],
    ...Object.entries(environment).flatMap(([name, value]) => ["--setenv", name, value]),
  ];
  const prlimit = findProgram("prlimit", "/usr/bin:/bin");
  const held = prlimit
    ? [prlimit, "--core=0", `--fsize=${limits.fileBytes}`, `--nproc=${THREADS_PER_PROCESS * limits.processes}`, "--"]
    : [];
  const notices = prlimit ? [] : ["prlimit is not installed: the size of one file and the number of threads are not held by the kernel."];
  const start = relay ? [relay.interpreter, relay.inside, String(MODEL_PORT), SOCKET] : [];
  return { options, argv: [...held, ...start, ...command.argv], notices };
}

const nodeBinds = (): Bind[] => [nodeBind()].filter((bind) => bind !== undefined);

/** Processors whose numbers of the kernel relay.pl has. */
const PERL_RELAY = ["x64", "arm64"];

/** Perl where the system has it: without a module it is up in 3 ms, where Node takes 60. */
function relayOf({ modelSocket }: SandboxRun): { script: string; inside: string; interpreter: string } | undefined {
  if (modelSocket === undefined) return undefined;
  const perl = PERL_RELAY.includes(arch()) ? findProgram("perl", "/usr/bin") : undefined;
  if (perl) return { script: relayScript("pl"), inside: "/lab/relay.pl", interpreter: perl };
  const bind = nodeBind();
  const interpreter = bind ? `${bind.inside}/node` : process.execPath;
  return { script: relayScript("mjs"), inside: "/lab/relay.mjs", interpreter };
}

/** Where Node and the system's programs are inside. */
export const insidePath = (): string => [...nodeBinds().map(({ inside }) => inside), "/usr/local/bin", "/usr/bin", "/bin"].join(":");
