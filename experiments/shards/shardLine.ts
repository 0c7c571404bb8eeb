import type { Part } from "../../sim/part.ts";
import { tallyFromJson, tallyToJson } from "../../sim/tallyJson.ts";
import { canonicalJson } from "../../store/canonicalJson.ts";
import { sha256 } from "../../store/resultKey.ts";
import type { ShardHead } from "./shard.ts";

/** Some blocks of one point of the sweep, done. */
export interface PointPart {
  /** Index of the point in the sweep. */ readonly point: number;
  readonly part: Part;
}

/** The last line of a finished file: without it a file that was cut short would look whole. */
export const END = '{"end":true}';

export function partLine({ point, part: { firstBlock, blocks, tally } }: PointPart): string {
  const content = { point, firstBlock, blocks, tally: tallyToJson(tally) };
  return JSON.stringify({ ...content, checksum: sha256(canonicalJson(content)) });
}

/** @throws RangeError for a line that `partLine` did not write, or that was altered since */
export function readPartLine(line: string): PointPart {
  const { checksum, ...content } = parsed(line) as Record<string, unknown>;
  if (checksum !== sha256(canonicalJson(content))) throw new RangeError("its checksum does not fit its content");
  const { point, firstBlock, blocks, tally } = content as Record<string, number>;
  if (![point, firstBlock, blocks].every(Number.isSafeInteger)) throw new RangeError("it is not a part");
  return { point, part: { firstBlock, blocks, tally: tallyFromJson(tally) } };
}

/** @returns undefined for what is no head of a shard's file */
export function readHeadLine(line: string): ShardHead | undefined {
  try {
    const head = parsed(line) as ShardHead;
    return head.format === "harness-lab shard" && head.formatVersion === 1 ? head : undefined;
  } catch {
    return undefined;
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) ?? {};
  } catch {
    throw new RangeError("it is not JSON, perhaps cut short");
  }
}
