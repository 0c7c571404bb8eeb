import type { Point } from "../model/point.ts";
import type { SimulationResult } from "../model/result.ts";
import type { Part } from "../sim/part.ts";
import type { RunOptions } from "../sim/simulate.ts";
import { tallyFromJson, tallyToJson } from "../sim/tallyJson.ts";
import type { Store } from "../store/openStore.ts";

/** A simulation shorter than this is not worth keeping in parts: to make it again costs as much as to write them. */
const WORTH_KEEPING_MS = 2000;

/**
 * A simulation whose finished parts are kept in the store under the key of its result, and taken from there: killed at any moment
 * it goes on where it was. The parts go when the result is saved.
 *
 * @param simulate  as `Simulator.simulate`
 * @param key       of the result in the store
 * @param worthMs   parts are kept once the simulation has taken this long
 * @throws what the store says where it cannot keep a part
 */
export async function resumable<O extends RunOptions>(
  simulate: (point: Point, options: O) => Promise<SimulationResult>,
  point: Point,
  options: O,
  store: Store,
  key: string,
  worthMs = WORTH_KEEPING_MS,
): Promise<SimulationResult> {
  const begun = performance.now();
  const known = (await store.loadParts(key)).map(({ tally, ...blocks }): Part => ({ ...blocks, tally: tallyFromJson(JSON.parse(tally)) }));
  const waiting: Part[] = [];
  const keeping: Promise<void>[] = [];
  const onPart = (part: Part) => {
    waiting.push(part);
    if (performance.now() - begun < worthMs) return;
    for (const { tally, ...blocks } of waiting.splice(0)) {
      const kept = store.savePart(key, { ...blocks, tally: JSON.stringify(tallyToJson(tally)) });
      kept.catch(() => {}); // reported below
      keeping.push(kept);
    }
  };
  const result = await simulate(point, { ...options, known, onPart });
  await Promise.all(keeping);
  return result;
}
