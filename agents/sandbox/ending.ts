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

const SIGNAL_NAMES = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]));
