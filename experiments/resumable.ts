import type { Point } from "../model/point.ts";
import type { SimulationResult } from "../model/result.ts";
import type { Part } from "../sim/part.ts";
import type { RunOptions } from "../sim/simulate.ts";
import { tallyFromJson, tallyToJson } from "../sim/tallyJson.ts";
import type { Store } from "../store/openStore.ts";

type Simulate = (point: Point, options: RunOptions) => Promise<SimulationResult>;

/**
 * A simulation whose finished parts are kept in the store under the key of its result, and taken from there: killed at any moment
 * it goes on where it was. The parts go when the result is saved.
 *
 * @param key  of the result in the store
 * @throws what the store says where it cannot keep a part
 */
export async function resumable(
  simulate: Simulate,
  point: Point,
  options: RunOptions,
  store: Store,
  key: string,
): Promise<SimulationResult> {
  const known = (await store.loadParts(key)).map(({ tally, ...blocks }): Part => ({ ...blocks, tally: tallyFromJson(JSON.parse(tally)) }));
  const kept: Promise<void>[] = [];
  const onPart = ({ tally, ...blocks }: Part) => {
    const keeping = store.savePart(key, { ...blocks, tally: JSON.stringify(tallyToJson(tally)) });
    keeping.catch(() => {}); // reported below
    kept.push(keeping);
  };
  const result = await simulate(point, { ...options, known, onPart });
  await Promise.all(kept);
  return result;
}
