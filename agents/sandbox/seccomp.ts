import { arch } from "node:os";

/**
 * Calls of the kernel that a sandbox has no use for and that reach past its namespaces: keyrings belong to the user's session (tickets
 * and passphrases may lie there) and are handed on to every child; the others are known for the holes found in them.
 * They fail with ENOSYS, as on a kernel built without them.
 */
const DENIED: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  x64: { add_key: 248, request_key: 249, keyctl: 250, perf_event_open: 298, bpf: 321, userfaultfd: 323, io_uring_setup: 425 },
  arm64: { add_key: 217, request_key: 218, keyctl: 219, perf_event_open: 241, bpf: 280, userfaultfd: 282, io_uring_setup: 425 },
};
const AUDIT_ARCH: Readonly<Record<string, number>> = { x64: 0xc000003e, arm64: 0xc00000b7 };
/** Numbers from here on are another interface (x32) to the same calls. */
const X32_BIT = 0x40000000;

const [LOAD, IF_EQUAL, IF_AT_LEAST, RETURN] = [0x20, 0x15, 0x35, 0x06]; // BPF: ld [k]; jeq; jge; ret
const [NUMBER_AT, ARCH_AT] = [0, 4]; // in struct seccomp_data
const [ALLOW, DENY] = [0x7fff0000, 0x00050000 | 38]; // SECCOMP_RET_ALLOW; SECCOMP_RET_ERRNO with ENOSYS

/** The filter as bubblewrap reads it: an array of struct sock_filter. Undefined for a processor whose numbers are not listed. */
export function seccompFilter(processor: string = arch()): Buffer | undefined {
  const [denied, audit] = [DENIED[processor], AUDIT_ARCH[processor]];
  if (denied === undefined || audit === undefined) return undefined;
  const numbers = Object.values(denied);
  const checks = [
    ...(processor === "x64" ? [[IF_AT_LEAST, X32_BIT] as const] : []),
    ...numbers.map((number) => [IF_EQUAL, number] as const),
  ];
  // Calls by another interface (32 bits) have other numbers: all of them are denied.
  const program: (readonly [code: number, ifTrue: number, ifFalse: number, k: number])[] = [
    [LOAD, 0, 0, ARCH_AT],
    [IF_EQUAL, 0, checks.length + 2, audit],
    [LOAD, 0, 0, NUMBER_AT],
    ...checks.map(([code, k], index) => [code, checks.length - index, 0, k] as const),
    [RETURN, 0, 0, ALLOW],
    [RETURN, 0, 0, DENY],
  ];
  const bytes = Buffer.alloc(8 * program.length);
  for (const [index, [code, ifTrue, ifFalse, k]] of program.entries()) {
    bytes.writeUInt16LE(code, 8 * index);
    bytes.writeUInt8(ifTrue, 8 * index + 2);
    bytes.writeUInt8(ifFalse, 8 * index + 3);
    bytes.writeUInt32LE(k, 8 * index + 4);
  }
  return bytes;
}
