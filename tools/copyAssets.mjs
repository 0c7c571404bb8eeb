/**
 * Copies what the compiler leaves behind, such as fonts, from the built folders to dist/.
 *
 * usage: node tools/copyAssets.mjs [FOLDER]
 */
import { cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const { include } = JSON.parse(readFileSync("tsconfig.build.json", "utf8"));
const to = process.argv[2] ?? "dist";
const PAGES = join("server", "web");
/** Its tasks are data, whatever their files are called. */
const TASKS = join("agents", "tasks", "builtin", "/");
const isAsset = (path) => path.startsWith(TASKS) || !/\.([cm]?ts|md)$/.test(path);

function copyAssets(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (folder === PAGES && entry.name !== "dist") continue; // the pages come along built, without their sources
    if (entry.isDirectory()) copyAssets(path);
    else if (isAsset(path)) cpSync(path, join(to, path));
  }
}
for (const folder of include) if (existsSync(folder)) copyAssets(folder);
