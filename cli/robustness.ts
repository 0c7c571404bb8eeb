import { join } from "node:path";
import type { Command } from "commander";
import type { ClaimRobustness, RobustnessResult } from "../model/robustness.ts";
import { named } from "./experimentRuns.ts";
import { interruptible } from "./interrupt.ts";
import { jsonOption, pathText, seedOption, wholeNumber, workersOption } from "./options.ts";
import { print, printJson } from "./print.ts";

const MOST_POINTS = 100_000;

interface RobustnessCommandOptions {
  readonly points: number;
  readonly only?: string;
  readonly seed: string;
  readonly workers: number;
  readonly store: string | false;
  readonly out?: string;
  readonly json?: true;
}

export function addRobustness(root: Command): void {
  root
    .command("robustness")
    .summary("how far the paper's claims carry beyond its parameters")
    .description(
      "Tests the general form of every claim, exactly, at each point of a designed sweep over goal, tolerance, budgets, guidance, agents and modes. " +
        "Finished points are kept; the same command goes on from there.",
    )
    .option("--points <n>", `points of the design, 1 to ${MOST_POINTS}`, wholeNumber("--points", 1, MOST_POINTS), 1000)
    .option("--only <id>", "one experiment, such as retry, or one claim, such as granularity-interior-peak")
    .option("--store <dir>", "keep finished points there, and take them from there", pathText("--store"), "results/store")
    .option("--no-store", "keep nothing")
    .option("--out <dir>", "also write robustness.json there", pathText("--out"))
    .addOption(seedOption())
    .addOption(workersOption())
    .addOption(jsonOption())
    .addHelpText("after", HELP)
    .action(testRobustness);
}

async function testRobustness({ points, only, seed, workers, store: folder, out, json }: RobustnessCommandOptions): Promise<void> {
  const [{ EXPERIMENTS }, { runRobustness }, { openStore }, { makeFolder, writeAtomically }, { progressBar }] = await Promise.all([
    import("../experiments/catalogue.ts"),
    import("../experiments/robustness/robustness.ts"),
    import("../store/openStore.ts"),
    import("../store/atomicFile.ts"),
    import("./progress.ts"),
  ]);
  const all = EXPERIMENTS.flatMap(({ id, claims }) => claims.map((claim) => ({ experiment: id, claim: claim.id })));
  const asked = only === undefined ? all : named(all, only, ({ experiment, claim }) => [experiment, claim]);
  const store = folder === false ? undefined : await openStore(folder, { field: "--store" });
  if (out !== undefined) await makeFolder(out, "--out");
  const done = { places: 0 };
  let bar = progressBar("places", points, "points");
  let doing = "places";
  const goOn = folder === false ? "nothing was kept (--no-store)" : `they are kept in ${folder}, the same command goes on from there`;
  const work = (signal: AbortSignal) =>
    runRobustness({
      points,
      seed,
      workers,
      claims: asked.map(({ claim }) => claim),
      store,
      signal,
      onProgress: (progress) => {
        if (progress.doing !== doing) {
          bar.stop();
          bar = progressBar(progress.doing, progress.total, "searches");
          doing = progress.doing;
        }
        if (progress.doing === "places") done.places = progress.done;
        bar.update(progress.done);
      },
    });
  const result = await interruptible(work, () => `${done.places} of ${points} points done; ${goOn}`).finally(() => bar.stop());
  if (out !== undefined) {
    await writeAtomically(join(out, "robustness.json"), `${JSON.stringify(result, null, 1)}\n`, "--out");
    process.stderr.write(`written: ${join(out, "robustness.json")}\n`);
  }
  await (json ? printJson(result) : print(summary(result)));
}

function summary({ points, seed, claims }: RobustnessResult): string {
  return `${claims.map(claimText).join("\n")}\n${points} points, seed ${JSON.stringify(seed)}; shares with 95% intervals over the points where a claim applies\n`;
}

function claimText(claim: ClaimRobustness): string {
  const { share, sensitivity, nearestFailure } = claim;
  const percent = (value: number) => `${(100 * value).toFixed(1)}%`;
  const held = share
    ? `holds in ${percent(share.value)} (${percent(share.low)} to ${percent(share.high)}) of ${claim.held + claim.failed} points`
    : "applies nowhere";
  const apart = (
    [
      ["not applicable", claim.notApplicable],
      ["cannot tell", claim.cannotTell],
      ["refused", claim.refused],
      ["unresolved", claim.unresolved],
    ] as const
  ).flatMap(([words, count]) => (count > 0 ? [`${count} ${words}`] : []));
  const deciding =
    sensitivity && sensitivity.deciding.length > 0 ? `decided by ${sensitivity.deciding.join(" and ")}` : "no one parameter decides";
  const failure = nearestFailure
    ? `nearest failure at distance ${nearestFailure.distance.toFixed(3)}: ${Object.entries(nearestFailure.changed)
        .map(([name, value]) => `${name} = ${typeof value === "number" ? Number(value.toPrecision(4)) : value}`)
        .join(", ")}`
    : "no failure found";
  return `${claim.id} (Fig. ${claim.figure}): ${claim.statement}\n  ${held}${apart.length > 0 ? `; ${apart.join(", ")}` : ""}\n  ${deciding}; ${failure}\n`;
}

const HELP = `
Lengths are in mean steps of the middle agent, so that the unit of work does not matter; docs/theory/robustness.md defines every parameter.
A claim is not applicable where its curves do not move, and such points count neither for nor against it.

Example:
  harness-lab robustness --points 200 --only granularity`;
