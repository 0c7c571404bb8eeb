import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TrialFolder } from "../../store/trials.ts";
import { here } from "../cli/here.ts";
import { simulatedTrials, uniform } from "./simulatedTrials.ts";

const folder = mkdtempSync(join(tmpdir(), "harness-lab-calibrate-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const [from, served] = [join(folder, "trials"), join(folder, "server")];

async function keep(out: string, simulated: Parameters<typeof simulatedTrials>[0]): Promise<void> {
  const kept = new TrialFolder(out, "--out");
  for (const record of await simulatedTrials(simulated)) await kept.keep(record, {});
}

beforeAll(async () => {
  const law = { pool: [{ mu: 10, sigma: 3, min: 3, max: 15 }] };
  await keep(from, { stages: uniform(2), trials: 4, seed: "cli", law });
  await keep(from, { stages: uniform(10), trials: 5, seed: "cli", law });
  await keep(served, { stages: uniform(10), trials: 3, seed: "cli", law, cell: { source: "api.example.org", model: "it's new" } });
});

const calibrate = (...words: string[]) => here(["agents", "calibrate", "--from", from, ...words]);

test("fits, predicts, holds trials out and against the prediction, recommends, and writes steps that recommend takes", async () => {
  const [steps, picture] = [join(folder, "steps.txt"), join(folder, "calibration.svg")];
  const places = ["--predict-k", "5,10", "--hold-out", "--agent", "codex", "--only", "goal=100"];
  const { code, stdout } = await calibrate(...places, "--json", "--recommend", "--steps-out", steps, "--picture", picture);
  expect(code).toBe(0);
  const found = JSON.parse(stdout);
  expect(found.observed.trials).toBe(4); // those at K = 10 are held out
  expect(found.predicted.map(({ at }: { at: number }) => at)).toEqual([5, 10]);
  expect(found.comparison.cells).toMatchObject([{ at: 10, trials: 5, fitted: false }]);
  expect(found.recommendation.passRate.estimate).toBeGreaterThan(found.predicted[0].passRate.estimate);
  expect(found.warnings).toEqual([]);
  const lines = readFileSync(steps, "utf8").trim().split("\n");
  expect(lines).toHaveLength(1 + found.observed.steps);
  const again = await here(["recommend", "--steps", steps, "--goal", "100", "--tolerance", "2", "--json"]);
  expect(JSON.parse(again.stdout).agent.pool).toEqual(found.agent.pool);
  const svg = readFileSync(picture, "utf8");
  for (const text of [`${found.observed.steps} observed`, "Pass rate by stages K", "diamonds: trials that were not"])
    expect(svg).toContain(text);
  expect(svg).not.toMatch(/NaN|undefined/);
}, 20_000);

test("says it in words, with all trials fitted unless they are held out", async () => {
  const { code, stdout } = await calibrate("--predict-k", "10");
  expect(code).toBe(0);
  for (const text of [" of 9 trials; ", "Fixed law: nothing speaks against", "Agent, as fitted", "K = 10 +", "Prediction and trials agree"])
    expect(stdout).toContain(text);
});

test.each([
  [["--run", "3"], /--predict-k must be given with --run/],
  [["--predict-r", "2"], /--chunk must be given with --predict-r/],
  [["--predict-k", "60"], /tolerance must be below every request/],
  [["--predict-k", "2,10", "--hold-out"], /--from must hold trials at other K/],
  [["--only", "goal"], /--only must be FIELD=VALUE/],
  [["--agent", "pi"], /--from must hold trials with agent=pi/],
  [["--from", join(folder, "none")], /--from must hold finished trials/],
  [
    ["--from", served, "--predict-k", "4,5", "--run", "2"],
    /--run must be left out .* harness-lab agents run --agent codex --model 'it'\\''s new' --upstream https:\/\/api.example.org .*--k 4,5 --trials 2/,
  ],
])("%j is refused in one line", async (words, message) => {
  const { code, stderr, stdout } = await calibrate(...words);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(message);
});
