import type { Point } from "../model/point.ts";
import { requestsOf } from "../model/requests.ts";
import type { CappedPlan, Caps } from "../theory/optimal/capped.ts";
import type { FixedOptimum } from "../theory/optimal/fixedOptimum.ts";
import type { ParetoFront } from "../theory/optimal/pareto.ts";
import type { Optimum } from "./optimumSummary.ts";
import { progressBar } from "./progress.ts";

/** What is asked for beside the best fixed plan. */
export interface OptimumParts {
  readonly caps?: Caps;
  readonly front: boolean;
  readonly feedback: boolean;
  readonly guidance: boolean;
}

/** λ of the rules by distance where the point has no guidance of its own: the canonical strength. */
const STRENGTH = 3;

/**
 * Everything asked for of one point. What cannot be answered is left out and named in `absent`, beside what can; the Pareto search
 * is made once for the parts that look at its plans.
 *
 * @throws InvalidInput when the point prunes, and as the parts do
 */
export async function solveOptimum(point: Point, parts: OptimumParts): Promise<Optimum> {
  const { fixedOptimum } = await import("../theory/optimal/fixedOptimum.ts");
  const fixed = fixedOptimum(point);
  const search = parts.front || parts.feedback || parts.caps ? await unlessUnresolved(() => searchOf(point, fixed)) : undefined;
  const capped = parts.caps ? await within(point, parts.caps, search) : {};
  const front = parts.front ? await frontOf(search, capped.capped) : {};
  const feedback = parts.feedback ? await feedbackOf(point, fixed.best?.requests ?? [], search) : {};
  const guidance = parts.guidance
    ? { guidance: (await import("../theory/optimal/optimalGuidance.ts")).compareGuidance(point, STRENGTH) }
    : {};
  const absent = { ...fixed.absent, ...front.absent, ...capped.absent, ...feedback.absent };
  return { ...fixed, ...front, ...capped, ...feedback, ...guidance, ...(Object.keys(absent).length > 0 ? { absent } : {}) };
}

/** What was found, or why it could not be. */
type Answer<T> = { readonly found: T } | { readonly unresolved: string };
type Searched = Answer<ParetoFront> | undefined;

async function unlessUnresolved<T>(work: () => T | Promise<T>): Promise<Answer<T>> {
  try {
    return { found: await work() };
  } catch (error) {
    if (error instanceof Error && error.name === "Unresolved") return { unresolved: error.message };
    throw error;
  }
}

/** The best of the plain families are searched too, so that every plan that is printed is offered to the front. */
async function searchOf(point: Point, { uniform, partial }: FixedOptimum): Promise<ParetoFront> {
  const { paretoFront } = await import("../theory/optimal/pareto.ts");
  const plain = [
    ...(uniform ? [requestsOf({ kind: "uniform", count: uniform.count }, point.goal)] : []),
    ...(partial ? [requestsOf({ kind: "partial", chunk: partial.chunk, chunks: partial.chunks }, point.goal)] : []),
  ];
  let bar: ReturnType<typeof progressBar> | undefined;
  try {
    return paretoFront(point, plain, (done, all) => {
      bar ??= progressBar("searching", all, "plans");
      bar.update(done);
    });
  } finally {
    bar?.stop();
  }
}

async function frontOf(search: Searched, capped: CappedPlan | undefined): Promise<Pick<Optimum, "front" | "absent">> {
  if (!search) return {};
  if ("unresolved" in search) return { absent: { front: search.unresolved } };
  if (!capped) return { front: search.found.front };
  const { undominated } = await import("../theory/optimal/pareto.ts");
  const { upperBound: _, ...plan } = capped;
  return { front: undominated([...search.found.searched, plan]) };
}

async function within(point: Point, caps: Caps, search: Searched): Promise<Pick<Optimum, "capped" | "caps" | "least" | "absent">> {
  if (!search || "unresolved" in search) return { caps, absent: { capped: search?.unresolved ?? "nothing was searched" } };
  const { cappedPlan } = await import("../theory/optimal/capped.ts");
  const { searched } = search.found;
  const capped = cappedPlan(point, caps, searched);
  if (capped) return { caps, capped };
  const passing = searched.filter(({ passRate }) => passRate > 0);
  const none = "no plan found keeps within the caps";
  if (passing.length === 0) return { caps, absent: { capped: none } };
  const least = {
    meanSteps: Math.min(...passing.map(({ meanSteps }) => meanSteps)),
    finalBias: Math.min(...passing.map(({ finalBias }) => finalBias)),
  };
  return { caps, least, absent: { capped: none } };
}

async function feedbackOf(point: Point, plan: readonly number[], search: Searched): Promise<Pick<Optimum, "feedback" | "absent">> {
  const { worthOfFeedback } = await import("../theory/optimal/feedback.ts");
  const searched = search && "found" in search ? search.found.searched : [];
  const answer = await unlessUnresolved(() => worthOfFeedback(point, plan, searched));
  return "found" in answer ? { feedback: answer.found } : { absent: { feedback: answer.unresolved } };
}
