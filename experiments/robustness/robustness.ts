import { MODEL_VERSION } from "../../model/canonical.ts";
import type { ClaimRobustness, NearestFailure, RobustnessParameter, RobustnessResult } from "../../model/robustness.ts";
import { wilsonInterval } from "../../numerics/intervals.ts";
import { firstOrderSensitivity } from "../../numerics/sensitivity.ts";
import { sobolSequence } from "../../numerics/sobol.ts";
import type { Store } from "../../store/openStore.ts";
import { type Identity, resultKey } from "../../store/resultKey.ts";
import { EXPERIMENTS, experimentsAt } from "../catalogue.ts";
import type { Claim } from "../experiment.ts";
import { type Located, mapInThreads } from "../inThreads.ts";
import { distanceFromCanonical, type FailureTask, NEARER_FAILURE } from "./nearest.ts";
import { type ClaimOutcome, OUTCOMES_AT, type OutcomeTask } from "./outcomes.ts";
import { settingAt } from "./settingAt.ts";
import { CANONICAL_PLACE, PARAMETERS, type Place, placeAt, SPACE_VERSION } from "./space.ts";
import { sweepOf } from "./sweepOf.ts";

/** Bump when a claim's general form, its sweep or the resolution changes: stored outcomes are then made anew. */
export const CLAIMS_VERSION = 1;
/** Failing points of the design from which a nearer failure is sought. */
const STARTS = 2;

export interface RobustnessOptions {
  /** Points of the design, integer ≥ 1; a larger design holds every smaller one of the same seed. */ readonly points: number;
  readonly seed: string;
  readonly workers: number;
  /** Claims asked for, by id. */ readonly claims: readonly string[];
  /** Finished places are kept there and taken from there. */ readonly store?: Store | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: RobustnessProgress) => void) | undefined;
}

export interface RobustnessProgress {
  /** Places of the design, then searches for a nearer failure. */ readonly doing: "places" | "nearest failures";
  readonly done: number;
  readonly total: number;
  /** Of these, taken from the store. */ readonly reused: number;
}

/**
 * How far the claims carry: the general form of each tested at every place of a scrambled Sobol design.
 * Every place is stored as it is finished, so an interrupted run goes on where it was.
 *
 * @returns the same for the same points, seed and claims, whatever the number of workers
 * @throws the signal's reason once it is aborted
 */
export async function runRobustness(options: RobustnessOptions): Promise<RobustnessResult> {
  const { points, seed, claims: wanted } = options;
  const asked = EXPERIMENTS.flatMap(({ id, claims }) =>
    claims.filter((claim) => wanted.includes(claim.id)).map((claim) => ({ experiment: id, claim })),
  );
  const experiments = [...new Set(asked.map(({ experiment }) => experiment))];
  const design = sobolSequence(PARAMETERS.length, seed);
  const coordinates = Array.from({ length: points }, (_, i) => design(i));
  const outcomes = await outcomesOf(coordinates.map(placeAt), experiments, options);
  const found = asked.map(({ experiment, claim }) => ({
    experiment,
    claim,
    outcomes: outcomes.map((place) => place[experiment][claim.id]),
  }));
  const starts = found.flatMap(({ experiment, claim, outcomes: of }) =>
    nearestOf(coordinates, of).map((u) => ({ experiment, claim: claim.id, coordinates: u })),
  );
  const nearer = await mapStored(starts, NEARER_FAILURE, failureIdentity, "nearest failures", options);
  return {
    points,
    seed,
    parameters: PARAMETERS.map(describe),
    claims: found.map(({ experiment, claim, outcomes: of }) => {
      const ends = nearer.filter((_, i) => starts[i].claim === claim.id);
      return verdictOn(claim, of, coordinates, seed, nearestFailure(experiment, ends));
    }),
  };
}

/** Outcomes by place and experiment; all that a place lacks is asked of it at once, since its sweeps share attempts. */
async function outcomesOf(places: readonly Place[], experiments: readonly string[], options: RobustnessOptions) {
  const { store, signal, workers, onProgress } = options;
  const known: Record<string, Readonly<Record<string, ClaimOutcome>>>[] = places.map(() => ({}));
  const tasks: (OutcomeTask & { readonly index: number })[] = [];
  for (const [index, place] of places.entries()) {
    signal?.throwIfAborted();
    for (const experiment of store ? experiments : []) {
      const stored = await store?.load(resultKey(outcomeIdentity(place, experiment)));
      if (stored) known[index][experiment] = stored.result as Record<string, ClaimOutcome>;
    }
    const missing = experiments.filter((experiment) => !known[index][experiment]);
    if (missing.length > 0) tasks.push({ index, place, experiments: missing });
  }
  const reused = places.length - tasks.length;
  let done = reused;
  const told = () => onProgress?.({ doing: "places", done, total: places.length, reused });
  told();
  await mapInThreads(OUTCOMES_AT, tasks, {
    workers,
    signal,
    describe: ({ place }) => JSON.stringify(place),
    onResult: async (result, i) => {
      for (const [experiment, of] of Object.entries(result)) {
        known[tasks[i].index][experiment] = of;
        await store?.produceOrLoad(outcomeIdentity(tasks[i].place, experiment), () => of, { name: `robustness-${experiment}` });
      }
      done++;
      told();
    },
  });
  return known;
}

