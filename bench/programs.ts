import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** A program of the same task by other means: it takes a number of runs and a seed, and prints one line of JSON. */
export interface Program {
  readonly name: string;
  readonly command: readonly string[];
}
/** What is printed of one simulation; `seconds` are those of its loop alone, after a warm-up. */
export interface Printed {
  readonly runs: number;
  readonly seconds: number;
  readonly passRate: number;
  readonly finalBias: number;
  readonly meanSteps: number;
}
/** What is printed by floor.cpp: nanoseconds a step of the generator alone and of the table alone. */
export interface Floor {
  readonly generatorNs: number;
  readonly tableNs: number;
}

const FOLDER = join(import.meta.dirname, "peers");
/** No -ffast-math: it changes what is computed. */
const FLAGS = ["-std=c++17", "-O3", "-march=native"];
/** What served the program of vectors best of those tried; gathers of 8 rather than 16, a matter of x86 alone. */
const VECTOR_FLAGS = ["-funroll-loops", "-Wno-psabi", ...(process.arch === "x64" ? ["-mprefer-vector-width=256"] : [])];

const SOURCES = [
  { name: "plain", source: "plain.cpp", flags: [] },
  { name: "batched", source: "batched.cpp", flags: [] },
  { name: "by vectors", source: "vectors.cpp", flags: VECTOR_FLAGS },
  { name: "by vectors, float32", source: "vectors.cpp", flags: [...VECTOR_FLAGS, "-DREAL=float"] },
  { name: "floor", source: "floor.cpp", flags: VECTOR_FLAGS },
] as const;

/**
 * The C++ programs, compiled into a folder.
 *
 * @param compiler  such as "g++"
 * @returns a line that says what is missing, where it is
 */
export function compiled(compiler: string, folder: string): { programs: Program[]; floor: Program } | string {
  const built: Program[] = [];
  for (const { name, source, flags } of SOURCES) {
    const out = join(folder, name.replaceAll(/[^a-z0-9]/g, ""));
    const { error, status, stderr } = spawnSync(compiler, [...FLAGS, ...flags, join(FOLDER, source), "-o", out], { encoding: "utf8" });
    if (error) return `no C++ peers: no compiler "${compiler}" (name one by --compiler)`;
    if (status !== 0) return `no C++ peers: ${compiler} does not compile ${source}: ${stderr.split("\n")[0]}`;
    built.push({ name: `C++, ${name}`, command: [out] });
  }
  const floor = built.pop() as Program;
  return { programs: built, floor };
}

/** The NumPy program, or a line that says what is missing. */
export function numpy(python: string): Program | string {
  const { error, status } = spawnSync(python, ["-c", "import numpy"], { stdio: "ignore", env: plainEnvironment() });
  if (error) return `no NumPy peer: no Python "${python}" (name one by --python)`;
  if (status !== 0) return `no NumPy peer: "${python}" has no NumPy (name another by --python)`;
  return { name: "NumPy, vectorised", command: [python, join(FOLDER, "vectorised.py")] };
}

/** @throws Error where the program fails, with what it wrote */
export function printedBy<Line>({ name, command }: Program, count: number, seed: number): Line {
  const [file, ...words] = command;
  const { error, status, stdout, stderr } = spawnSync(file, [...words, String(count), String(seed)], {
    encoding: "utf8",
    env: plainEnvironment(),
  });
  if (error || status !== 0) throw new Error(`${name} failed: ${error?.message ?? stderr.trim()}`);
  return JSON.parse(stdout) as Line;
}

/** Without the settings that make NumPy's library of linear algebra take the processor for another one. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const { OPENBLAS_CORETYPE: _, OPENBLAS_L2_SIZE: __, ...environment } = process.env;
  return environment;
}
