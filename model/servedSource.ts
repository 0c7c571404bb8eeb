import type { Point } from "./point.ts";

/** What fixes the lab's own model: its agent, how often it claims what is not so, and the seed of its draws. */
export interface ServedSource extends Pick<Point, "pool" | "weights" | "guidance"> {
  readonly claimRate: number;
  readonly seed: string;
}

const PREFIX = "harness-lab ";

/** The lab's own model as the source of a trial's cell. */
export const servedSourceText = (source: ServedSource): string => `${PREFIX}${JSON.stringify(source)}`;

/**
 * The other way round. The text comes from a record, which anyone may have written: what is in it is to be checked.
 *
 * @returns undefined for the source of another model
 */
export function servedSourceIn(text: string): unknown {
  if (!text.startsWith(`${PREFIX}{`)) return undefined;
  try {
    return JSON.parse(text.slice(PREFIX.length)) as unknown;
  } catch {
    return undefined;
  }
}
