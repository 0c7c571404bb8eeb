import { readdirSync } from "node:fs";
import { join } from "node:path";
import { cruise, type ICruiseOptions, type ICruiseResult, type IRuleSetType } from "dependency-cruiser";

/**
 * Which folder may import which: the one definition, for `npm run check` and the architecture test.
 * `theory` and `sim` are strangers on purpose: their agreement is evidence only while neither sees the other.
 */
export const ARROWS: Readonly<Record<string, readonly string[] | "anything">> = {
  numerics: [],
  model: ["numerics"],
  theory: ["model", "numerics"],
  sim: ["model", "numerics"],
  store: ["model"],
  agents: ["model", "numerics"],
  queue: ["numerics", "model", "sim", "store"],
  experiments: ["numerics", "model", "theory", "sim", "store"],
  figures: ["model"],
  server: "anything",
  cli: "anything",
  bench: "anything",
  test: "anything",
  tools: ["theory"],
};
/** The pages of `server/web` run in a browser, so their arrow is shorter than the server's. */
const PAGES_IMPORT = [
  "numerics/",
  "model/",
  "theory/",
  "sim/",
  "figures/",
  "experiments/sweep/",
  "server/api\\.ts$",
  "agents/sandbox/harmless\\.ts$",
  "server/web/",
];
/** Faces and checks stand at the end of every arrow: only tests may reach into them. */
const IMPORTED_BY_TESTS_ONLY = ["cli", "bench", "test", "tools"];

export interface ArrowReport {
  /** Own modules read, by top-level folder. */ readonly modules: Readonly<Record<string, number>>;
  /** One line per wrong arrow or cycle. */ readonly violations: readonly string[];
}

/**
 * Reads every import of the folders in `ARROWS` that exist under `root`, type imports included.
 *
 * @throws Error when it sees no module at all: a checker that reads nothing would pass everything
 */
export async function checkArrows(root: string): Promise<ArrowReport> {
  const folders = foldersWithCode(root).filter((folder) => folder in ARROWS);
  const options: ICruiseOptions = {
    baseDir: root,
    ruleSet: ruleSet(),
    validate: true,
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^dist/|^dist-|^server/web/dist/|^sim/kernel/assembly/" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node"] },
  };
  const result = (await cruise(folders, options)).output as ICruiseResult;
  const modules: Record<string, number> = {};
  for (const { source, dependents } of result.modules) {
    const folder = source.split("/")[0] as string;
    if (folder in ARROWS && dependents !== undefined) modules[folder] = (modules[folder] ?? 0) + 1;
  }
  if (Object.keys(modules).length === 0) throw new Error(`no modules seen under ${folders.join(", ") || "an empty tree"}`);
  const violations = result.summary.violations.map(
    ({ rule, from, to, cycle }) => `${rule.name}: ${from} → ${cycle ? cycle.map(({ name }) => name).join(" → ") : to}`,
  );
  return { modules, violations };
}

/** Top-level folders holding TypeScript of ours at any depth. */
export function foldersWithCode(root: string): string[] {
  const holdsCode = (folder: string): boolean =>
    readdirSync(folder, { withFileTypes: true }).some((entry) =>
      entry.isDirectory() ? entry.name !== "node_modules" && holdsCode(join(folder, entry.name)) : entry.name.endsWith(".ts"),
    );
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && !/^(node_modules|dist(-.*)?|results|out)$/.test(entry.name))
    .map((entry) => entry.name)
    .filter((name) => holdsCode(join(root, name)));
}

function ruleSet(): IRuleSetType {
  const known = Object.keys(ARROWS);
  const arrows = Object.entries(ARROWS).map(([folder, targets]) => {
    const allowed =
      targets === "anything" ? known.filter((target) => folder === "test" || !IMPORTED_BY_TESTS_ONLY.includes(target)) : targets;
    const own = [folder, ...allowed].join("|");
    return {
      name: `${folder} imports only ${targets === "anything" ? "folders that may be imported" : [...targets, "packages"].join(", ")}`,
      severity: "error" as const,
      from: { path: `^${folder}/` },
      to: { pathNot: `^(${own})/|node_modules/`, dependencyTypesNot: ["core" as const], couldNotResolve: false },
    };
  });
  // What a browser runs: no store, no threads, nothing of the server but the types they share.
  const pages = {
    name: `server/web imports only ${PAGES_IMPORT.join(", ")}, packages`,
    severity: "error" as const,
    from: { path: "^server/web/", pathNot: "^server/web/vite\\.config\\.ts$" },
    to: { pathNot: `^(${PAGES_IMPORT.join("|")})|node_modules/` },
  };
  const cycle = { name: "no cycle", severity: "error" as const, from: {}, to: { circular: true } };
  return { forbidden: [...arrows, pages, cycle] };
}
