import { constants } from "node:os";
import type { Isolation } from "./isolation.ts";
import type { SandboxResult } from "./sandboxRun.ts";

/** How a process ended, as Node tells it, in the words of a result. bubblewrap and the relay hand a signal on as 128 + its number. */
export function endOf(
  code: number | null,
  signal: NodeJS.Signals | null,
  isolation: Isolation["kind"],
): Pick<SandboxResult, "exit" | "signal"> {
  if (signal !== null) return { signal };
  const named = isolation === "bubblewrap" && code !== null && code > 128 ? SIGNAL_NAMES.get(code - 128) : undefined;
  if (named !== undefined) return { signal: named };
  return code === null ? {} : { exit: code };
}

/** Signals that end a process unless it says otherwise: 145 is an exit code of its own (401 cut to a byte), not SIGCHLD. */
const ENDING_SIGNALS = ["HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM"]
  .concat("XCPU", "XFSZ", "SYS")
  .map((name) => `SIG${name}` as NodeJS.Signals);
const SIGNAL_NAMES = new Map(ENDING_SIGNALS.map((name) => [constants.signals[name], name]));
