import type { TrialShelf } from "../../agents/trial/sweep.ts";
import { isSample } from "../../model/trial.ts";

/** Trials as the lab keeps them: a record, and its trace in ATIF beside it. @param field  what the user calls the folder */
export async function trialShelf(folder: string, field: string): Promise<TrialShelf> {
  const [{ TrialFolder }, { trialKey }, { trajectoryOf }, { harmlessJson }] = await Promise.all([
    import("../../store/trials.ts"),
    import("../../store/trialKey.ts"),
    import("../../agents/trace/atif.ts"),
    import("../../agents/sandbox/harmless.ts"),
  ]);
  const kept = new TrialFolder(folder, field);
  await kept.open();
  return {
    keyOf: trialKey,
    sampleOf: async (key) => (await kept.sample(key))?.record,
    keep: async ({ record, turns }) => {
      const { key, cell, usage } = record;
      const trace: Record<string, string> =
        turns.length > 0 ? { "trajectory.json": `${harmlessJson(JSON.stringify(trajectoryOf({ key, cell, usage, turns })))}\n` } : {};
      await kept.keep(record, trace);
      return isSample(record.status) ? ((await kept.sample(key))?.record ?? record) : record;
    },
  };
}
