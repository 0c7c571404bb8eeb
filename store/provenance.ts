import { basename, isAbsolute, relative } from "node:path";
import { MODEL_VERSION } from "../model/canonical.ts";
import { type CodeState, codeState } from "./codeState.ts";
import { LAB } from "./lab.ts";

/** Where a result comes from. */
export interface Provenance {
  /** State of the lab's own code; a commit that cannot be known is left out and `status` says why. */ readonly code: CodeState;
  readonly labVersion: string;
  readonly modelVersion: number;
  /** Node version, such as "v20.19.0". */ readonly node: string;
  /** System and processor, such as "linux-x64". */ readonly platform: string;
  /** The command as typed, without this machine's absolute paths. */ readonly commandLine: readonly string[];
  /** Date and time the work began, ISO 8601, UTC. */ readonly startedAt: string;
  readonly durationMs: number;
}

/** Asks git now what `provenanceOf` will say of the code later. */
export function rememberCode(): void {
  void codeState(LAB.root);
}

/** @param startedAt  when the work began; its duration runs from there to now */
export async function provenanceOf(startedAt: Date): Promise<Provenance> {
  const durationMs = Date.now() - startedAt.getTime();
  return {
    code: await codeState(LAB.root),
    labVersion: LAB.version,
    modelVersion: MODEL_VERSION,
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    commandLine: ["harness-lab", ...withoutSecrets(process.argv.slice(2)).map((word) => withoutMachine(word, process.cwd()))],
    startedAt: startedAt.toISOString(),
    durationMs,
  };
}

/** The value of --token is nobody's business but its owner's. */
export function withoutSecrets(words: readonly string[]): string[] {
  return words.map((word, i) => (words[i - 1] === "--token" ? "..." : word.replace(/^(--token=).*/s, "$1...")));
}

/** Of an address with a scheme only the scheme is kept, as it may hold a password. A path inside the working folder becomes relative to it; of any other absolute path only the last name is kept. */
export function withoutMachine(word: string, workingFolder: string): string {
  const [, option = "", path = word] = /^(--[\w-]+=)(.*)$/s.exec(word) ?? [];
  const [scheme] = /^[a-z][a-z0-9+.-]*:\/\//i.exec(path) ?? [];
  if (scheme !== undefined) return `${option}${scheme}...`;
  if (!isAbsolute(path)) return word;
  const inside = relative(workingFolder, path);
  return option + (inside.startsWith("..") || isAbsolute(inside) ? basename(path) : inside || ".");
}
