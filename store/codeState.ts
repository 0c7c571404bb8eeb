import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** The commit of a folder's code and whether anything in it differs, untracked files included. */
export interface CodeState {
  /** "known", or in words why commit and dirty flag are left out. */ readonly status: string;
  readonly commit?: string;
  /** Changed, staged or untracked files are there: the commit alone does not tell what ran. */ readonly dirty?: boolean;
}

const GIT_TIMEOUT_MS = 10_000;
const run = promisify(execFile);
const asked = new Map<string, Promise<CodeState>>();

/** Asks git once per process: a run belongs to the code as it was when the run began. */
export function codeState(root: string): Promise<CodeState> {
  const known = asked.get(root) ?? askGit(root);
  asked.set(root, known);
  return known;
}

async function askGit(root: string): Promise<CodeState> {
  try {
    const up = await git(root, "rev-parse", "--show-cdup");
    // Installed as a package, the lab may lie inside a checkout of somebody else's code.
    if (up.trim() !== "") return { status: "not a git checkout of the lab" };
    const lines = (await git(root, "status", "--porcelain=v2", "--branch", "--untracked-files=normal")).split("\n");
    const commit = lines.find((line) => line.startsWith("# branch.oid "))?.slice("# branch.oid ".length);
    if (!commit || commit === "(initial)") return { status: "no commit yet" };
    return { status: "known", commit, dirty: lines.some((line) => line !== "" && !line.startsWith("#")) };
  } catch (error) {
    return { status: (error as { code?: unknown }).code === "ENOENT" ? "git not found" : "not a git checkout" };
  }
}

async function git(root: string, ...args: string[]): Promise<string> {
  // Inside a git hook these variables would point at another repository or index.
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, ...env } = process.env;
  const options = { cwd: root, env: { ...env, GIT_OPTIONAL_LOCKS: "0" }, timeout: GIT_TIMEOUT_MS, maxBuffer: 1 << 26 };
  return (await run("git", args, options)).stdout;
}
