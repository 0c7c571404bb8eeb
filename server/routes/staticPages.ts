import { existsSync } from "node:fs";
import { join } from "node:path";
import files from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { ServerProblem } from "../problems.ts";

/** Addresses of the pages; each is the same document, which looks at its address itself. */
const PAGES = ["/", "/explore", "/figures", "/sweeps", "/results", "/runs", "/optimizers"];

/**
 * Serves the built pages. Files under assets/ carry a hash in their names and never change; the document is asked for anew each time.
 *
 * @param folder  of the built pages; where it holds none, their addresses say so
 */
export async function addPages(app: FastifyInstance, folder: string): Promise<void> {
  const built = existsSync(join(folder, "index.html"));
  if (built)
    await app.register(files, {
      root: folder,
      index: false,
      wildcard: true,
      dotfiles: "ignore",
      cacheControl: false,
      setHeaders: (reply, path) => {
        const lasting = /[\\/]assets[\\/]/.test(path.slice(folder.length));
        reply.header("cache-control", lasting ? "public, max-age=31536000, immutable" : "no-cache");
      },
    });
  for (const page of PAGES)
    app.get(page, async (_, reply) => {
      if (!built) throw new ServerProblem("not-found", "the pages have not been built; the API under /api/v1 works without them");
      return reply.sendFile("index.html");
    });
}
