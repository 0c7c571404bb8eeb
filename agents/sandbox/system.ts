import { existsSync, lstatSync, readlinkSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Bind } from "./sandboxRun.ts";

/** What of the host's system is seen inside: programs and libraries, no settings but those the loader and TLS need. */

const ROOT_FOLDERS = ["bin", "sbin", "lib", "lib32", "lib64", "libx32"];
const ETC = [
  "ld.so.cache",
  "ld.so.conf",
  "ld.so.conf.d",
  "alternatives",
  "ssl/certs",
  "ssl/openssl.cnf",
  "ca-certificates",
  "perl",
  "terminfo",
];
/** Shipped with the lab, so that the user's names and hosts stay outside. */
const OWN_ETC = ["passwd", "group", "hosts"];
const SYSTEM = ["/usr", "/nix/store"];

const asset = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
export const relayScript = (language: "pl" | "mjs"): string => asset(`relay.${language}`);

let options: string[] | undefined;

/** Options of bubblewrap that make the read-only system; the same for every run. */
export function systemOptions(): readonly string[] {
  options ??= [
    ...SYSTEM.filter((path) => existsSync(path)).flatMap((path) => ["--ro-bind", path, path]),
    ...ROOT_FOLDERS.flatMap((name) => {
      const path = `/${name}`;
      if (!existsSync(path)) return [];
      return lstatSync(path).isSymbolicLink() ? ["--symlink", readlinkSync(path), path] : ["--ro-bind", path, path];
    }),
    ...ETC.filter((name) => existsSync(`/etc/${name}`)).flatMap((name) => ["--ro-bind", `/etc/${name}`, `/etc/${name}`]),
    ...OWN_ETC.flatMap((name) => ["--ro-bind", asset(`etc/${name}`), `/etc/${name}`]),
  ];
  return options;
}

/** Whether a path of the host is seen inside at the same place. */
export const isOfSystem = (path: string): boolean =>
  [...SYSTEM, ...ROOT_FOLDERS.map((name) => `/${name}`)].some((folder) => path === folder || path.startsWith(`${folder}/`));

/** The bind that shows this very Node inside, for machines where it is not part of the system (a version manager, a user's own). */
export function nodeBind(program = process.execPath): Bind | undefined {
  const real = realpathSync(program);
  if (isOfSystem(real)) return undefined;
  const folder = dirname(real);
  return { host: folder, inside: join("/opt/node", "bin") };
}
