import { expect, test } from "vitest";
import { FailedItem, mapInThreads } from "../../experiments/inThreads.ts";
import { InvalidInput } from "../../model/invalid.ts";
import { forMinutes, slowly, squared, threwAtThree } from "./mapped.ts";

const module = new URL("./mapped.ts", import.meta.url).href;
const SIX = [0, 1, 2, 3, 4, 5];

test("results stand in the order of the items on any number of threads, however long each takes", async () => {
  for (const workers of [1, 3]) {
    const arrived: number[] = [];
    const results = await mapInThreads({ module, work: slowly }, SIX, { workers, onResult: (_, index) => void arrived.push(index) });
    expect(results).toEqual(SIX);
    expect(arrived.toSorted((a, b) => a - b)).toEqual(SIX); // each told of once
  }
  expect(await mapInThreads({ module, work: squared }, [], { workers: 2 })).toEqual([]);
});

test("a failing item is named, with what was said and where", async () => {
  const failing = mapInThreads({ module, work: threwAtThree }, SIX, { workers: 1, describe: (x) => `number ${x}` });
  const error = await failing.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(FailedItem);
  expect(error).toMatchObject({ index: 3, message: "number 3: RangeError: three is too many" });
  expect((error as Error).stack).toMatch(/mapped\.ts/);
});

test("a map that failed leaves nothing that throws later, though replies are still under way", async () => {
  // Vitest fails on an uncaught error, which is what a late reply was in one of every few maps.
  for (let map = 0; map < 6; map++) {
    const failing = mapInThreads({ module, work: threwAtThree }, [...SIX, ...SIX, ...SIX], { workers: 2 });
    await expect(failing).rejects.toThrow(FailedItem);
  }
});

test("an abort is rejected at once with its reason, also while items are at work", async () => {
  const controller = new AbortController();
  const mapped = mapInThreads({ module, work: forMinutes }, SIX, { workers: 2, signal: controller.signal });
  setTimeout(() => controller.abort(new Error("enough")), 50);
  await expect(mapped).rejects.toThrow("enough");
  await expect(mapInThreads({ module, work: squared }, SIX, { workers: 1, signal: controller.signal })).rejects.toThrow("enough");
});

test("a result that cannot be kept ends the map", async () => {
  const onResult = () => Promise.reject(new Error("the disk is full"));
  await expect(mapInThreads({ module, work: squared }, SIX, { workers: 2, onResult })).rejects.toThrow("the disk is full");
});

test("what cannot work is refused by name", async () => {
  const hidden = (x: number) => x;
  await expect(mapInThreads({ module, work: hidden }, SIX, { workers: 1 })).rejects.toThrow(/must export a function named "hidden"/);
  for (const workers of [0, 1.5, 257, Number.NaN])
    await expect(mapInThreads({ module, work: squared }, SIX, { workers })).rejects.toThrow(InvalidInput);
});
