import { wilsonInterval } from "../numerics/intervals.ts";
import { GOF_LEVEL } from "../theory/fit/fitAgent.ts";
import { recommendTrials, type Trial } from "./recommendTrial.ts";

/** `npm run trial:recommend [agents] [seed]`: agents kept aside, fitted from 200 steps each, and what their harnesses really reach. */
const agents = Number(process.argv[2] ?? 100);
const seed = process.argv[3] ?? "kept aside";
if (!Number.isInteger(agents) || agents < 1) {
  process.stderr.write(`error: agents must be a whole number above 0, got "${process.argv[2]}"\n`);
  process.exit(2);
}

/** Where the best plan nearly always passes, a poor one may too. */
const HARD = 0.95;

const startedAt = Date.now();
const trials = recommendTrials(agents, seed, (done) => {
  if (done % 20 === 0) process.stderr.write(`${done} of ${agents}, ${((Date.now() - startedAt) / 1000).toFixed(0)} s\n`);
});

console.log(`${agents} agents kept aside, seed "${seed}", 200 steps each\n`);
console.log("pass rate reached / optimal           worst    5%   25%   50%   75%");
const shown = (name: string, of: (trial: Trial) => number | undefined, among: readonly Trial[] = trials) => {
  if (among.length === 0) return;
  const ratios = among.map((trial) => (of(trial) ?? 0) / trial.optimal).toSorted((a, b) => a - b);
  const at = (level: number) => ratios[Math.max(0, Math.ceil(level * ratios.length) - 1)].toFixed(4);
  console.log(`  ${name.padEnd(34)} ${[0, 0.05, 0.25, 0.5, 0.75].map(at).join(" ")}`);
};
shown("recommended", (trial) => trial.reached);
const hard = trials.filter(({ optimal }) => optimal < HARD);
shown(`recommended, the ${hard.length} hard tasks`, (trial) => trial.reached, hard);
console.log(`hard: the best plan passes less often than ${HARD}\n`);

const rate = (name: string, hits: number, of = trials.length) => {
  if (of === 0) return;
  const { low, high } = wilsonInterval(hits, of);
  console.log(
    `${name.padEnd(52)} ${((100 * hits) / of).toFixed(1)}% of ${of} (95%: ${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)})`,
  );
};
const planned = trials.filter((trial) => trial.reached !== undefined);
const covered = ({ low, high, reached = 0 }: Trial) => reached >= low && reached <= high;
rate("a harness was recommended", planned.length);
rate("the 95% interval holds the pass rate reached", planned.filter(covered).length, planned.length);
rate("  reached below it", planned.filter(({ low, reached = 0 }) => reached < low).length, planned.length);
rate("  reached above it", planned.filter(({ high, reached = 0 }) => reached > high).length, planned.length);
const single = trials.filter(({ agent }) => agent.pool.length === 1);
rate("true models called wrong, single members", single.filter(({ pValue }) => pValue <= GOF_LEVEL).length, single.length);
rate("true models called wrong, all", trials.filter(({ pValue }) => pValue <= GOF_LEVEL).length);
const off = planned.reduce((sum, { estimate, reached = 0 }) => sum + estimate - reached, 0) / planned.length;
console.log(`predicted - reached, mean ${off.toFixed(4)}; ${((Date.now() - startedAt) / 1000).toFixed(0)} s`);
