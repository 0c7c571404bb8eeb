import fc from "fast-check";
import type { PointInput } from "../../model/point.ts";
import { requestsOf } from "../../model/requests.ts";

/** Searched parameter points: every kind of harness, boundaries off any lattice, off-centre and mixed pools. */

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true, noDefaultInfinity: true });

const anyAction = fc
  .record({ mu: real(0, 14), sigma: real(0.3, 8), min: real(0, 6), width: real(0.5, 10) })
  .map(({ mu, sigma, min, width }) => ({ mu, sigma, min, max: min + width }));

const anyGuidance = fc.oneof(
  fc.constant({ kind: "none" as const, strength: 0 }),
  fc.record({ kind: fc.constantFrom("aligned" as const, "misaligned" as const), strength: real(0.1, 4) }),
);

const anyStages = (goal: number) =>
  fc.oneof(
    fc.record({ kind: fc.constant("uniform" as const), count: fc.integer({ min: 1, max: 12 }) }),
    fc
      .record({ share: real(0.05, 0.3), chunks: fc.integer({ min: 0, max: 3 }) })
      .map(({ share, chunks }) => ({ kind: "partial" as const, chunk: share * goal, chunks })),
    fc.array(real(3, 25), { minLength: 1, maxLength: 6 }).map((requests) => ({ kind: "explicit" as const, requests })),
  );

export const anyPoint: fc.Arbitrary<PointInput> = real(20, 120).chain((goal) =>
  fc
    .record({
      stages: anyStages(goal),
      toleranceShare: real(0.05, 0.6),
      stepBudget: fc.integer({ min: 1, max: 12 }),
      retryBudget: fc.integer({ min: 1, max: 6 }),
      pool: fc.array(anyAction, { minLength: 1, maxLength: 3 }),
      guidance: anyGuidance,
      onUnrecovered: fc.constantFrom("carry" as const, "abort" as const),
      verification: fc.constantFrom("every-step" as const, "every-step" as const, "stage-end" as const),
      pruned: fc.boolean(),
      weighted: fc.option(fc.array(real(0.1, 3), { minLength: 3, maxLength: 3 }), { nil: undefined }),
    })
    .map(({ toleranceShare, pruned, weighted, ...rest }) => ({
      goal,
      ...rest,
      tolerance: toleranceShare * Math.min(...requestsOf(rest.stages, goal), 8),
      prune: pruned && rest.pool.length > 1 ? 1 : 0,
      weights: rest.pool.map((_, i) => weighted?.[i] ?? 1),
    })),
);

/** Without laws that are narrow beside the stage: these take the exact solver a hundred times as long, seconds a point. */
export const anyBroadPoint: fc.Arbitrary<PointInput> = anyPoint.filter(({ pool }) => pool.every(({ sigma }) => sigma >= 0.5));
