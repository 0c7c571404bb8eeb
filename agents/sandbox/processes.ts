import { readdirSync, readFileSync } from "node:fs";

/** One look at the processes of this machine, from /proc; empty where there is none. */
export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  /** Resident memory. */ readonly bytes: number;
}

const PAGE_BYTES = 4096; // smaller than any page in use: on machines with larger pages memory reads low
const FRESH_MS = 100;
let last: { readonly atMs: number; readonly rows: readonly ProcessRow[] } | undefined;

/** Trials that run side by side share one look, which takes some milliseconds. @param freshMs  how old it may be, 0 for a new one */
export function processTable(freshMs = FRESH_MS): readonly ProcessRow[] {
  const nowMs = performance.now();
  if (last && nowMs - last.atMs < freshMs) return last.rows;
  const rows = pids().flatMap((pid): ProcessRow[] => {
    const stat = readText(`/proc/${pid}/stat`);
    if (stat === undefined) return [];
    // The name in parentheses may hold anything, so fields are counted from its end: state, parent, ..., resident pages.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z") return [];
    return [{ pid, parent: Number(fields[1]), bytes: Number(fields[21]) * PAGE_BYTES }];
  });
  last = { atMs: nowMs, rows };
  return rows;
}

/** All that descend from a process, itself not among them. */
export function descendants(root: number, rows = processTable()): readonly ProcessRow[] {
  const children = new Map<number, ProcessRow[]>();
  for (const row of rows) children.set(row.parent, [...(children.get(row.parent) ?? []), row]);
  const all: ProcessRow[] = [];
  const queue = [...(children.get(root) ?? [])];
  for (let row = queue.pop(); row; row = queue.pop()) {
    all.push(row);
    queue.push(...(children.get(row.pid) ?? []));
  }
  return all;
}

/** Processes that were started with a variable in their environment, wherever they hang. Those of other users are not seen. */
export function withEnvironment(name: string, value: string): readonly number[] {
  const wanted = `${name}=${value}`;
  return pids().filter((pid) => pid !== process.pid && readText(`/proc/${pid}/environ`)?.split("\0").includes(wanted));
}

/** Sends a signal to each that is still there; a negative number is a group. */
export function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended.
    }
  }
}

/** Whether a process is there and not yet dead. */
export function isThere(pid: number): boolean {
  const stat = readText(`/proc/${pid}/stat`);
  return stat !== undefined && !/^[ZX]/.test(stat.slice(stat.lastIndexOf(")") + 2));
}

function pids(): number[] {
  try {
    return readdirSync("/proc").map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
