import { InvalidInput } from "../../model/invalid.ts";

/** What one command in the sandbox may use. Every limit holds for any agent alike and ends the run with a status of its own. */
export interface Limits {
  /** Wall clock from the start to the first TERM. */ readonly wallMs: number;
  /** From TERM to KILL. */ readonly graceMs: number;
  /** Bytes on standard output and standard error together; one more ends the run. */ readonly outputBytes: number;
  /** Bytes of each stream that are kept: the first half and the last. */ readonly keptBytes: number;
  /** Bytes of one line handed on; the rest of a longer line is dropped and counted. */ readonly lineBytes: number;
  /** Bytes that the work folder and the home may grow by together. */ readonly diskBytes: number;
  /** Files and folders that they may grow by. */ readonly diskEntries: number;
  /** Bytes of any one file, held by the kernel (RLIMIT_FSIZE). */ readonly fileBytes: number;
  /** Bytes of /tmp and of /dev/shm each, held by the kernel; they live in memory. */ readonly temporaryBytes: number;
  /** Processes at once. */ readonly processes: number;
  /** Resident bytes of all processes together. */ readonly memoryBytes: number;
}

const MIB = 2 ** 20;

/** For an agent at work on a task; a verifier wants a shorter time. */
const DEFAULT_LIMITS: Limits = {
  wallMs: 15 * 60_000,
  graceMs: 3_000,
  outputBytes: 64 * MIB,
  keptBytes: MIB / 2,
  lineBytes: 4 * MIB,
  diskBytes: 1024 * MIB,
  diskEntries: 200_000,
  fileBytes: 512 * MIB,
  temporaryBytes: 256 * MIB,
  processes: 256,
  memoryBytes: 4096 * MIB,
};

/** A timer above this fires at once. */
const MOST_MS = 2 ** 31 - 1;

/** All limits, those not given by default. @throws InvalidInput naming the limit: a NaN or a 0 would hold nothing or everything */
export function checkedLimits(given: Partial<Limits> = {}): Limits {
  const limits = { ...DEFAULT_LIMITS, ...given };
  for (const [name, value] of Object.entries(limits)) {
    const most = name.endsWith("Ms") ? MOST_MS : Number.MAX_SAFE_INTEGER;
    if (!(Number.isSafeInteger(Math.ceil(value)) && value >= 1 && value <= most))
      throw new InvalidInput(`limits.${name}`, `must be a number from 1 to ${most}`, value);
    if (!name.endsWith("Ms") && !Number.isInteger(value)) throw new InvalidInput(`limits.${name}`, "must be whole", value);
  }
  return limits;
}
