import type { StageCurve } from "../../theory/stageCurve.ts";

/** A point's stages by the backward recursion at two orders: how far they are apart is its error. */
export interface Curves {
  readonly fine: StageCurve;
  readonly coarse: StageCurve;
}
