import { MODEL_VERSION } from "../../model/canonical.ts";
import type { Range } from "../../sim/part.ts";
import { canonicalJson } from "../../store/canonicalJson.ts";
import { LAB } from "../../store/lab.ts";
import { sha256 } from "../../store/resultKey.ts";

/** One of `of` equal shares of a sweep's blocks. */
export interface Shard {
  /** From 1 to `of`. */ readonly shard: number;
  readonly of: number;
}

/** The first line of a shard's file: what it is a share of, and by which program. */
export interface ShardHead extends Shard {
  readonly format: "harness-lab shard";
  /** Of this file's layout. */ readonly formatVersion: 1;
  readonly labVersion: string;
  readonly modelVersion: number;
  /** sha-256 of the spec's canonical JSON. */ readonly sweep: string;
  /** The sweep as the user wrote it. */ readonly spec: unknown;
}

export function headOf(spec: unknown, { shard, of }: Shard): ShardHead {
  return {
    format: "harness-lab shard",
    formatVersion: 1,
    labVersion: LAB.version,
    modelVersion: MODEL_VERSION,
    sweep: sha256(canonicalJson(spec)),
    shard,
    of,
    spec,
  };
}

/**
 * The blocks of a point that a shard does. Who does the first ones goes round from point to point, so that shards get the same
 * share also of points with fewer blocks than there are shards.
 *
 * @param point   index of the point in its sweep
 * @param blocks  of the point in all
 */
export function shareOf({ shard, of }: Shard, point: number, blocks: number): Range {
  const place = (shard - 1 + point) % of;
  return { from: Math.floor((blocks * place) / of), to: Math.floor((blocks * (place + 1)) / of) };
}
