import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TrialRecord } from "../../model/trial.ts";
import { trialKey } from "../../store/trialKey.ts";
import { TRIAL } from "./exampleTrial.ts";

const LAW = { pool: [{ mu: 10, sigma: 6, min: 4, max: 14 }], weights: [1], guidance: { kind: "none", strength: 0 }, claimRate: 0.5 };

/** A source as `modelSource` names the lab's own model. */
export const LAB_MODEL = `harness-lab ${JSON.stringify({ ...LAW, seed: "lab" })}`;

/** A record whose key is that of its cell. */
export function recordOf(cell: Partial<TrialRecord["cell"]>, changes: Partial<TrialRecord> = {}): TrialRecord {
  const whole = { ...TRIAL.cell, ...cell };
  return { ...TRIAL, ...changes, cell: whole, key: trialKey(whole) };
}

/** Puts a record where `TrialFolder` keeps it, with the files beside it. @returns the record's key */
export function keep(folder: string, record: TrialRecord, number = 1, files: Readonly<Record<string, string>> = {}): string {
  const home = join(folder, record.key, String(number));
  mkdirSync(home, { recursive: true });
  for (const [name, text] of Object.entries({ "record.json": JSON.stringify(record), ...files })) writeFileSync(join(home, name), text);
  return record.key;
}
