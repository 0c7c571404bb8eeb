import type { CalibratedAgent } from "../../model/calibration.ts";
import { InvalidInput } from "../../model/invalid.ts";
import type { StagePlan } from "../../model/point.ts";
import { type AdditionTask, isSample, isWorkflow, type TrialRecord } from "../../model/trial.ts";

/** A sample of the addition task. */
export interface AdditionTrial {
  readonly record: TrialRecord;
  readonly of: CalibratedAgent;
  readonly stages: StagePlan;
}

/** Values that fields of `CalibratedAgent` must have, as text. */
export type Wanted = Readonly<Record<string, string>>;

/**
 * The trials of one agent at one task, in an order that does not depend on when they ran. Of several records of one trial the first
 * sample counts.
 *
 * @param field  what the user calls the trials, such as "--from"
 * @throws InvalidInput where there are none, or where they are of several agents or tasks: then it names what differs
 */
export function trialsOfOneAgent(records: readonly TrialRecord[], wanted: Wanted, field: string): readonly AdditionTrial[] {
  const byKey = new Map<string, AdditionTrial>();
  for (const record of records) {
    const trial = isSample(record.status) && !byKey.has(record.key) ? additionTrial(record) : undefined;
    if (trial) byKey.set(record.key, trial);
  }
  const all = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, trial]) => trial);
  if (all.length === 0) throw new InvalidInput(field, "must hold finished trials of the addition task, and holds none");
  const unknown = Object.keys(wanted).find((name) => !Object.hasOwn(all[0].of, name));
  if (unknown !== undefined) throw new InvalidInput("--only", `must name one of ${Object.keys(all[0].of).join(", ")}`, unknown);
  const left = all.filter(({ of }) => Object.entries(wanted).every(([name, value]) => fieldOf(of, name) === value));
  if (left.length === 0)
    throw new InvalidInput(
      field,
      `must hold trials with ${listed(Object.entries(wanted))}; it has ${differences(all).join("; ") || "others"}`,
    );
  const differing = differences(left);
  if (differing.length > 0)
    throw new InvalidInput(field, `must hold one agent at one task, or --only FIELD=VALUE must choose: ${differing.join("; ")}`);
  return left;
}

function additionTrial(record: TrialRecord): AdditionTrial | undefined {
  const { agent, version, model, source, task, harness, wording } = record.cell;
  if (task.kind !== "addition" || isWorkflow(harness)) return undefined;
  const { kind: _, ...asked } = task as AdditionTask;
  const { stages, ...told } = harness;
  return { record, of: { agent, version, model, source, wording, ...asked, ...told }, stages };
}

const fieldOf = (of: CalibratedAgent, name: string): string => String(of[name as keyof CalibratedAgent]);
const listed = (entries: readonly (readonly [string, string])[]): string => entries.map(([name, value]) => `${name}=${value}`).join(", ");

/** Fields in which trials differ, with their values. */
function differences(trials: readonly AdditionTrial[]): readonly string[] {
  return Object.keys(trials[0].of).flatMap((name) => {
    const values = [...new Set(trials.map(({ of }) => fieldOf(of, name)))];
    return values.length > 1 ? [`${name} ${values.join(" or ")}`] : [];
  });
}
