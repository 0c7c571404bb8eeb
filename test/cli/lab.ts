import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { COMPILED } from "../compiledLab.ts";
import { examplePoint } from "../examplePoint.ts";

const loader = join(import.meta.dirname, "../../node_modules/tsx/dist/loader.mjs");
/** As the package has it, and as a clone runs it. */
const COMMANDS = {
  compiled: [join(COMPILED, "cli/main.js")],
  sources: ["--import", loader, join(import.meta.dirname, "../../cli/main.ts")],
};

export interface Ended {
  /** Exit code; null after a signal. */ readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the compiled lab in a folder as a user would, and waits for its end. */
export function lab(folder: string, words: readonly string[], input: string | Uint8Array = ""): Promise<Ended> {
  return start(folder, words, input).ended;
}

/** Starts the lab; the child can be sent signals, and its output watched. */
export function start(
  folder: string,
  words: readonly string[],
  input: string | Uint8Array = "",
  command: keyof typeof COMMANDS = "compiled",
) {
  const { HARNESS_LAB_DEBUG: _, ...env } = process.env;
  const child = spawn(process.execPath, [...COMMANDS[command], ...words], { cwd: folder, env });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  child.stdin.on("error", () => undefined); // a command that refuses its options never reads
  child.stdin.end(input);
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
  return { child, ended };
}

/** Writes a point into the folder and gives its name. */
export function pointFile(folder: string, changes: object = {}): string {
  writeFileSync(join(folder, "point.json"), JSON.stringify({ ...examplePoint, ...changes }));
  return "point.json";
}
