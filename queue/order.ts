import { MODEL_VERSION } from "../model/canonical.ts";
import { parsePoint } from "../model/validate.ts";
import { blocksOf, type Job } from "../sim/part.ts";
import { canonicalJson } from "../store/canonicalJson.ts";
import { LAB } from "../store/lab.ts";
import { sha256 } from "../store/resultKey.ts";

/** A job, and when it may stop before `runs`; see `RunOptions`. */
export interface Asked extends Job {
  readonly until?: number | undefined;
}

/** Consecutive blocks of a job, as they travel: enough for any worker of the same lab to make the part. */
export interface Order extends Asked {
  readonly firstBlock: number;
  readonly blocks: number;
}

/**
 * Workers take only orders of their own version, so each has a queue of its own: blocks of another program may hold other
 * numbers, and a record made of both would be of neither.
 */
export const VERSIONS = `${LAB.version}-m${MODEL_VERSION}`;

/** What fixes every byte of a result: sha-256 of what is asked and of the versions, in hex. */
export function jobKey({ point, runs, seed, until }: Asked): string {
  return sha256(canonicalJson({ labVersion: LAB.version, modelVersion: MODEL_VERSION, point, runs, seed, until }));
}

/** The same of one part. */
export const partKey = (job: string, firstBlock: number, blocks: number): string => sha256(canonicalJson({ job, firstBlock, blocks }));

/**
 * An order as it came out of the database, where anything may stand.
 *
 * @throws InvalidInput for a point that the model refuses, RangeError for all else that is no order
 */
export function readOrder(data: unknown): Order {
  const { point, runs, seed, until, firstBlock, blocks } = (data ?? {}) as Partial<Record<keyof Order, unknown>>;
  if (!isCount(runs, 2) || !isCount(firstBlock, 0) || !isCount(blocks, 1) || typeof seed !== "string" || !isWidth(until))
    throw new RangeError("not an order: runs, seed, until, firstBlock and blocks must say what to simulate");
  if (firstBlock + blocks > blocksOf(runs)) throw new RangeError(`not an order: there are only ${blocksOf(runs)} blocks`);
  return { point: parsePoint(point), runs, seed, until, firstBlock, blocks };
}

const isCount = (value: unknown, least: number): value is number => Number.isSafeInteger(value) && (value as number) >= least;
const isWidth = (value: unknown): value is number | undefined => value === undefined || typeof value === "number";
