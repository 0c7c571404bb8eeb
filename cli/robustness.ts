import { join } from "node:path";
import type { Command } from "commander";
import type { ClaimRobustness, RobustnessResult } from "../model/robustness.ts";
import type { Store } from "../store/openStore.ts";
import { named } from "./experimentRuns.ts";
import { interruptible } from "./interrupt.ts";
import { jsonOption, pathText, seedOption, wholeNumber, workersOption } from "./options.ts";
import { print, printJson } from "./print.ts";
import { figure, inWords, table } from "./table.ts";
import { withStore } from "./withStore.ts";

const MAX_POINTS = 100_000;

interface RobustnessCommand {
  readonly points: number;
  readonly only?: string;
  readonly seed: string;
  readonly workers: number;
  /** false: keep nothing. */ readonly store: string | false;
  readonly out?: string;
  readonly json?: true;
}

export function addRobustness(root: Command): void {
  root
    .command("robustness")
    .summary("how far the paper's claims carry: each tested over a designed sweep of settings")
    .description(
      "Tests the general form of each claim at every place of a Sobol design over goal, tolerance, budgets, guidance, agents and modes, by the exact solution.",
    )
    .option("--points <n>", `places of the design, 1 to ${MAX_POINTS}`, wholeNumber("--points", 1, MAX_POINTS), 1000)
    .option("--only <id>", "one claim, or the claims of one experiment, such as retry")
    .addOption(seedOption())
    .addOption(workersOption())
    .option("--store <dir>", "keep finished places there, and take them from there", pathText("--store"), "results/store")
    .option("--no-store", "keep nothing")
    .option("--out <dir>", "write the figure, the table and a sweep for each nearest failure there", pathText("--out"))
    .addOption(jsonOption())
    .addHelpText("after", HELP)
    .action(testRobustness);
}

async function testRobustness(options: RobustnessCommand): Promise<void> {
  const { points, only, out, json } = options;
  const { EXPERIMENTS } = await import("../experiments/catalogue.ts");
  const all = EXPERIMENTS.flatMap(({ id, claims }) => claims.map((claim) => ({ experiment: id, id: claim.id })));
  const asked = only === undefined ? all : named(all, only, ({ experiment, id }) => [experiment, id]);
  const { makeFolder } = await import("../store/atomicFile.ts");
  if (out !== undefined) await makeFolder(out, "--out"); // a path that cannot be written is known before the work
  const startedAt = Date.now();
  const claims = asked.map(({ id }) => id);
  const result = await withStore(options.store, "--store", (store) => outcomesOf(claims, store, options));
  if (out !== undefined) await writeFiles(out, result);
  await (json ? printJson(result) : print(summary(result)));
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  process.stderr.write(
    `${points} places, ${asked.length} claims, ${seconds} s${out === undefined ? "" : `; open ${join(out, "robustness.png")}`}\n`,
  );
}

/** Tests the claims with a bar that follows what is being done. */
async function outcomesOf(claims: readonly string[], store: Store | undefined, options: RobustnessCommand): Promise<RobustnessResult> {
  const { points, seed, workers, store: folder } = options;
  const [{ runRobustness }, { progressBar }] = await Promise.all([
    import("../experiments/robustness/robustness.ts"),
    import("./progress.ts"),
  ]);
  let last = { doing: "places", done: 0, total: points, reused: 0 };
  let bar = progressBar("testing claims", points, "places");
  const goOn = folder === false ? "nothing was kept (--no-store)" : `they are kept in ${folder}, the same command goes on from there`;
  try {
    return await interruptible(
      (signal) =>
        runRobustness({
          points,
          seed,
          workers,
          claims,
          store,
          signal,
          onProgress: (progress) => {
            if (progress.doing !== last.doing) {
              bar.stop();
              bar = progressBar("looking nearer", progress.total, progress.doing);
            }
            last = progress;
            bar.update(progress.done);
          },
        }),
      () => `${last.done} of ${last.total} ${last.doing} done; ${goOn}`,
    );
  } finally {
    bar.stop();
  }
}

/** Each file appears whole or not at all. */
async function writeFiles(out: string, result: RobustnessResult): Promise<void> {
  const [{ writeAtomically }, { robustnessSpec }, { renderFigure }] = await Promise.all([
    import("../store/atomicFile.ts"),
    import("../figures/robustnessFigure.ts"),
    import("../figures/render.ts"),
  ]);
  const { svg, png, vegaLite } = await renderFigure(robustnessSpec(result));
  const write = (name: string, content: string | Uint8Array) => writeAtomically(join(out, name), content, "--out");
  await write("robustness.svg", svg);
  await write("robustness.png", png);
  await write("robustness.vl.json", vegaLite);
  await write("robustness.json", `${JSON.stringify(result, null, 1)}\n`);
  for (const { id, nearestFailure } of result.claims) {
    if (!nearestFailure?.sweep) continue;
    await write(`${id}.sweep.json`, `${JSON.stringify(nearestFailure.sweep, null, 1)}\n`);
    await write(`${id}.point.json`, `${JSON.stringify(nearestFailure.point, null, 1)}\n`);
  }
}

function summary({ claims }: RobustnessResult): string {
  const heads = [
    "claim",
    "holds",
    "95% interval",
    "held",
    "failed",
    "not applicable",
    "cannot tell",
    "no figures",
    "decided by",
    "fails at",
  ];
  const rows = claims.map((claim) => [
    claim.id,
    claim.share ? claim.share.value.toFixed(3) : "-",
    claim.share ? `${claim.share.low.toFixed(3)} to ${claim.share.high.toFixed(3)}` : "-",
    ...[claim.held, claim.failed, claim.notApplicable, claim.cannotTell, claim.refused + claim.unresolved].map(String),
    decidedBy(claim),
    claim.nearestFailure ? claim.nearestFailure.distance.toFixed(3) : "-",
  ]);
  return `${table([heads, ...rows])}\n${claims.map(failure).join("")}${claims.flatMap(({ id, reason }) => (reason ? [`${id}: no figures at some places, ${reason}\n`] : [])).join("")}`;
}

function decidedBy({ sensitivity }: ClaimRobustness): string {
  if (!sensitivity) return "-";
  return sensitivity.deciding.map((name) => `${inWords(name)} ${sensitivity.indices[name]?.toFixed(2)}`).join(", ") || "nothing alone";
}

function failure({ id, nearestFailure: nearest }: ClaimRobustness): string {
  if (!nearest) return `${id}: fails nowhere in the design\n`;
  const changes = Object.entries(nearest.changed).map(
    ([name, value]) => `${inWords(name)} ${typeof value === "number" ? figure(value) : value}`,
  );
  return `${id}: nearest failure found at distance ${nearest.distance.toFixed(3)}, all canonical but ${changes.join(", ")}\n`;
}

const HELP = `
A claim holds, fails, does not apply where nothing moves, or cannot be told at the resolution of the figures (1e-6); only the first two
count in the share. "decided by" names up to two parameters by their first-order sensitivity index. "fails at" is the distance of the
nearest failure found from the canonical setting in the unit cube of all parameters. Lengths are in steps s (8 units of work), and the
definitions are in docs/theory/robustness.md. A larger --points goes on with the same design.
Below --out: the figure as SVG, PNG and Vega-Lite JSON, robustness.json, and for each nearest failure CLAIM.sweep.json
for harness-lab sweep --spec, and its first point CLAIM.point.json for harness-lab solve --point.

Example:
  harness-lab robustness --points 1000 --only retry --out robustness`;
