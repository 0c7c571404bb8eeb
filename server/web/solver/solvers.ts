import { type AskOptions, type Client, clientOf } from "./client.ts";
import type { Headline } from "./tasks.ts";

/** Workers of the page, started when first needed and kept: a worker takes a tenth of a second to start. */
const started = new Map<string, Client>();

/**
 * @param name  "live" and "live too" answer while a knob is dragged, so they are asked for nothing else; "behind" is for what may take a second
 */
export function solver(name: "live" | "live too" | "behind" | `field ${number}`): Client {
  const known = started.get(name);
  if (known) return known;
  const client = clientOf(() => new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name }));
  started.set(name, client);
  return client;
}

/** Points handed to a worker at once: some tenths of a second of work, so that all end at about the same time. */
const BATCH = 60;

/**
 * Pass rate and final bias of many points, on as many workers as there are cores to spare.
 *
 * @param onSolved  told of each point as it is solved, by its place in the list
 * @throws the signal's reason once it is aborted; what was told of stays true
 */
export async function solveField(
  points: readonly unknown[],
  onSolved: (solved: readonly { readonly index: number; readonly headline: Headline }[]) => void,
  { signal }: Pick<AskOptions<never>, "signal"> = {},
): Promise<void> {
  const workers = Math.max(1, Math.min(8, (navigator.hardwareConcurrency || 2) - 1));
  let next = 0;
  const lane = async (worker: number) => {
    while (next < points.length) {
      const from = next;
      next += BATCH;
      let index = from;
      const onPart = (part: readonly Headline[]) => onSolved(part.map((headline) => ({ index: index++, headline })));
      await solver(`field ${worker}`).ask("headlines", { points: points.slice(from, from + BATCH) }, { signal, onPart });
    }
  };
  await Promise.all(Array.from({ length: workers }, (_, worker) => lane(worker)));
}
