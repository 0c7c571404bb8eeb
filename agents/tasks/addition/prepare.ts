import type { AdditionTask } from "../../../model/trial.ts";
import { writeInto } from "../../sandbox/writeInto.ts";
import { LEDGER_FILE } from "./ledger.ts";
import { scriptOf } from "./script.ts";

/** Puts an empty ledger and its script into a work folder. */
export async function prepareAddition(work: string, task: AdditionTask): Promise<void> {
  await writeInto(work, LEDGER_FILE, "");
  await writeInto(work, "ledger", scriptOf(task), 0o755);
}
