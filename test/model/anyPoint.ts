import fc from "fast-check";
import { LIMITS } from "../../model/limits.ts";
import type { PointInput } from "../../model/point.ts";
import { requestsOf } from "../../model/requests.ts";

/** Points that keep every rule, as a user would write them, of every kind and with or without each optional field. */
const positive = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
const action = fc
  .record({ mu: fc.double({ min: -50, max: 50, noNaN: true }).map((mu) => mu + 0), sigma: positive, min: positive, width: positive })
  .map(({ width, ...rest }) => ({ ...rest, max: rest.min + width }))
  // Rules that tie the fields: far fewer than one in a hundred breaks one of them.
  .filter(({ mu, sigma, min, max }) => {
    const grain = LIMITS.smallestShare * max;
    return max - min >= grain && sigma >= grain && Math.max(min - mu, mu - max) <= LIMITS.sigmasAway * sigma;
  });
const stages = (goal: number): fc.Arbitrary<PointInput["stages"]> =>
  fc.oneof(
    fc.record({ kind: fc.constant("uniform" as const), count: fc.integer({ min: 1, max: 40 }) }),
    fc.integer({ min: 0, max: 9 }).map((chunks) => ({ kind: "partial" as const, chunk: goal / 10, chunks })),
    fc.record({ kind: fc.constant("explicit" as const), requests: fc.array(positive, { minLength: 1, maxLength: 8 }) }),
  );
const optional = { requiredKeys: [] as [] };

export const anyPoint: fc.Arbitrary<PointInput> = fc
  .tuple(positive, fc.array(action, { minLength: 1, maxLength: 5 }))
  .chain(([goal, pool]) =>
    fc.record({
      goal: fc.constant(goal),
      pool: fc.constant(pool),
      stages: stages(goal),
      share: fc.double({ min: 0, max: 0.99, noNaN: true }),
      stepBudget: fc.integer({ min: 1, max: LIMITS.stepBudget }),
      retryBudget: fc.integer({ min: 1, max: LIMITS.retryBudget }),
      more: fc.record(
        {
          weights: fc.array(positive, { minLength: pool.length, maxLength: pool.length }),
          guidance: fc.oneof(
            fc.constant({ kind: "none" as const }),
            fc.record({ kind: fc.constantFrom("aligned" as const, "misaligned" as const), strength: positive }),
          ),
          onUnrecovered: fc.constantFrom("carry" as const, "abort" as const),
          verification: fc.constantFrom("every-step" as const, "stage-end" as const),
          prune: fc.integer({ min: 0, max: pool.length - 1 }),
        },
        optional,
      ),
    }),
  )
  .map(({ share, more, ...rest }) => ({ ...rest, ...more, tolerance: share * Math.min(...requestsOf(rest.stages, rest.goal)) }));
