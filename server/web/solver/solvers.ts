import { type Client, clientOf } from "./client.ts";

/** Workers of the page, started when first needed and kept: a worker takes a tenth of a second to start. */
const started = new Map<string, Client>();

/**
 * @param name  "live" and "live too" answer while a knob is dragged, so they are asked for nothing else; "cards" answers what else follows the
 *   knobs; "behind" and "behind too" are for what may take a second, and more at some points
 */
export function solver(name: "live" | "live too" | "cards" | "behind" | "behind too" | `field ${number}`): Client {
  const known = started.get(name);
  if (known) return known;
  const client = clientOf(() => new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name }));
  started.set(name, client);
  return client;
}