async function mapStored<A, B>(
  items: readonly A[],
  work: Located<A, B>,
  identityOf: (item: A) => Identity,
  doing: RobustnessProgress["doing"],
  { store, signal, workers, onProgress }: RobustnessOptions,
): Promise<B[]> {
  const results = new Map<number, B>();
  for (const [i, item] of items.entries()) {
    const stored = await store?.load(resultKey(identityOf(item)));
    if (stored) results.set(i, stored.result as B);
  }
  const reused = results.size;
  const missing = items.map((_, i) => i).filter((i) => !results.has(i));
  await mapInThreads(
    work,
    missing.map((i) => items[i]),
    {
      workers,
      signal,
      onResult: async (result, j) => {
        const i = missing[j];
        await store?.produceOrLoad(identityOf(items[i]), () => result, { name: "robustness-nearest" });
        results.set(i, result);
        onProgress?.({ doing, done: results.size, total: items.length, reused });
      },
    },
  );
  return items.map((_, i) => results.get(i) as B);
}

/** A place fixes its outcomes: neither seed nor the size of the design enters. */
const outcomeIdentity = (place: Place, experiment: string): Identity => ({
  experiment: `robustness-${experiment}`,
  modelVersion: MODEL_VERSION,
  method: "exact",
  parameters: { place, claims: CLAIMS_VERSION },
});

const failureIdentity = (task: FailureTask): Identity => ({
  experiment: "robustness-nearest",
  modelVersion: MODEL_VERSION,
  method: "exact",
  parameters: { ...task, claims: CLAIMS_VERSION, space: SPACE_VERSION },
});

function nearestOf(coordinates: readonly (readonly number[])[], outcomes: readonly ClaimOutcome[]): (readonly number[])[] {
  const failing = coordinates.filter((_, i) => outcomes[i].outcome === "no");
  return failing.toSorted((a, b) => distanceFromCanonical(a) - distanceFromCanonical(b)).slice(0, STARTS);
}

function nearestFailure(experiment: string, ends: readonly (readonly number[])[]): NearestFailure | undefined {
  if (ends.length === 0) return undefined;
  const nearest = ends.reduce((best, end) => (distanceFromCanonical(end) < distanceFromCanonical(best) ? end : best));
  const place = placeAt(nearest);
  const changed = PARAMETERS.filter(({ name }) => differs(place[name], CANONICAL_PLACE[name]));
  const there = experimentsAt(settingAt(place)).find(({ id }) => id === experiment);
  const sweep = there && sweepOf(there);
  return {
    distance: distanceFromCanonical(nearest),
    changed: Object.fromEntries(changed.map(({ name }) => [name, place[name]])),
    place: { ...place },
    ...sweep,
  };
}

/** Coordinates and back cost a rounding. */
function differs(a: number | string, b: number | string): boolean {
  return typeof a === "number" && typeof b === "number" ? Math.abs(a - b) > 1e-9 * Math.max(1, Math.abs(b)) : a !== b;
}

function verdictOn(
  { id, figure, general }: Claim,
  outcomes: readonly ClaimOutcome[],
  coordinates: readonly (readonly number[])[],
  seed: string,
  failure: NearestFailure | undefined,
): ClaimRobustness {
  const count = (outcome: ClaimOutcome["outcome"]) => outcomes.filter((one) => one.outcome === outcome).length;
  const [held, failed] = [count("yes"), count("no")];
  const decided = coordinates.filter((_, i) => outcomes[i].outcome === "yes" || outcomes[i].outcome === "no");
  const values = outcomes.flatMap(({ outcome }) => (outcome === "yes" ? [1] : outcome === "no" ? [0] : []));
  const sensitivity = firstOrderSensitivity(
    PARAMETERS.map((parameter, axis) =>
      decided.map((u) => (parameter.kind === "choice" ? Math.floor(u[axis] * parameter.choices.length) : u[axis])),
    ),
    values,
    seed,
  );
  const withoutReason = outcomes.find((one) => "reason" in one) as { readonly reason: string } | undefined;
  const absent = {
    ...(held + failed === 0 ? { share: "the claim applies nowhere in the design" } : {}),
    ...(sensitivity ? {} : { sensitivity: "the outcome is the same wherever the claim applies, or it applies at fewer than 20 points" }),
    ...(failure ? {} : { nearestFailure: "the claim fails nowhere in the design" }),
  };
  return {
    id,
    figure,
    statement: general.statement,
    points: outcomes.length,
    held,
    failed,
    notApplicable: count("not applicable"),
    cannotTell: count("cannot tell"),
    refused: count("refused"),
    unresolved: count("unresolved"),
    ...(withoutReason ? { reason: withoutReason.reason } : {}),
    ...(held + failed > 0 ? { share: { value: held / (held + failed), ...wilsonInterval(held, held + failed) } } : {}),
    ...(sensitivity ? { sensitivity: summaryOf(sensitivity) } : {}),
    ...(failure ? { nearestFailure: failure } : {}),
    ...(Object.keys(absent).length > 0 ? { absent } : {}),
  };
}

function summaryOf({ indices, noise }: { readonly indices: readonly number[]; readonly noise: number }) {
  const byName = PARAMETERS.map(({ name }, axis) => ({ name, index: indices[axis] }));
  const deciding = byName.filter(({ index }) => index > noise).toSorted((a, b) => b.index - a.index);
  return {
    indices: Object.fromEntries(byName.map(({ name, index }) => [name, index])),
    noise,
    deciding: deciding.slice(0, 2).map(({ name }) => name),
  };
}

function describe(parameter: (typeof PARAMETERS)[number]): RobustnessParameter {
  const { name, symbol, reason } = parameter;
  const range = parameter.kind === "choice" ? parameter.choices.join(", ") : `${parameter.from} to ${parameter.to}, ${parameter.scale}`;
  return { name, symbol, range, reason, canonical: CANONICAL_PLACE[name] };
}
