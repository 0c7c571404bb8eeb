import { QuantileSketch } from "../numerics/quantileSketch.ts";
import type { Part } from "./part.ts";
import type { Tally } from "./tally.ts";

/** What a thread sends back: a part, with its sketch as lists, as objects of a class cannot be sent. */
export interface Reply {
  readonly part: Omit<Part, "tally"> & { readonly tally: Omit<Tally, "sketch"> & { readonly sketch: readonly (readonly number[])[] } };
  /** How long it took, for sizing the next task. */ readonly busyMs: number;
}

export const replyOf = (part: Part, busyMs: number): Reply => ({
  part: { ...part, tally: { ...part.tally, sketch: part.tally.sketch.toJSON() } },
  busyMs,
});

/** The part as it was in the thread. */
export const partOf = ({ part }: Reply): Part => ({ ...part, tally: { ...part.tally, sketch: QuantileSketch.from(part.tally.sketch) } });
