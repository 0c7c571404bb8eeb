import { expect, test } from "vitest";
import { resumable } from "../../experiments/resumable.ts";
import { simulationIdentity } from "../../experiments/simulation.ts";
import { CANONICAL, MODEL_3 } from "../../model/canonical.ts";
import type { Point } from "../../model/point.ts";
import { parsePoint } from "../../model/validate.ts";
import { BLOCK_RUNS } from "../../sim/block.ts";
import type { Part } from "../../sim/part.ts";
import { type RunOptions, simulate } from "../../sim/simulate.ts";
import { openStore } from "../../store/openStore.ts";
import { resultKey } from "../../store/resultKey.ts";
import { temporaryFolder } from "../temporaryFolder.ts";

const POINT = parsePoint({ ...CANONICAL, stages: { kind: "uniform", count: 10 }, pool: [MODEL_3] });
const OPTIONS = { runs: 20 * BLOCK_RUNS + 7, seed: "resumed" };
const key = resultKey(simulationIdentity(POINT, OPTIONS));

/** As a simulator whose parts are two blocks each and that stops for good after some of them. */
const inSmallParts = (most: number, ran: number[]) => async (point: Point, options: RunOptions) => {
  const { known = [], onPart } = options;
  const done: Part[] = [...known];
  for (let first = 0; first < 21; first += 2) {
    if (known.some(({ firstBlock }) => firstBlock === first)) continue;
    if (ran.length === most) throw new Error("killed");
    ran.push(first);
    const parts: Part[] = [];
    // A simulation of all blocks up to these, of which the earlier are known, runs these alone.
    const runs = Math.min(options.runs, (first + 2) * BLOCK_RUNS);
    await simulate(point, { ...options, runs, known: done.map((part) => ({ ...part })), onPart: (part) => parts.push(part) });
    for (const part of parts) {
      done.push(part);
      onPart?.(part);
    }
  }
  return simulate(point, { ...options, known: done });
};

test("a killed simulation goes on where it was, runs no finished block again, and gives the same bytes", async () => {
  const folder = temporaryFolder();
  const whole = JSON.stringify(await simulate(POINT, OPTIONS));
  const [first, second]: [number[], number[]] = [[], []];

  const store = await openStore(folder);
  await expect(resumable(inSmallParts(4, first), POINT, OPTIONS, store, key, 0)).rejects.toThrow("killed");
  await store.close();

  const again = await openStore(folder);
  expect(await again.loadParts(key)).toHaveLength(4);
  const produce = () => resumable(inSmallParts(99, second), POINT, OPTIONS, again, key, 0);
  const { result } = await again.produceOrLoad(simulationIdentity(POINT, OPTIONS), produce);
  expect(JSON.stringify(result)).toBe(whole);
  expect(first).toEqual([0, 2, 4, 6]);
  expect(second).toEqual([8, 10, 12, 14, 16, 18, 20]);
  expect(await again.loadParts(key)).toEqual([]);
  await again.close();
});
