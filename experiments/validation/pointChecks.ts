import type { Point } from "../../model/point.ts";
import { requestsOf } from "../../model/requests.ts";
import type { OddsSample } from "../../model/validation.ts";
import { stageCurve } from "../../theory/stageCurve.ts";
import { Unresolved } from "../../theory/unresolved.ts";
import type { Located } from "../inThreads.ts";
import type { Curves } from "./curves.ts";
import { granularityChecks } from "./granularityChecks.ts";
import { guidanceChecks } from "./guidanceChecks.ts";
import type { PointSamples, StatementId } from "./samples.ts";
import { stoppingChecks } from "./stoppingChecks.ts";

/** Gauss nodes per panel of the backward recursion. */
const [FINE, COARSE] = [14, 9];

const STATEMENTS_OF = {
  granularity: ["quadratic", "chernoff", "summed", "ordered", "reachability", "decomposition"],
  guidance: ["odds", "helps"],
  stopping: ["product", "marginal", "local", "convex", "shift"],
} as const satisfies Readonly<Record<string, readonly StatementId[]>>;

/** A point, and the one that theorem 2 is tested on: the same, or its own. */
export interface CheckTask {
  readonly point: Point;
  readonly steered: Point;
  /** Theorem 1 alone: the point differs from another in what the others do not look at. */ readonly boundsOnly?: boolean;
}

/** Every theorem at one point. A point that the exact solver gives up on is unresolved for the statements that asked for it. */
export function checkPoint({ point, steered, boundsOnly = false }: CheckTask): PointSamples {
  const unpruned: Point = { ...point, prune: 0 };
  const most = Math.max(point.goal, ...requestsOf(point.stages, point.goal));
  const curvesOf = remembered(
    (): Curves => ({ fine: stageCurve(unpruned, most, FINE), coarse: remembered(() => stageCurve(unpruned, most, COARSE)) }),
  );
  const granularity = attempted(() => granularityChecks(point, curvesOf), STATEMENTS_OF.granularity);
  if (boundsOnly) return { ...granularity, odds: [] };
  const guidance = attempted(() => guidanceChecks({ ...steered, prune: 0 }), STATEMENTS_OF.guidance);
  const stopping = attempted(() => stoppingChecks(unpruned, curvesOf), STATEMENTS_OF.stopping);
  return {
    samples: [granularity, guidance, stopping].flatMap(({ samples }) => samples),
    ...("bound" in granularity && granularity.bound ? { bound: granularity.bound } : {}),
    odds: "odds" in guidance ? (guidance.odds as OddsSample[]) : [],
    ...("stopping" in stopping && stopping.stopping ? { stopping: stopping.stopping } : {}),
  };
}

/** For threads. */
export const CHECK_POINT: Located<CheckTask, PointSamples> = { module: import.meta.url, work: checkPoint };

/** Made when first asked for. */
function remembered<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function attempted<T extends Pick<PointSamples, "samples">>(
  check: () => T,
  statements: readonly StatementId[],
): T | Pick<PointSamples, "samples"> {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof Unresolved)) throw error;
    return { samples: statements.map((of) => ({ of, verdict: "unresolved" })) };
  }
}
