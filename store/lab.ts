import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

interface Lab {
  /** The package's own folder. */ readonly root: string;
  readonly version: string;
}

/** This lab, as its package.json names it. */
export const LAB: Lab = findLab(import.meta.dirname);

/** Sources and built files lie at different depths below the package's folder, so the way up is searched. */
function findLab(folder: string): Lab {
  try {
    const { name, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { name: string; version: string };
    if (name === "harness-lab") return { root: folder, version };
  } catch {
    // No package.json here.
  }
  const parent = dirname(folder);
  return parent === folder ? { root: folder, version: "unknown" } : findLab(parent);
}
