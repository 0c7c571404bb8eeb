import type { StageCurve } from "../../theory/stageCurve.ts";

/** A point's stages by the backward recursion. */
export interface Curves {
  readonly fine: StageCurve;
  /** At a lower order, made when first asked for: how far it is from the fine one is the fine one's error. */ readonly coarse: () => StageCurve;
}
