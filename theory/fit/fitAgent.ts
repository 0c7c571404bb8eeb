import type { FitReport, FitStatus, GoodnessOfFit } from "../../model/fit.ts";
import { type Agent, agentOf, drawSteps, lawOfAgent } from "./agent.ts";
import { type Atom, atomsOf } from "./atoms.ts";
import { type Candidate, candidate, MOST_COMPONENTS, refitted, withCorrectedEnds } from "./fitMixture.ts";
import { cramerVonMises } from "./goodness.ts";
import { requireSteps } from "./observed.ts";
import { spreadTies } from "./rounding.ts";
import { standardErrors } from "./standardErrors.ts";

/** Below this the fit is made, and called `too few`: no shape can be told from another. */
const ENOUGH_STEPS = 30;
/** More steps than this are thinned: fitting them all would sharpen the fit below what the choice of a harness can use. */
const MOST_STEPS_USED = 2_000;
/** Level of the goodness-of-fit test. */
export const GOF_LEVEL = 0.05;
/** Samples of the fitted law that are fitted in turn; fewer where each takes long. */
const REPLICATES = { many: 199, few: 99, manyUpTo: 600 } as const;

export interface FittedAgent {
  readonly agent: Agent;
  readonly report: FitReport;
  /** The agents fitted to samples of this one: how far off it may itself be. */ readonly replicates: readonly Agent[];
}

export interface FitOptions {
  /** Names the random streams of starts and samples. */ readonly seed: string;
  /** Components tried, at most; 4 unless given. */ readonly mostComponents?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Fits an agent to observed, unguided, independent steps by maximum likelihood: a mixture of up to four truncated normals between
 * common ends, the ends corrected for their bias. The fit is tested by refitting samples drawn from it; the number of components is
 * that of lowest BIC that passes the test. With ends common to all, a pool of laws with ends of their own is no such mixture, and may need
 * more components than BIC grants.
 *
 * The same steps, in the same order, and the same seed give the same bytes.
 *
 * @param given  steps in the order observed, units of work: at least 5, not all (nearly) equal, each in [0, LIMITS.magnitude]
 * @throws InvalidInput for others (`requireSteps`)
 * @see docs/theory/fitting-agents.md
 */
export function fitAgent(given: readonly number[], options: FitOptions): FittedAgent {
  requireSteps(given);
  const used = thinned(given);
  const { steps, grain } = spreadTies(Float64Array.from(used).sort());
  const candidates: Candidate[] = [];
  for (let k = 1; k <= (options.mostComponents ?? MOST_COMPONENTS); k++) {
    const found = candidate(steps, k, options.seed);
    if (found) candidates.push(found);
  }
  const { chosen, mixture, agent, replicates, goodnessOfFit } = firstThatFits(steps, candidates, options);
  const errors = standardErrors(steps, mixture);
  const missing = errors.some(({ sigma }) => sigma === undefined);
  return {
    agent,
    replicates,
    report: {
      ...verdict(used, given.length, goodnessOfFit, grain),
      steps: steps.length,
      components: chosen.components,
      logLikelihood: chosen.logLikelihood,
      bic: candidates.map(({ components, bic }) => ({ components, bic })),
      standardErrors: errors,
      goodnessOfFit,
      ...(missing ? { absent: { standardErrors: NO_ERRORS } } : {}),
    },
  };
}

/** The candidate of lowest BIC that the test does not reject; where it rejects all, the one of lowest BIC (F.10). */
function firstThatFits(steps: Float64Array, candidates: readonly Candidate[], options: FitOptions) {
  let first: ReturnType<typeof tested> | undefined;
  for (const chosen of candidates.toSorted((a, b) => a.bic - b.bic)) {
    const found = tested(steps, chosen, options);
    if (found.goodnessOfFit.pValue > GOF_LEVEL) return found;
    first ??= found;
  }
  if (!first) throw new Error("no component fits"); // one component fits all steps that requireSteps lets through
  return first;
}

function tested(steps: Float64Array, chosen: Candidate, options: FitOptions) {
  const { mixture } = withCorrectedEnds(steps, chosen);
  const agent = agentOf(mixture);
  const statistic = cramerVonMises(steps, lawOfAgent(agent));
  const { replicates, further } = resample(agent, mixture, steps.length, statistic, options);
  const goodnessOfFit = { statistic, pValue: (1 + further) / (1 + replicates.length), replicates: replicates.length };
  return { chosen, mixture, agent, replicates, goodnessOfFit };
}

const NO_ERRORS =
  "mu and sigma of a component whose density is flat, an exponential or U-shaped between its ends: sigma stands on its upper bound";

/** Every m-th step in the order observed. */
function thinned(given: readonly number[]): readonly number[] {
  const every = Math.ceil(given.length / MOST_STEPS_USED);
  return every === 1 ? given : given.filter((_, i) => i % every === 0);
}

function resample(agent: Agent, mixture: Candidate["mixture"], n: number, statistic: number, { seed, onProgress }: FitOptions) {
  const law = lawOfAgent(agent);
  const total = n * mixture.length <= REPLICATES.manyUpTo ? REPLICATES.many : REPLICATES.few;
  const replicates: Agent[] = [];
  let further = 0;
  for (let block = 0; block < total; block++) {
    const steps = drawSteps(law, n, seed, block);
    const refit = agentOf(refitted(steps, mixture, seed));
    if (cramerVonMises(steps, lawOfAgent(refit)) >= statistic) further++;
    replicates.push(refit);
    onProgress?.(block + 1, total);
  }
  return { replicates, further };
}

function verdict(used: readonly number[], given: number, { pValue, replicates }: GoodnessOfFit, grain: number | undefined) {
  const n = used.length;
  const status: FitStatus = n < ENOUGH_STEPS ? "too few" : pValue <= GOF_LEVEL ? "wrong model" : "ok";
  const p = `p = ${Number(pValue.toPrecision(2))}`;
  const said = {
    "too few": `${n} steps tell the middle of the law but not its shape: at least ${ENOUGH_STEPS} are wanted`,
    "wrong model": `no mixture of up to ${MOST_COMPONENTS} truncated normals fits these ${n} steps (${p}, by ${replicates} samples of the fitted law, refitted)${cause(atomsOf(used), n)}`,
    ok: `it fits (${p}: the share of ${replicates} samples of the fitted law that, refitted, lie as far from their fit as these steps do)`,
  }[status];
  const notes = [
    ...(n < given ? [`${n} of ${given} steps were used, evenly spaced in the file`] : []),
    ...(grain === undefined ? [] : [`the steps look rounded to ${Number(grain.toPrecision(6))}: equal ones were spread over that width`]),
  ];
  return { status, why: [said, ...notes].join("; ") };
}

/** Atoms named as what a continuous law cannot hold. */
function cause(atoms: readonly Atom[], n: number): string {
  if (atoms.length === 0) return "";
  const most = atoms.slice(0, 3).map(({ value, count }) => `${count} of ${n} are exactly ${Number(value.toPrecision(6))}`);
  return `; the likely cause: ${most.join(", ")}, and a continuous law cannot hold such atoms`;
}
