import type { Isolation } from "./isolation.ts";
import type { Limits } from "./limits.ts";

/** How the sandbox looks from inside, which a command needs to know before it starts. */
export interface Inside {
  readonly isolation: Isolation["kind"];
  /** The work folder, and where the command starts. */ readonly work: string;
  /** The home folder, kept from one turn of a session to the next. */ readonly home: string;
  /** "http://127.0.0.1:8765", without a path; absent where no model is given. */ readonly modelAddress?: string;
  /** Where a path of the host is seen. @throws InvalidInput for one that is in no bind and not of the system */ readonly path: (
    host: string,
  ) => string;
}

/** A file that a command wants to find in its home, such as its settings. */
export interface HomeFile {
  /** Relative to the home, with forward slashes. */ readonly path: string;
  readonly text: string;
}

export interface Command {
  /** The program, as seen from inside, and its arguments. */ readonly argv: readonly string[];
  /** Added to the little that every command gets (PATH, HOME, LANG, TERM, TZ, USER, SHELL, TMPDIR). */ readonly environment?: Readonly<
    Record<string, string>
  >;
  readonly files?: readonly HomeFile[];
}

/** A folder or file of the host to be seen, read-only unless `writable`, at a path inside. */
export interface Bind {
  readonly host: string;
  readonly inside: string;
  readonly writable?: true;
}

export interface SandboxRun {
  readonly command: (inside: Inside) => Command;
  /** Folder of the host that the command may change; created by the caller. */ readonly work: string;
  /** Where it is seen inside, "/work" unless a task wants it elsewhere, such as "/app". */ readonly workPath?: string;
  /** Folder of the host that is its home; created by the caller. */ readonly home: string;
  readonly binds?: readonly Bind[];
  /** Unix socket of the model's proxy: the only way out. */ readonly modelSocket?: string;
  readonly limits?: Partial<Limits>;
  /** Of `findIsolation`; "none" runs a plain process, which hides and forbids nothing. */ readonly isolation: Isolation;
  /** Each line of standard output as it comes, cut to `lineBytes`. Untrusted; what takes it must not throw. */ readonly onLine?: (
    line: string,
    cut: boolean,
  ) => void;
  /** Ends the run as the wall clock would. */ readonly signal?: AbortSignal;
}

export type Ending = "finished" | "timeout" | "output limit" | "disk limit" | "process limit" | "memory limit" | "stopped";

/** What a stream printed. Untrusted: show it by `harmless` only. */
export interface Printed {
  /** The start and the end, with one line between them that says how much is missing. */ readonly text: string;
  /** All that was printed before the end. */ readonly bytes: number;
  readonly cut: boolean;
}

export interface SandboxResult {
  /** "finished": it ended by itself, whatever its exit code. Otherwise the limit that ended it. */ readonly ending: Ending;
  /** Absent where a signal ended it. */ readonly exit?: number;
  /** Such as "SIGKILL". Inside of bubblewrap a code above 128 is read as a signal, as shells do. */ readonly signal?: string;
  readonly stdout: Printed;
  readonly stderr: Printed;
  /** Wall clock from start to end, in ms. */ readonly durationMs: number;
  readonly isolation: Isolation["kind"];
  /** What did not hold on this machine, one sentence each; empty where every limit did. */ readonly notices: readonly string[];
}
