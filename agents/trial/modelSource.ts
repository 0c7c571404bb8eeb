import { join } from "node:path";
import { InvalidInput } from "../../model/invalid.ts";
import { servedSourceText } from "../../model/servedSource.ts";
import type { Upstream } from "../proxy/upstream.ts";
import { ownFolder } from "../sandbox/ownFolder.ts";
import { removeFolder } from "../sandbox/removeFolder.ts";
import { parseLaw } from "../served/law.ts";
import { serveModel } from "../served/serve.ts";
import type { Source } from "./spec.ts";

/** Where the model of a sweep comes from, for as long as it runs. */
export interface ModelSource {
  /** What fixes it, for the trial's cell; without a key. */ readonly id: string;
  readonly upstream: (trial: string) => Upstream;
  readonly close: () => Promise<void>;
}

const DEFAULT_SEED = "lab";

/**
 * @param environment  where the key is looked up; it goes nowhere but to the model's server
 * @throws InvalidInput for a law that is none, or a key that is not there
 */
export async function openSource(source: Source, environment: Readonly<Record<string, string | undefined>>): Promise<ModelSource> {
  if (source.kind === "server") {
    const { address, keyVariable } = source;
    const key = keyVariable === undefined ? undefined : environment[keyVariable];
    if (keyVariable !== undefined && !key)
      throw new InvalidInput("source.keyVariable", "must name an environment variable that holds the key", keyVariable);
    return {
      id: hostOf(address),
      upstream: () => ({ address, ...(key === undefined ? {} : { key }) }),
      close: async () => undefined,
    };
  }
  const { kind: _, seed = DEFAULT_SEED, ...given } = source;
  const law = parseLaw(given);
  const folder = await ownFolder("model");
  const socket = join(folder, "served.sock");
  const server = await serveModel({ listen: { socket }, law, seed });
  return {
    id: servedSourceText({ ...law, seed }),
    upstream: (trial) => ({ address: `unix:${socket}`, trial }),
    close: async () => {
      await server.close();
      await removeFolder(folder);
    },
  };
}

function hostOf(address: string): string {
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
    throw new InvalidInput("source.address", "must begin with https:// or http://");
  return new URL(address).host;
}
