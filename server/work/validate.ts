import { validate, workOf } from "../../experiments/validation/validate.ts";
import type { Validation } from "../../model/validation.ts";
import type { WorkContext } from "../threads/task.ts";

interface ValidateInput {
  readonly points: number;
  readonly repeats: number;
  readonly seed: string;
}

/** As `lab validate --json`; in a thread of its own below this one, which ends with it. */
export default async function validateTheorems(
  input: ValidateInput,
  { signal, progress }: WorkContext,
): Promise<Omit<Validation, "samples">> {
  const total = workOf(input);
  let done = 0;
  const { samples: _, ...record } = await validate({ ...input, workers: 1, signal, onDone: () => progress(++done, total) });
  return record;
}
